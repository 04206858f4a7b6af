"""An area's follow-through inspections side by side: its points, what each round judged, the change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from areas.access import area_for
from areas.queries import areas_behind
from followthrough.access import OUT
from followthrough.models import MainPointForAction
from followthrough.queries.points import reference_of
from followthrough.queries.rounds_known import Known, known_rounds
from followthrough.rules.rounds import Change, change
from followthrough.terms import PointDecision
from indicators.rules.document import Edition, Graded, NotGraded
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids


@dataclass(frozen=True, slots=True)
class Column:
    """A round: one published follow-through inspection of the area, or of one that it succeeded."""

    id: int
    reference: str
    kind: str
    on: date | None
    edition: str

    @property
    def inspection(self) -> str:
        return ids.encode("inspection", self.id)


@dataclass(frozen=True, slots=True)
class Cell:
    """What a round judged of a point. ``change`` counts levels from the judgement before; None where
    there was none, one has no level, or ``other_scale``: the scales differ, so nothing is counted."""

    known: Known
    label: str
    decision: str
    change: Change | None
    other_scale: bool

    @property
    def said(self) -> str:
        """The change in words; empty where there is none to tell."""
        if self.other_scale:
            return _("another scale: not compared")
        return in_words(self.change) if self.change else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A point with its cells, one for each column, None where that round did not look at it."""

    point: MainPointForAction
    reference: str
    cells: tuple[Cell | None, ...]
    replaced_by: str

    @property
    def id(self) -> str:
        return ids.encode("point", self.point.pk)


@dataclass(frozen=True, slots=True)
class Compared:
    """``lines`` are every published point, oldest first. ``better`` to ``unclear`` count the changes."""

    area: Any
    area_id: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    better: int
    same: int
    worse: int
    unclear: int

    @property
    def editions(self) -> list[str]:
        return list(dict.fromkeys(one.edition for one in self.columns))

    @property
    def changes(self) -> int:
        return self.better + self.same + self.worse + self.unclear


def in_words(one: Change) -> str:
    """``2 levels up``, ``the same level``, ``between 1 level down and 1 level up``."""
    if one.exact:
        return _steps(one.low)
    return _("between %(low)s and %(high)s") % {"low": _steps(one.low), "high": _steps(one.high)}


def _steps(number: int) -> str:
    if not number:
        return _("the same level")
    if number > 0:
        return ngettext("%(n)d level up", "%(n)d levels up", number) % {"n": number}
    return ngettext("%(n)d level down", "%(n)d levels down", -number) % {"n": -number}


def rounds_compared(actor: Actor, area: str) -> Compared:
    """Everything that is published, whatever the number of rounds in the same number of statements.
    Raises NotFound, NotPermitted."""
    actor.require(Permission.SEE_MAIN_POINTS)
    found = area_for(actor, area)
    points = list(
        MainPointForAction.objects.filter(
            inspection__area__in=areas_behind([found.pk], timezone.localdate()),
            inspection__status__in=OUT,
        )
        .select_related("inspection__area", "replaced_by__inspection__area")
        .order_by("inspection__published_on", "inspection_id", "number")
    )
    known = known_rounds([one.pk for one in points])
    columns = tuple(
        {
            one.inspection: Column(
                one.inspection, one.reference, one.kind, one.on, one.edition.title
            )
            for one in known
        }.values()
    )
    lines = tuple(_line(point, columns, known) for point in points)
    told = [cell.change for line in lines for cell in line.cells if cell and cell.change]
    return Compared(
        found,
        area,
        columns,
        lines,
        better=sum(one.low > 0 for one in told),
        same=sum(one == Change(0, 0) for one in told),
        worse=sum(one.high < 0 for one in told),
        unclear=sum(one.low <= 0 <= one.high and not one.exact for one in told),
    )


def _line(point: MainPointForAction, columns: Sequence[Column], known: Sequence[Known]) -> Line:
    mine = {one.inspection: one for one in known if one.point == point.pk}
    cells: list[Cell | None] = []
    last: Known | None = None
    for column in columns:
        one = mine.get(column.id)
        cells.append(_cell(one, last) if one else None)
        last = one or last
    instead = reference_of(point.replaced_by) if point.replaced_by else ""
    return Line(point, reference_of(point), tuple(cells), instead)


def _cell(one: Known, before: Known | None) -> Cell:
    differ = before is not None and _scale(before.edition) != _scale(one.edition)
    counted = before is not None and not differ
    return Cell(
        one,
        value_label(one),
        str(PointDecision(one.decision).label) if one.decision else "",
        change(before.ranks, one.ranks) if before is not None and counted else None,
        bool(differ and before and before.ranks and one.ranks),
    )


def _scale(edition: Edition) -> list[tuple[str, int]]:
    return sorted((one.code, one.rank) for one in edition.levels)


def value_label(one: Known) -> str:
    """A judgement in its own edition's words."""
    if isinstance(one.value, Graded):
        ranks = sorted(one.value.ranks, reverse=True)
        return _(" or ").join(one.edition.level_by_rank[rank].label for rank in ranks)
    labels = {each.code: each.label for each in one.edition.non_grades}
    code = one.value.code if isinstance(one.value, NotGraded) else ""
    return labels.get(code, code)


def as_rows(page: Compared) -> Iterator[list[str]]:
    """The same as a table: a row to each judgement, one without for a point not judged yet."""
    yield [
        "main_point", "text", "status", "follow_through", "kind", "published_on", "edition", "progress",
        "change", "decision", "what_worked", "replaced_by",
    ]  # fmt: skip
    for line in page.lines:
        start = [line.reference, line.point.text, line.point.status]
        judged = [cell for cell in line.cells if cell]
        for cell in judged:
            one = cell.known
            yield [
                *start, one.reference, one.kind, str(one.on or ""), one.edition_code, cell.label,
                cell.said, one.decision, "; ".join(one.factors), line.replaced_by,
            ]  # fmt: skip
        if not judged:
            yield [*start, *[""] * 8, line.replaced_by]


def records(page: Compared) -> list[dict[str, Any]]:
    """The same as the API says it."""
    return [
        {
            "main_point": line.id,
            "reference": line.reference,
            "status": line.point.status,
            "replaced_by": line.replaced_by or None,
            "rounds": [_record(cell) for cell in line.cells if cell],
        }
        for line in page.lines
    ]


def _record(cell: Cell) -> dict[str, Any]:
    one = cell.known
    codes = [one.edition.level_by_rank[rank].code for rank in sorted(one.ranks)]
    return {
        "inspection": one.inspection_ref,
        "published_on": one.on,
        "edition": one.edition_code,
        "level": codes[0] if len(codes) == 1 else None,
        "level_set": codes if len(codes) > 1 else None,
        "non_grade": one.value.code if isinstance(one.value, NotGraded) else None,
        "change": None
        if cell.change is None
        else {"min": cell.change.low, "max": cell.change.high},
        "other_scale": cell.other_scale,
        "decision": one.decision or None,
        "success_factors": list(one.factors),
    }
