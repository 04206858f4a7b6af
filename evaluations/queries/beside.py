"""What stands beside the scale on the recording page: the state of every indicator, what this one
rests on, its evidence, and the views of the team."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from evaluations.access import PurposeNeeded
from evaluations.access.case_material import CaseAccess, case_material_at
from evaluations.access.evidence import why_not_evidence
from evaluations.queries.evidence_beside import EvidencePage, case_choices, evidence_beside
from evaluations.queries.recording import Line, RecordingPage
from evaluations.queries.triangulation import gap_in_words, triangulations
from evaluations.queries.views import TeamViews, views_of
from evaluations.rules.triangulation import NOTHING, Triangulation, shade
from evaluations.terms import Bearing, LevelOfService, SourceKind
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound

DARKEST = 3
"""From this many pieces on, a cell of one indicator is drawn darkest."""
SHORT = {
    LevelOfService.LEADERSHIP: gettext_lazy("Leadership"),
    LevelOfService.DELIVERY: gettext_lazy("Delivery"),
    LevelOfService.OUTCOMES: gettext_lazy("Outcomes"),
}
"""Levels of service where there is room for one word."""
STATES = {
    "todo": ("todo", gettext_lazy("not started")),
    "half": ("", gettext_lazy("evidence, no level yet")),
    "given": ("mine", gettext_lazy("you have given your level")),
    "agreed": ("done", gettext_lazy("agreed by the team")),
    "look": ("warn", gettext_lazy("needs another look")),
}
"""Icon of a state, its tone and its words, for whoever does not see the icon."""


@dataclass(frozen=True)
class Item:
    """An indicator in the list at the left."""

    line: Line
    state: str
    pieces: int
    current: bool

    @property
    def tone(self) -> str:
        return STATES[self.state][0]

    @property
    def words(self) -> str:
        return str(STATES[self.state][1])


@dataclass(frozen=True)
class Column:
    """A kind of source: its pieces at each level of service; ``gap``: none at all, beside others."""

    label: str
    gap: bool


@dataclass(frozen=True)
class Row:
    """A level of service: (pieces, shade from 0 to 3, gap) for each kind of source."""

    label: str
    cells: tuple[tuple[int, int, bool], ...]


@dataclass(frozen=True)
class Beside:
    """``evidence`` None: not for this person, or (``purpose_needed``) not before they say why.
    ``not_evidence``: why they cannot add any, empty when they can."""

    sections: tuple[tuple[str, str, tuple[Item, ...]], ...]
    rests_on: Triangulation
    views: TeamViews
    access: CaseAccess | None
    evidence: EvidencePage | None
    purpose_needed: bool
    not_evidence: str
    cases: list[tuple[str, str]]
    given_to: list[str]

    @property
    def gaps(self) -> str:
        """The gaps as one line: ``No stakeholder views; outcomes rest on one piece``."""
        first, *others = [gap_in_words(gap) for gap in self.rests_on.gaps] or [""]
        return "; ".join([first, *(one[:1].lower() + one[1:] for one in others)])

    @property
    def columns(self) -> list[Column]:
        there = self.rests_on.kinds
        return [
            Column(str(one.label), bool(there) and one.value not in there) for one in SourceKind
        ]

    @property
    def rows(self) -> list[Row]:
        """The strip: levels of service by kinds of source."""
        there = self.rests_on.kinds
        rows = []
        for level in LevelOfService:
            counts = [self.rests_on.at(source.value, level.value) for source in SourceKind]
            cells = tuple(
                (count, shade(count, DARKEST), bool(there) and source.value not in there)
                for count, source in zip(counts, SourceKind, strict=True)
            )
            rows.append(Row(str(SHORT[level]), cells))
        return rows

    @property
    def counted(self) -> str:
        """``9 pieces: 4 strengths, 4 areas for improvement, 1 contrary``."""
        rests_on = self.rests_on
        if not rests_on.pieces:
            return _("none yet")
        strengths = rests_on.of_bearing(Bearing.STRENGTH)
        improve = rests_on.of_bearing(Bearing.IMPROVEMENT)
        parts = [
            ngettext("%d strength", "%d strengths", strengths) % strengths,
            ngettext("%d area for improvement", "%d areas for improvement", improve) % improve,
            _("%d contrary") % rests_on.contrary,
        ]
        said = ngettext("%d piece", "%d pieces", rests_on.pieces) % rests_on.pieces
        return f"{said}: {', '.join(parts)}"

    @property
    def not_started(self) -> int:
        return sum(item.state == "todo" for _code, _title, items in self.sections for item in items)


def beside(actor: Actor, page: RecordingPage, before: str = "") -> Beside:
    """Everything beside the scale. Five statements, however much evidence there is."""
    code = page.line.indicator.code
    codes = [line.indicator.code for line in page.lines]
    rests_on = triangulations(page.inspection.pk)
    views = views_of(actor, page.inspection, page.place, codes, page.agreed)
    access, purpose_needed = _access(actor, page)
    not_evidence = "".join(why_not_evidence(actor, page.inspection.status, page.place))
    names = {one.membership_id: one.name for one in views[code].givers}
    return Beside(
        sections=tuple(
            (part.code, part.title, tuple(_item(page, one, rests_on, views) for one in part.lines))
            for part in page.parts
        ),
        rests_on=rests_on.get(code, NOTHING),
        views=views[code],
        access=access,
        evidence=evidence_beside(access, page.line.indicator_id, before) if access else None,
        purpose_needed=purpose_needed,
        not_evidence=not_evidence,
        cases=case_choices(access) if access and not not_evidence else [],
        given_to=[names[one] for one in page.line.given_to if one in names],
    )


def _access(actor: Actor, page: RecordingPage) -> tuple[CaseAccess | None, bool]:
    try:
        return case_material_at(actor, page.inspection, page.place), False
    except PurposeNeeded:
        return None, True
    except NotFound:
        return None, False


def _item(page: RecordingPage, line: Line, rests_on: Any, views: dict[str, TeamViews]) -> Item:
    code = line.indicator.code
    found: Triangulation = rests_on.get(code, NOTHING)
    mine = views[code].mine
    return Item(
        line=line,
        state=_state(line, found, given=mine is not None and mine.given),
        pieces=found.pieces,
        current=line == page.line,
    )


def _state(line: Line, rests_on: Triangulation, *, given: bool) -> str:
    if line.value is not None:
        return "agreed"
    if rests_on.pieces and any(gap.grave for gap in rests_on.gaps):
        return "look"
    if given:
        return "given"
    return "half" if rests_on.pieces else "todo"
