"""What apps above give to the reports of some kinds of inspection: chapters, first texts, words.

Imports run downwards, so the composer cannot ask them; they register here from their ready(). A kind
for which nothing is registered has the usual report.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.rules.reports import Plan

__all__ = ["Parts", "Plan", "parts_of", "register", "why_no_points"]


@dataclass(frozen=True, slots=True)
class Parts:
    """``chapters`` that such a report begins with. ``first_text(inspection, kind)``: for a chapter of
    that kind, its paragraphs as ("heading" | "paragraph", words). ``words(inspection, main_points)``:
    what else the report's document has, as plain JSON, under REPORT_WORDS of queries/report_document.
    ``why_no_points(inspection)``: why no main point may be written in it; empty when one may."""

    chapters: Callable[[Any], Sequence[Plan]]
    first_text: Callable[[Any, str], Sequence[tuple[str, str]]]
    words: Callable[[Any, Sequence[dict[str, Any]]], dict[str, Any]]
    why_no_points: Callable[[Any], str]


_parts: dict[str, Parts] = {}


def register(kind: str, parts: Parts) -> None:
    """Called from an app's ready(). ``kind`` is an InspectionKind; the last one given counts."""
    _parts[str(kind)] = parts


def parts_of(kind: str) -> Parts | None:
    """What the reports of this kind of inspection are given; None: nothing."""
    return _parts.get(str(kind))


def why_no_points(inspection: Any) -> str:
    """Why no main point may be written in the report of an inspection; empty when one may."""
    parts = parts_of(inspection.kind)
    return parts.why_no_points(inspection) if parts else ""
