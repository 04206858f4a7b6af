"""What a printed report is made of, one part after another; PDF, Word and text all follow it.

Parts are plain dicts, so that they can go to the typesetter as data::

    {"kind": "chapter", "number": 1, "text"}          {"kind": "heading", "text"}
    {"kind": "paragraph" | "quote", "place": "2.3", "text"}
    {"kind": "list", "place", "items": [str]}         {"kind": "note", "text"}
    {"kind": "point", "number", "text", "about"}      {"kind": "example", "text", "about"}
    {"kind": "bar", "caption", "alt", "parts": [{"label", "count", "fill": 0-6}]}
    {"kind": "table", "caption", "header": [str], "rows": [{"cells": [str], "fill": 1-6 or 0,
        "of": levels on the scale, "rank": 0 for none, "section": bool}]}
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.rules.report_shown import ShownLine, ShownTable, progress_of, table_of
from evaluations.terms import DECISIONS, ChapterKind, SourceKind
from indicators.rules.document import Graded, NotGraded
from inspectorate.kernel.web.charts import shade

Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """A report laid out: what stands on its first page, then its parts in order."""

    title: str
    inspectorate: str
    facts: tuple[tuple[str, str], ...]
    notice: str
    parts: tuple[Part, ...]


def laid_out(
    document: Mapping[str, Any],
    *,
    inspectorate: str = "",
    notice: str = "",
    published_on: date | None = None,
    version: int = 0,
) -> Layout:
    """The document in order. ``notice`` must be said with it (for a demonstration: that the areas
    are fictional); ``version`` 0 is a draft."""
    return Layout(
        title=str(document["title"]),
        inspectorate=inspectorate,
        facts=tuple(_facts(document, published_on, version)),
        notice=notice,
        parts=tuple(
            part for chapter in document["chapters"] for part in _chapter(document, chapter)
        ),
    )


def _facts(
    document: Mapping[str, Any], published_on: date | None, version: int
) -> Iterator[tuple[str, str]]:
    inspection = document["inspection"]
    yield _("Area"), document["area"]["name"]
    yield _("Programme"), document["programme"]["title"]
    yield _("Inspection"), inspection["reference"]
    if inspection["fieldwork_from"] and inspection["fieldwork_to"]:
        days = [date.fromisoformat(inspection[name]) for name in ("fieldwork_from", "fieldwork_to")]
        yield (
            _("Fieldwork"),
            _("%(first)s to %(last)s")
            % {"first": date_format(days[0], "j F Y"), "last": date_format(days[1], "j F Y")},
        )
    yield _("Framework"), document["edition"]["title"]
    if published_on and version:
        yield _("Published"), date_format(published_on, "j F Y")
        yield _("Version"), str(version)


def _chapter(document: Mapping[str, Any], chapter: Mapping[str, Any]) -> Iterator[Part]:
    yield {"kind": "chapter", "number": chapter["number"], "text": chapter["title"]}
    for block in chapter["blocks"]:
        yield _block(block, f"{chapter['number']}.{block['number']}")
    made = {
        ChapterKind.EVALUATIONS: _evaluations,
        ChapterKind.MAIN_POINTS: _main_points,
        ChapterKind.GOOD_PRACTICE: _good_practice,
        ChapterKind.SOURCES: _sources,
    }.get(chapter["kind"])
    if made is not None:
        yield from made(document)


def _block(block: Mapping[str, Any], place: str) -> Part:
    if block["kind"] == "heading":
        return {"kind": "heading", "text": block["text"]}
    if block["kind"] == "list":
        return {"kind": "list", "place": place, "items": list(block["items"])}
    return {"kind": block["kind"], "place": place, "text": block["text"]}


def _evaluations(document: Mapping[str, Any]) -> Iterator[Part]:
    table = table_of(document)
    if table.graded:
        yield _bar(table)
    rows: list[Part] = []
    for part in table.parts:
        if part.title:
            said = f"{part.code} {part.title}"
            rows.append({"cells": [said, ""], "section": True, "fill": 0, "rank": 0, "of": 0})
        rows += [_line(line, table) for line in part.lines]
    yield {
        "kind": "table",
        "caption": _("Evaluation of each quality indicator"),
        "header": [_("Quality indicator"), _("Evaluation")],
        "rows": rows,
    }
    yield _meanings(table)


def _bar(table: ShownTable) -> Part:
    """Lowest level on the left. What may be one of several levels is a piece of its own."""
    size = len(table.levels)
    parts: list[Part] = []
    for one in reversed(table.levels):
        count = table.counts[one.code]
        sure = count if isinstance(count, int) else count["min"]
        parts.append({"label": one.label, "count": sure, "fill": shade(one.rank, size).fill})
    unsure = table.graded - sum(one["count"] for one in parts)
    if unsure:
        parts.append({"label": _("one of several levels"), "count": unsure, "fill": 0})
    indicators = ngettext("%d quality indicator", "%d quality indicators", table.graded)
    alt = _("Bar of the evaluations of %(all)s: %(each)s.") % {
        "all": indicators % table.graded,
        "each": ", ".join(f"{one['label']} {one['count']}" for one in reversed(parts)),
    }
    return {"kind": "bar", "caption": _("Evaluations in this report"), "alt": alt, "parts": parts}


def _line(line: ShownLine, table: ShownTable) -> Part:
    """One indicator. A set of levels has words, but no place on the scale."""
    words, rank = _("No level recorded"), 0
    if isinstance(line.value, Graded):
        named = [one.label for one in table.levels if one.rank in line.value.ranks]
        words = _(" or ").join(named)
        rank = min(line.value.ranks) if line.value.exact else 0
    elif isinstance(line.value, NotGraded):
        labels = {one.code: one.label for one in table.non_grades}
        words = labels.get(line.value.code, line.value.code)
    fill = shade(rank, len(table.levels)).fill if rank else 0
    cells = [f"{line.code} {line.title}".strip(), words]
    return {"cells": cells, "section": False, "fill": fill, "rank": rank, "of": len(table.levels)}


def _meanings(table: ShownTable) -> Part:
    return {
        "kind": "table",
        "caption": _("What the levels mean"),
        "header": [_("Level"), _("Meaning")],
        "rows": [_plain(one.label, one.meaning) for one in table.levels],
    }


def _plain(*cells: str) -> Part:
    return {"cells": list(cells), "section": False, "fill": 0, "rank": 0, "of": 0}


def _progress(document: Mapping[str, Any]) -> Iterator[Part]:
    """The table of progress of a follow-through report, then what was decided of each point."""
    lines = progress_of(document)
    if not lines:
        return
    table = table_of(document)
    rows = []
    for one in lines:
        said = f"{one.number}. {one.asked} ({one.reference})"
        rows.append(_line(ShownLine(said, "", one.value), table))
    yield {
        "kind": "table",
        "caption": _("Progress on each main point"),
        "header": [_("Main point for action"), _("Progress")],
        "rows": rows,
    }
    decisions = [(one, str(DECISIONS.get(one.decision, ""))) for one in lines]
    yield {
        "kind": "table",
        "caption": _("What becomes of each main point"),
        "header": [_("Main point for action"), _("Decision")],
        "rows": [
            _plain(one.reference, f"{said}. {one.decision_reason}".strip())
            for one, said in decisions
            if said
        ],
    }


def _main_points(document: Mapping[str, Any]) -> Iterator[Part]:
    yield from _progress(document)
    titles = {one["code"]: one["title"] for one in document["evaluations"]}
    for point in document["main_points"]:
        about = [f"{code} {titles.get(code, '')}".strip() for code in point["indicators"]]
        named = [one["name"] for one in point["services"]]
        said = [_("From %(what)s.") % {"what": "; ".join(about)}] if about else []
        said += [_("Names %(services)s.") % {"services": ", ".join(named)}] if named else []
        text, number = point["text"], point["number"]
        yield {"kind": "point", "number": number, "text": text, "about": " ".join(said)}
    if not document["main_points"] and not document.get("progress"):
        yield {"kind": "note", "text": _("There is no main point for action.")}


def _good_practice(document: Mapping[str, Any]) -> Iterator[Part]:
    titles = {one["code"]: one["title"] for one in document["evaluations"]}
    for one in document["good_practice"]:
        code = one["indicator"]
        about = f"{code} {titles.get(code, '')}".strip() if code else ""
        yield {"kind": "example", "text": one["title"], "about": about}
        yield from (_block(block, "") for block in one["blocks"])
    if not document["good_practice"]:
        yield {"kind": "note", "text": _("There is no example of good practice in this report.")}


def _sources(document: Mapping[str, Any]) -> Iterator[Part]:
    labels = dict(SourceKind.choices)
    yield {
        "kind": "table",
        "caption": _("What the report rests on"),
        "header": [_("Kind of source"), _("Pieces of evidence")],
        "rows": [
            _plain(str(labels.get(one["code"], one["code"])), str(one["pieces"]))
            for one in document["sources"]
        ],
    }
