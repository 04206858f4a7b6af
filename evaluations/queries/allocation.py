"""Who does what on an inspection, and how far each person is."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count

from evaluations.access import inspection_for, levels_visible, parties, place_on_team
from evaluations.access.case_material import CaseAccess, PurposeNeeded, case_material_of
from evaluations.access.samples import keeps_sample, leads_sample, why_not_now
from evaluations.models import (
    Evidence,
    IndicatorAllocation,
    Inspection,
    MemberView,
    RecordReading,
    SampledCase,
    TeamMember,
)
from evaluations.operations.reading_log import note_read
from evaluations.queries.people import RUNNING
from evaluations.rules.life import Party
from evaluations.terms import CaseCategory, ReadHow, TeamRole
from indicators.queries import edition_document, indicator_ids
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the work is a person's, and how much of it is done: counts, never content.

    ``views`` are own views given; ``read`` the cases of which they have read some records.
    """

    id: str
    name: str
    role_label: str
    indicators: int
    evidence: int
    views: int
    cases: int
    read: int


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator and the people who look after it: a flag for each member, in their order."""

    code: str
    title: str
    given: Sequence[tuple[str, str, bool]]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A sampled case by its pseudonym, and the opaque id of who reads it, empty for nobody."""

    id: str
    pseudonym: str
    category: str
    reader: str


@dataclass(frozen=True, slots=True)
class AllocationPage:
    """``cases`` is None for whoever may not read case-level material."""

    inspection: Inspection
    rows: list[Row]
    shares: list[Share]
    cases: list[CaseRow] | None
    may_allocate: bool
    may_give_cases: bool

    @property
    def unallocated(self) -> list[str]:
        """Codes that nobody looks after."""
        return [row.code for row in self.rows if not any(flag for *_who, flag in row.given)]


def allocation_page(actor: Actor, reference: str, *, with_cases: bool = True) -> AllocationPage:
    """Who does what: for the team, whoever plans and whoever sees evaluations before publication.
    ``with_cases`` names the cases where they may be read, and notes the reading.

    Raises NotFound. A dozen statements, however many people, indicators and cases.
    """
    inspection = inspection_for(actor, reference)
    place = place_on_team(actor, inspection)
    who = parties(actor, place)
    if not (who & {Party.LEAD, Party.PLANNER} or levels_visible(actor, inspection, place)):
        raise NotFound
    team = _team(inspection)
    given = _given(inspection)
    access = _case_access(actor, inspection) if with_cases else None
    cases = list(SampledCase.objects.filter(inspection=inspection, withdrawn_at__isnull=True))
    if access is not None:
        note_read(access, "sampled-case", [one.pk for one in cases], ReadHow.PAGE)
    return AllocationPage(
        inspection=inspection,
        rows=_rows(inspection, team, given),
        shares=_shares(inspection, team, given, cases),
        cases=None if access is None else [_case(one) for one in cases],
        may_allocate=bool(who & {Party.LEAD, Party.PLANNER}) and inspection.status in RUNNING,
        may_give_cases=_gives_cases(access),
    )


def _team(inspection: Inspection) -> list[TeamMember]:
    rows = TeamMember.objects.filter(inspection=inspection, recused_at__isnull=True)
    order = list(TeamRole)
    return sorted(
        rows.select_related("membership__user"),
        key=lambda one: (order.index(TeamRole(one.role)), one.membership.user.display_name),
    )


def _given(inspection: Inspection) -> set[tuple[int, int]]:
    rows = IndicatorAllocation.objects.filter(inspection=inspection)
    return set(rows.values_list("indicator_id", "membership_id"))


def _rows(
    inspection: Inspection, team: Sequence[TeamMember], given: Collection[tuple[int, int]]
) -> list[Row]:
    numbers = indicator_ids(inspection.edition_id)
    return [
        Row(
            code=one.code,
            title=one.short_title or one.title,
            given=[
                (
                    ids.encode("person", member.membership_id),
                    member.membership.user.display_name,
                    (numbers[one.code], member.membership_id) in given,
                )
                for member in team
            ],
        )
        for one in edition_document(inspection.edition_id).indicators
        if one.graded
    ]


def _case_access(actor: Actor, inspection: Inspection) -> CaseAccess | None:
    try:
        return case_material_of(actor, inspection)
    except (NotFound, PurposeNeeded):
        return None


def _gives_cases(access: CaseAccess | None) -> bool:
    if access is None or why_not_now(access.inspection.status):
        return False
    return leads_sample(access) and keeps_sample(access)


def _case(one: SampledCase) -> CaseRow:
    return CaseRow(
        id=ids.encode("sampled-case", one.pk),
        pseudonym=one.pseudonym,
        category=str(CaseCategory(one.category).label),
        reader=ids.encode("person", one.reader_id) if one.reader_id else "",
    )


def _shares(
    inspection: Inspection,
    team: Sequence[TeamMember],
    given: Collection[tuple[int, int]],
    cases: Sequence[SampledCase],
) -> list[Share]:
    indicators = Counter(member for _indicator, member in given)
    reading = Counter(one.reader_id for one in cases)
    entered = _counted(Evidence.objects.filter(inspection=inspection, withdrawn_at__isnull=True))
    views = _counted(MemberView.objects.filter(inspection=inspection, given_at__isnull=False))
    read = _counted(
        RecordReading.objects.filter(sampled_case__inspection=inspection), "sampled_case_id"
    )
    return [
        Share(
            id=ids.encode("person", one.membership_id),
            name=one.membership.user.display_name,
            role_label=str(TeamRole(one.role).label),
            indicators=indicators[one.membership_id],
            evidence=entered.get(one.membership_id, 0),
            views=views.get(one.membership_id, 0),
            cases=reading[one.membership_id],
            read=read.get(one.membership_id, 0),
        )
        for one in team
    ]


def _counted(rows: Any, what: str = "id") -> dict[int, int]:
    """How many of these rows each person has."""
    counted = rows.order_by().values_list("membership_id")
    return dict(counted.annotate(number=Count(what, distinct=True)))
