"""Whether an inspection is ready for moderation: the facts, what is found, and how it is said."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.models import Inspection
from evaluations.queries.recording import Line, Part, lines_of
from evaluations.queries.triangulation import source_in_words, triangulations
from evaluations.queries.views import TeamViews
from evaluations.rules.completeness import (
    Finding,
    IndicatorFacts,
    InspectionFacts,
    Kind,
    findings,
    unsettled,
)
from evaluations.rules.triangulation import NOTHING, Triangulation
from evaluations.terms import ROUND_KINDS
from indicators.queries import edition_document
from indicators.rules.document import Edition, Graded
from inspectorate.tenancy.scope import require_inspectorate_id

MOST_SAID = 6
NO_VIEWS: Mapping[str, TeamViews] = {}

_CASES = """
select c.pseudonym, bool_or(r.id is not null), c.medical_wanted, coalesce(bool_or(r.medical), false)
from evaluations_sampledcase c
left join evaluations_recordreading r
  on r.inspectorate_id = c.inspectorate_id and r.sampled_case_id = c.id
where c.inspectorate_id = %s and c.inspection_id = %s and c.withdrawn_at is null
group by c.id, c.pseudonym, c.number, c.medical_wanted
order by c.number
"""
_TO_SETTLE = """
select distinct u.display_name from evaluations_clientoperation o
join accounts_membership m on m.inspectorate_id = o.inspectorate_id and m.id = o.membership_id
join accounts_user u on u.id = m.user_id
where o.inspectorate_id = %s and o.inspection_id = %s and o.state = 'clash'
  and o.settled_at is null
order by u.display_name
"""


def found_of(
    inspection: Inspection,
    edition: Edition,
    parts: Sequence[Part],
    rests_on: Mapping[str, Triangulation],
    views: Mapping[str, TeamViews] = NO_VIEWS,
) -> list[Finding]:
    """What is found of an inspection of which the rest is at hand. Two statements.

    Whose view is missing is only told from ``views``, as their reader may see them.
    """
    optional = inspection.kind in ROUND_KINDS
    lines = [
        line for part in parts for line in part.lines if line.value is not None or not optional
    ]
    facts = [
        _facts(edition, line, rests_on.get(line.indicator.code, NOTHING), views) for line in lines
    ]
    here = require_inspectorate_id()
    with connection.cursor() as cursor:
        cursor.execute(_CASES, [here, inspection.pk])
        cases = cursor.fetchall()
        cursor.execute(_TO_SETTLE, [here, inspection.pk])
        to_settle = tuple(row[0] for row in cursor.fetchall())
    return findings(
        InspectionFacts(
            indicators=tuple(facts),
            to_settle=to_settle,
            unread=tuple(case for case, read, _, _ in cases if not read),
            medical_unread=tuple(
                case for case, read, wanted, medical in cases if read and wanted and not medical
            ),
        )
    )


def unsettled_of(inspection: Inspection) -> list[Finding]:
    """What must be settled before the inspection goes to moderation. Four statements."""
    edition = edition_document(inspection.edition_id)
    parts = lines_of(inspection, edition)
    return unsettled(found_of(inspection, edition, parts, triangulations(inspection.pk)))


def _facts(
    edition: Edition, line: Line, rests_on: Triangulation, views: Mapping[str, TeamViews]
) -> IndicatorFacts:
    seen = views.get(line.indicator.code)
    graded = isinstance(line.value, Graded)
    ranks = line.value.ranks if isinstance(line.value, Graded) else frozenset()
    return IndicatorFacts(
        code=line.indicator.code,
        valued=line.value is not None,
        graded=graded,
        rationale=line.has_rationale,
        rests_on=rests_on,
        single_source_reason=line.has_single_source_reason,
        missing=tuple(one.name for one in seen.givers if not one.given) if seen else (),
        demands_point=any(edition.level_by_rank[rank].demands_point for rank in ranks),
    )


def in_words(one: Finding, *, named: bool = True, codes: str = "") -> str:
    """A finding as a sentence. ``named``: sampled cases by their pseudonyms, not only counted.
    ``codes`` stands for the indicators where they are put in otherwise, as links."""
    codes = codes or _listed(one.codes)
    several = len(one.codes)
    source = source_in_words(one.source) if one.source else ""
    names = _listed(one.names)
    said = {
        Kind.NO_VALUE: ngettext(
            "%(codes)s has no agreed level.", "%(codes)s have no agreed level.", several
        ),
        Kind.NO_EVIDENCE: ngettext(
            "%(codes)s has no evidence.", "%(codes)s have no evidence.", several
        ),
        Kind.ONLY_SELF_EVALUATION: _("%(codes)s rests on self-evaluation only."),
        Kind.ONE_KIND: _("%(codes)s rests on %(source)s only."),
        Kind.ONE_KIND_WITH_REASON: _("%(codes)s rests on %(source)s only; the reason is recorded."),
        Kind.NO_RATIONALE: ngettext(
            "%(codes)s has no rationale.", "%(codes)s have no rationale.", several
        ),
        Kind.TO_SETTLE: _("Two texts wait to be settled by %(names)s."),
        Kind.VIEW_MISSING: _("%(names)s has not given a view of %(codes)s."),
        Kind.CONTRARY: _("There is contrary evidence on %(codes)s."),
        Kind.NO_STAKEHOLDER_VIEWS: _("No stakeholder views on %(codes)s."),
        Kind.OUTCOMES_NOT_COVERED: _("Nothing on outcomes and experience for %(codes)s."),
        Kind.DEMANDS_POINT: _("The level of %(codes)s needs a main point for action."),
    }
    if one.kind in said:
        return said[one.kind] % {"codes": codes, "source": source, "names": names}
    return _of_cases(one, named=named)


def _of_cases(one: Finding, *, named: bool) -> str:
    count = len(one.cases)
    if one.kind is Kind.CASE_UNREAD:
        text = ngettext(
            "%(count)d sampled case has not been read.",
            "%(count)d sampled cases have not been read.",
            count,
        )
    else:
        text = ngettext(
            "The medical notes of %(count)d sampled case have not been read.",
            "The medical notes of %(count)d sampled cases have not been read.",
            count,
        )
    text %= {"count": count}
    return f"{text} {_listed(one.cases)}." if named else text


def advice(one: Finding) -> str:
    """What to do about a finding, or what becomes of it; empty when that goes without saying."""
    return {
        Kind.NO_VALUE: _("The lead inspector agrees it, when the team has given its views."),
        Kind.NO_EVIDENCE: _("Add what was read, heard or seen, or record why there is no level."),
        Kind.ONLY_SELF_EVALUATION: _("An evaluation cannot rest on what the area says of itself."),
        Kind.ONE_KIND: _("Add another kind of source, or say why one is enough."),
        Kind.NO_RATIONALE: _("Say what the level rests on."),
        Kind.CASE_UNREAD: _("Read it and note it, or withdraw the case with a reason."),
        Kind.MEDICAL_UNREAD: _("It needs a medically qualified inspector."),
        Kind.CONTRARY: _("It goes to the moderator with the rest."),
    }.get(one.kind, "")


def obstacles(found: Sequence[Finding]) -> list[str]:
    """What stands in the way, in sentences that name no case; the first few, then how many more."""
    said = [in_words(one, named=False) for one in found[:MOST_SAID]]
    left = len(found) - len(said)
    return [*said, _("And %(left)d more.") % {"left": left}] if left else said


def _listed(parts: Sequence[str]) -> str:
    """``1.1``, ``1.1 and 1.2``, ``1.1, 1.2 and 1.3``."""
    *others, last = parts or ("",)
    return (
        _("%(first)s and %(last)s") % {"first": ", ".join(others), "last": last} if others else last
    )


def as_record(found: Sequence[Finding], *, named: bool) -> dict[str, Any]:
    """Findings as the API says them. ``ready``: nothing must be settled first."""
    return {
        "ready": not unsettled(found),
        "findings": [
            {
                "kind": one.kind.value,
                "must": one.must,
                "indicators": list(one.codes),
                "people": list(one.names),
                "cases": list(one.cases) if named else [],
                "source_kind": one.source or None,
                "says": in_words(one, named=named),
                "advice": advice(one),
            }
            for one in found
        ],
    }
