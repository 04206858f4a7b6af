"""Every indicator of an inspection by kind of source, what is missing, and whether it is complete."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evaluations.access import on_it_today
from evaluations.queries.completeness import found_of
from evaluations.queries.recording import Line, RecordingPage, recording_page
from evaluations.queries.tallies import Tallies, Tally, lead_of, tallies
from evaluations.queries.triangulation import gap_in_words, triangulations
from evaluations.queries.views import TeamViews, views_of
from evaluations.rules.completeness import Finding, Kind
from evaluations.rules.triangulation import (
    NOTHING,
    WELL_SPREAD,
    GapKind,
    Triangulation,
    shade,
)
from evaluations.terms import LevelOfService, SourceKind
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids

GAP_ICONS = {
    GapKind.NO_EVIDENCE: "todo",
    GapKind.ONE_KIND: "look",
    GapKind.NO_STAKEHOLDER_VIEWS: "look",
    GapKind.OUTCOMES_NOT_COVERED: "out",
    GapKind.OUTCOMES_ON_ONE_PIECE: "out",
}


@dataclass(frozen=True)
class MatrixRow:
    """One indicator. ``cells``: (pieces, shade, name) by kind of source; ``levels``: (letter, label,
    covered) by level of service; ``say`` and ``icon``: what is missing, or that it is ready."""

    line: Line
    tally: Tally
    rests_on: Triangulation
    cells: tuple[tuple[int, int, str], ...]
    levels: tuple[tuple[str, str, bool], ...]
    views: TeamViews
    say: str
    icon: str

    @property
    def kinds(self) -> int:
        return len(self.rests_on.kinds)

    @property
    def covered(self) -> str:
        """The levels of service that are covered, in words."""
        return ", ".join(label.lower() for _letter, label, there in self.levels if there) or _(
            "none"
        )


@dataclass(frozen=True)
class MatrixPage:
    """``findings``: what must be settled and what is good to know. ``named``: this reader may see
    which sampled cases are meant. ``lead``: the lead inspector's name, empty without one."""

    base: RecordingPage
    lead: str
    tally: Tally
    sections: tuple[tuple[str, str, tuple[MatrixRow, ...]], ...]
    sources: tuple[str, ...]
    totals: tuple[tuple[int, str], ...]
    findings: list[Finding]
    named: bool

    @property
    def rows(self) -> list[MatrixRow]:
        return [row for _code, _title, rows in self.sections for row in rows]

    @property
    def well_spread(self) -> int:
        return sum(row.kinds >= WELL_SPREAD for row in self.rows)

    @property
    def on_one_kind(self) -> int:
        return sum(row.kinds == 1 for row in self.rows)

    @property
    def contrary(self) -> int:
        return sum(row.rests_on.contrary for row in self.rows)

    @property
    def must(self) -> list[Finding]:
        return [one for one in self.findings if one.must]

    @property
    def to_know(self) -> list[Finding]:
        return [one for one in self.findings if not one.must]

    @property
    def none_demands_point(self) -> bool:
        """Whether every indicator has a value, and none of them needs a main point for action."""
        kinds = {one.kind for one in self.findings}
        return not kinds & {Kind.DEMANDS_POINT, Kind.NO_VALUE}


def matrix_page(actor: Actor, inspection: str) -> MatrixPage:
    """The matrix and what is found, as ``actor`` may see them. Raises NotFound for whom the
    evaluations as they stand are not. Eleven statements, however much evidence there is."""
    base = recording_page(actor, inspection)
    rests_on = triangulations(base.inspection.pk)
    codes = [line.indicator.code for line in base.lines]
    views = views_of(actor, base.inspection, base.place, codes, base.agreed)
    found = found_of(base.inspection, base.edition, base.parts, rests_on, views)
    counted = tallies(base.inspection.pk)
    return MatrixPage(
        base=base,
        lead=lead_of(base.inspection.pk),
        tally=counted.all,
        sections=_sections(base, rests_on, views, counted),
        sources=tuple(str(one.label) for one in SourceKind),
        totals=tuple(
            (sum(one.of_source(source.value) for one in rests_on.values()), str(source.label))
            for source in SourceKind
        ),
        findings=found,
        named=on_it_today(base.place) or actor.membership_id is None,
    )


def _sections(
    base: RecordingPage,
    rests_on: dict[str, Triangulation],
    views: dict[str, TeamViews],
    counted: Tallies,
) -> tuple[tuple[str, str, tuple[MatrixRow, ...]], ...]:
    """Every section that has indicators, with its rows."""
    most = max(
        (found.of_source(one.value) for found in rests_on.values() for one in SourceKind), default=0
    )

    def rows(lines: Sequence[Line]) -> tuple[MatrixRow, ...]:
        return tuple(
            _row(one, rests_on.get(one.indicator.code, NOTHING), views, most, counted)
            for one in lines
        )

    return tuple((part.code, part.title, rows(part.lines)) for part in base.parts if part.lines)


def _row(
    line: Line,
    rests_on: Triangulation,
    views: dict[str, TeamViews],
    most: int,
    counted: Tallies,
) -> MatrixRow:
    seen = views[line.indicator.code]
    say, icon = _missing(line, rests_on, seen)
    counts = [(rests_on.of_source(one.value), str(one.label)) for one in SourceKind]
    return MatrixRow(
        line=line,
        tally=counted.of(line.indicator.code),
        rests_on=rests_on,
        cells=tuple((count, shade(count, most), name) for count, name in counts),
        levels=tuple(
            (str(one.label)[:1], str(one.label), one.value in rests_on.levels)
            for one in LevelOfService
        ),
        views=seen,
        say=say,
        icon=icon,
    )


def _missing(line: Line, rests_on: Triangulation, views: TeamViews) -> tuple[str, str]:
    """The one thing that is said of an indicator: its gravest gap, whose view is missing, or that it
    is ready."""
    gaps = rests_on.gaps
    reason = line.has_single_source_reason and gaps and gaps[0].kind is GapKind.ONE_KIND
    if gaps and not reason and (line.value is None or gaps[0].kind in _MUST):
        return gap_in_words(gaps[0]), GAP_ICONS[gaps[0].kind]
    missing = sum(not one.given for one in views.givers)
    if line.value is None and missing:
        said = ngettext("Level not given by %d", "Level not given by %d", missing) % missing
        return said, "clock"
    if line.value is not None and not line.has_rationale:
        return _("No rationale"), "look"
    if line.value is not None:
        return _("Ready for moderation"), "agreed"
    return _("Every view given, not agreed"), "half"


_MUST = {GapKind.NO_EVIDENCE, GapKind.ONE_KIND}


def matrix_record(page: MatrixPage) -> dict[str, Any]:
    """The matrix as the API says it."""
    return {
        "inspection": ids.encode("inspection", page.base.inspection.pk),
        "indicators": [
            {
                "code": row.line.indicator.code,
                "pieces": row.rests_on.pieces,
                "by_source_kind": {
                    one.value: row.rests_on.of_source(one.value) for one in SourceKind
                },
                "levels_of_service": list(row.rests_on.levels),
                "contrary": row.rests_on.contrary,
                "gaps": [gap.kind.value for gap in row.rests_on.gaps],
                "agreed": row.line.value is not None,
            }
            for row in page.rows
        ],
    }


def as_list(rows: Sequence[MatrixRow]) -> list[list[Any]]:
    """The matrix as a table to take along: a heading, then a line for each indicator."""
    heading = [_("Code"), _("Quality indicator"), *(str(one.label) for one in SourceKind)]
    heading += [_("Pieces"), _("Sampled cases"), _("Of them read")]
    heading += [_("Kinds"), _("Levels of service"), _("Contrary"), _("What is missing")]
    lines = [
        [
            row.line.indicator.code,
            row.line.indicator.title,
            *(count for count, _shade, _name in row.cells),
            row.tally.pieces,
            row.tally.cases,
            row.tally.read,
            row.kinds,
            row.covered,
            row.rests_on.contrary,
            row.say,
        ]
        for row in rows
    ]
    return [heading, *lines]
