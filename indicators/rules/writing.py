"""An edition as YAML: what ``reading`` reads back as the same edition, always in the same words.

What reading would fill in by itself is left out, so that a file stays as short as it can be.
"""

from collections.abc import Mapping

from indicators.rules.document import (
    AllOf,
    AnyOf,
    CrossTabulation,
    CrosswalkLink,
    Edition,
    Finding,
    FindingRule,
    Indicator,
    Level,
    NonGrade,
    RollUp,
    Section,
)
from indicators.rules.statements import finding_statement, share_words
from indicators.rules.words import label_from
from inspectorate.kernel.yaml_text import Content, write_yaml


def write_edition(edition: Edition) -> str:
    """The edition's canonical YAML text."""
    return write_yaml(edition_content(edition))


def edition_content(edition: Edition) -> dict[str, Content]:
    """The edition as the mapping that its file holds: for YAML, and for JSON once days are text."""
    return _said(
        {
            "code": edition.code,
            "title": edition.title,
            "publisher": edition.publisher,
            "valid_from": edition.valid_from or "",
            "valid_to": edition.valid_to or "",
            "source": edition.source,
            "licence": edition.licence,
            "notes": edition.notes,
            "scale": {"levels": [_level(level) for level in edition.levels]},
            "bands": {code: _band(edition, code) for code in edition.bands},
            "non_grades": [_non_grade(one) for one in edition.non_grades],
            "sections": [_section(section) for section in edition.sections],
            "chapters": _chapters(edition),
            "positive_report": _positive_report(edition),
            "findings": {one.code: _finding(edition, one) for one in edition.findings},
            "cross_tabulations": [_table(edition, one) for one in edition.cross_tabulations],
            "roll_up": _roll_up(edition),
            "crosswalk": [_link(link) for link in edition.crosswalk],
        }
    )


def _said(content: Mapping[str, Content]) -> dict[str, Content]:
    """Without what is empty or false; nought is a number like any other."""
    return {
        key: value for key, value in content.items() if value or (value == 0 and value is not False)
    }


def _level(level: Level) -> Content:
    return _said(
        {
            "code": level.code,
            "number": "" if level.number is None else level.number,
            "label": level.label,
            "meaning": level.meaning,
            "definition": level.definition,
            "action": level.action,
            "demands_point": level.demands_point,
            "aliases": level.aliases,
        }
    )


def _band(edition: Edition, code: str) -> Content:
    levels = [level.code for level in edition.levels if level.rank in edition.bands[code]]
    label = edition.band_labels.get(code, "")
    return levels if label in {"", label_from(code)} else {"label": label, "levels": levels}


def _non_grade(one: NonGrade) -> Content:
    if one == NonGrade(one.code, label_from(one.code)):
        return one.code
    return _said(
        {"code": one.code, "label": one.label, "meaning": one.meaning, "aliases": one.aliases}
    )


def _section(section: Section) -> Content:
    indicators = [_indicator(one) for one in section.indicators]
    return {"code": section.code, "title": section.title, "indicators": indicators}


def _indicator(one: Indicator) -> Content:
    fields = _said(
        {
            "code": one.code,
            "title": one.title,
            "short_title": one.short_title,
            "reference": one.reference,
            "aliases": one.aliases,
            "theme": one.theme,
            "illustrations": dict(one.illustrations),
        }
    )
    return fields if one.graded else {**fields, "graded": False}


def _chapters(edition: Edition) -> Content:
    return [
        {"code": one.code, "title": one.title, "indicators": one.indicators}
        for one in edition.chapters
    ]


def _positive_report(edition: Edition) -> Content:
    rule = edition.positive_report
    if rule is None:
        return {}
    return {"indicators": _of(edition, rule.indicators), "band": rule.band}


def _of(edition: Edition, codes: tuple[str, ...]) -> Content:
    """The word for the reference indicators where it is they, in their order."""
    word_is_free = "reference" not in edition.indicator_by_code
    return "reference" if codes == edition.reference_codes and word_is_free else codes


def _finding(edition: Edition, finding: Finding) -> Content:
    generated = finding_statement(edition, finding.label, finding.rule)
    return _said(
        {
            "label": finding.label,
            "rule": _rule(edition, finding.rule),
            "statement": "" if finding.statement == generated else finding.statement,
        }
    )


def _rule(edition: Edition, rule: FindingRule) -> Content:
    if isinstance(rule, AnyOf | AllOf):
        kind = "any" if isinstance(rule, AnyOf) else "all"
        return {kind: [_rule(edition, one) for one in rule.rules]}
    bounds = {
        "at_least": rule.at_least,
        "more_than": rule.more_than,
        "at_most": rule.at_most,
        "less_than": rule.less_than,
    }
    shares = {key: share_words(bound) for key, bound in bounds.items() if bound is not None}
    return {"band" if rule.of in edition.bands else "level": rule.of, **shares}


def _table(edition: Edition, one: CrossTabulation) -> Content:
    return _said(
        {
            "code": one.code,
            "title": one.title,
            "condition": one.condition,
            "rows": one.rows,
            "of": _of(edition, one.of),
            "bands": one.bands,
            "note": one.note,
        }
    )


def _roll_up(edition: Edition) -> Content:
    rule = edition.roll_up
    if rule == RollUp():
        return {}
    limits = [{"any_at_or_below": low, "at_most": best} for low, best in rule.limits]
    return _said(
        {
            "kind": rule.kind,
            "into": rule.into,
            "of": _of(edition, rule.of) if rule.of else "",
            "scores": dict(rule.scores),
            "thresholds": {code: share_words(share) for code, share in rule.thresholds.items()},
            "rounded": rule.rounded,
            "limits": limits,
        }
    )


def _link(link: CrosswalkLink) -> Content:
    return _said(
        {"from": link.source, "to": link.target, "kind": link.kind, "evidence": link.evidence}
    )
