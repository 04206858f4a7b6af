"""Drawing a report's document: the one way a report becomes a page."""

from collections.abc import Mapping
from typing import Any

from django import template

from evaluations.rules.merge3 import Mark
from evaluations.rules.report_shown import ShownProgress, ShownTable, progress_of, table_of
from evaluations.rules.word_diff import compare
from evaluations.terms import DECISIONS, SourceKind

register = template.Library()


@register.simple_tag
def evaluations_of(document: Mapping[str, Any]) -> ShownTable:
    """The document's table of evaluations, for ``evaluations/report/_evaluations.html``."""
    return table_of(document)


@register.simple_tag
def progress_lines(document: Mapping[str, Any]) -> tuple[ShownProgress, ...]:
    """The document's main points followed through, for ``evaluations/report/_progress.html``."""
    return progress_of(document)


@register.filter
def decided(code: str) -> str:
    """What a follow-through inspection decided of a point, in words."""
    return str(DECISIONS.get(code, code))


@register.simple_tag
def named_indicators(document: Mapping[str, Any], codes: Any) -> list[tuple[str, str]]:
    """(code, title) of the indicators with these codes, in the document's own words."""
    titles = {one["code"]: one["title"] for one in document["evaluations"]}
    wanted = [codes] if isinstance(codes, str) else codes or []
    return [(code, titles.get(code, "")) for code in wanted]


@register.simple_tag
def paragraph_of(chapter: Mapping[str, Any], block: Mapping[str, Any]) -> str:
    """How a paragraph is cited: "2.3"."""
    return f"{chapter['number']}.{block['number']}"


@register.simple_tag
def beside_paragraph(things: Mapping[str, Any] | None, place: str) -> Any:
    """What stands beside a paragraph, from what was given by paragraph; None where nothing does."""
    return (things or {}).get(place)


@register.filter
def source_kind(code: str) -> str:
    """A kind of source in words."""
    return str(SourceKind(code).label) if code in SourceKind.values else code


@register.filter
def pieces_of(sources: list[Mapping[str, Any]]) -> int:
    """How many pieces of evidence there are of every kind together."""
    return sum(one["pieces"] for one in sources)


@register.simple_tag
def marked(before: Any, after: Any) -> tuple[Mark, ...]:
    """What of a text came and went, for ``evaluations/report/_marks.html``."""
    return compare(str(before or ""), str(after or ""))
