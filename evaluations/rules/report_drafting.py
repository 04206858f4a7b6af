"""A first text for a chapter, made from the structure of what was recorded and nothing else.

What it says: how many of the chapter's indicators are at which level, with the vocabulary's word and
the count beside it; for each the level and what the edition says it means; how much of the evidence
was marked a strength or an area for improvement, and of which kinds. It never holds the words of a
piece of evidence or of a rationale, which are case-level: see docs/decisions.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from evaluations.rules.report_text import Block, BlockKind, as_text
from indicators.rules.document import Edition, Graded, Indicator, NotGraded, Value
from indicators.rules.figures import Bounds
from indicators.rules.wording import Vocabulary, plural, proportion, sentence


@dataclass(frozen=True, slots=True)
class Ground:
    """What one indicator of the chapter rests on: its value (None: not recorded) and counts of
    evidence; ``kinds`` and ``services`` in the words of the page, most pieces first."""

    indicator: Indicator
    value: Value | None
    pieces: int = 0
    strengths: int = 0
    improvements: int = 0
    kinds: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


def drafted(edition: Edition, vocabulary: Vocabulary, grounds: Sequence[Ground]) -> str:
    """The text for a chapter about these indicators, in the marks of rules/report_text; empty when
    there is nothing to say yet. Strengths come first: the best level, then the edition's order."""
    graded = [(one, one.value) for one in grounds if isinstance(one.value, Graded)]
    if not graded:
        return ""
    values = [value for _one, value in graded]
    found = [_paragraph(_distribution(edition, vocabulary, values))] if len(values) > 1 else []
    for one, value in sorted(graded, key=lambda pair: -min(pair[1].ranks)):
        found += _about(edition, vocabulary, one, value)
    for one in grounds:
        if isinstance(one.value, NotGraded):
            found += [_heading(one), _paragraph(_no_level(edition, one.value))]
    return as_text(tuple(found))


def _distribution(edition: Edition, vocabulary: Vocabulary, graded: Sequence[Graded]) -> str:
    """How many at which level, best first, and in words how many are in the edition's band."""
    total, unit = len(graded), "quality indicator"
    counts = [
        (level.label, _bounds(graded, frozenset({level.rank})))
        for level in sorted(edition.levels, key=lambda one: -one.rank)
    ]
    said = ", ".join(
        f"{_number(bounds)} {label}" for label, bounds in counts if bounds != Bounds(0, 0)
    )
    text = f"Of the {plural(total, unit)} told of in this chapter: {said}."
    band = edition.positive_report.band if edition.positive_report else ""
    if band not in edition.bands:
        return text
    label = edition.band_labels.get(band, band.replace("-", " "))
    share = proportion(vocabulary, _bounds(graded, edition.bands[band]), total, unit)
    return f"{text} {sentence(share)} were evaluated as {label}."


def _about(edition: Edition, vocabulary: Vocabulary, one: Ground, value: Graded) -> list[Block]:
    levels = [edition.level_by_rank[rank] for rank in sorted(value.ranks, reverse=True)]
    label = " or ".join(level.label for level in levels)
    meaning = f": {levels[0].meaning}" if len(levels) == 1 and levels[0].meaning else ""
    found = [_heading(one), _paragraph(f"We evaluated this as {label}{meaning}.")]
    evidence = _evidence(vocabulary, one)
    return [*found, _paragraph(evidence)] if evidence else found


def _evidence(vocabulary: Vocabulary, one: Ground) -> str:
    if not one.pieces:
        return ""
    unit = "piece of evidence"
    text = f"This rests on {_pieces(one.pieces)}, from {_list(one.kinds)}"
    text += f", about {_list(one.services)}." if one.services else "."
    for count, what in ((one.strengths, "strengths"), (one.improvements, "areas for improvement")):
        if count:
            share = proportion(vocabulary, Bounds(count, count), one.pieces, unit)
            share = share.replace(plural(one.pieces, unit), _pieces(one.pieces))
            text += f" {sentence(share)} showed {what}."
    return text


def _no_level(edition: Edition, value: NotGraded) -> str:
    labels = {reason.code: reason.label for reason in edition.non_grades}
    return f"This has no level: {labels.get(value.code, value.code)}."


def _bounds(values: Sequence[Graded], ranks: frozenset[int]) -> Bounds:
    """How many are surely, and how many may be, at one of these ranks."""
    return Bounds(
        sum(ranks.issuperset(one.ranks) for one in values),
        sum(bool(ranks & one.ranks) for one in values),
    )


def _number(bounds: Bounds) -> str:
    return str(bounds.low) if bounds.exact else f"{bounds.low} to {bounds.high}"


def _pieces(count: int) -> str:
    return f"{count} piece of evidence" if count == 1 else f"{count} pieces of evidence"


def _list(words: Sequence[str]) -> str:
    """``education, health and police``."""
    if len(words) < 2:  # noqa: PLR2004
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _heading(one: Ground) -> Block:
    return Block(0, BlockKind.HEADING, one.indicator.title)


def _paragraph(text: str) -> Block:
    return Block(0, BlockKind.PARAGRAPH, text)
