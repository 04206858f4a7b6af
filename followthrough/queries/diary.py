"""The diary of a committee as its link inspector keeps it, and the brief before a meeting."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import F, Q
from django.utils import timezone

from areas.queries import areas_as_at, areas_of_committees, members_in_role, partners_of
from followthrough.access.diary import committee_kept
from followthrough.access.self_evaluations import Inside
from followthrough.models import ActionPlan, Contact, HandOver, PlannedAction
from followthrough.queries.self_evaluations import SelfLine, self_lines
from followthrough.queries.standing import Group, Narrowed, Standing, standings
from followthrough.terms import ActionState, ContactKind
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids

MOST = 500
"""How many entries a diary shows, the newest."""
LAST = 3
"""How many of the last contacts a brief tells."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. ``question``: the committee asked it; ``coming``: planned, and not cancelled."""

    contact: Contact
    id: str
    question: bool
    coming: bool

    @property
    def waits(self) -> bool:
        """A question without an answer yet."""
        return self.question and self.contact.answered_at is None


@dataclass(frozen=True, slots=True)
class Diary:
    """``coming`` soonest first, ``held`` newest first, with questions among them."""

    inside: Inside
    coming: list[Entry]
    held: list[Entry]
    hand_overs: list[HandOver]
    improves: bool
    """Whether the committee shows its improvement plan."""

    @property
    def waiting(self) -> int:
        return sum(one.waits for one in self.held)


@dataclass(frozen=True, slots=True)
class Brief:
    """What to know before meeting a committee. ``actions`` are the open ones by point (a row)."""

    inside: Inside
    areas: list[str]
    partners: list[Any]
    groups: list[tuple[Group, list[tuple[Standing, list[PlannedAction]]]]]
    plans: list[ActionPlan]
    last: list[Entry]
    coming: list[Entry]
    waiting: list[Entry]
    selves: list[SelfLine]
    today: date

    @property
    def open(self) -> int:
        return sum(len(rows) for _, rows in self.groups)


def is_question(contact: Contact) -> bool:
    """Whether a partner of the committee asked it. One statement unless it is known already."""
    known = getattr(contact, "asked_by_partner", None)
    if known is None:
        known = Contact.objects.filter(_ASKED, pk=contact.pk).exists()
    return bool(known)


_ASKED = Q(kind=ContactKind.WRITING, membership__partner_of__committee=F("committee"))


def contacts_of(committee: int, today: date) -> list[Entry]:
    """The newest entries of a committee's diary, newest first. Two statements."""
    rows = Contact.objects.filter(committee_id=committee).select_related(
        "membership__user", "answered_by__user"
    )
    asked = set(Contact.objects.filter(_ASKED, committee_id=committee).values_list("pk", flat=True))
    return [
        Entry(
            contact=one,
            id=ids.encode("contact", one.pk),
            question=one.pk in asked,
            coming=not one.said and not one.cancelled_why and one.on >= today,
        )
        for one in rows.order_by("-on", "-id")[:MOST]
    ]


def diary(actor: Actor, committee: str) -> Diary:
    """A constant number of statements. Raises NotFound for who does not follow the committee."""
    inside = committee_kept(actor, committee)
    entries = contacts_of(inside.committee.pk, timezone.localdate())
    overs = HandOver.objects.filter(committee_id=inside.committee.pk).select_related(
        "from_membership__user", "to_membership__user"
    )
    return Diary(
        inside=inside,
        coming=[one for one in reversed(entries) if one.coming],
        held=[one for one in entries if not one.coming],
        hand_overs=list(overs[:LAST]),
        improves=ActionPlan.objects.filter(
            committee_id=inside.committee.pk, sent_at__isnull=False
        ).exists(),
    )


def brief(actor: Actor, committee: str) -> Brief:
    """A constant number of statements, whatever the number of points. Raises NotFound."""
    inside = committee_kept(actor, committee)
    today, row = timezone.localdate(), inside.committee.pk
    points = standings(Narrowed(committees=[row]))
    entries = contacts_of(row, today)
    mine = {ids.encode("area", one) for one in areas_of_committees([row], today)}
    plans = ActionPlan.objects.filter(inspection_id__in={one.inspection for one in points})
    return Brief(
        inside=inside,
        areas=[one.name for one in areas_as_at(today) if one.id in mine],
        partners=[one for one in partners_of(inside.committee, today) if one.now],
        groups=_grouped(points),
        plans=list(plans.select_related("inspection__area").order_by("inspection_id")),
        last=[one for one in entries if one.contact.said and not one.question][:LAST],
        coming=[one for one in reversed(entries) if one.coming],
        waiting=[one for one in entries if one.waits],
        selves=self_lines(inside),
        today=today,
    )


def _grouped(
    points: list[Standing],
) -> list[tuple[Group, list[tuple[Standing, list[PlannedAction]]]]]:
    open_ones = PlannedAction.objects.filter(
        point_id__in=[one.point for one in points], plan__sent_at__isnull=False
    ).exclude(state__in=[ActionState.DONE, ActionState.DROPPED])
    actions: dict[int, list[PlannedAction]] = {}
    for one in open_ones.order_by("due_on", "number"):
        actions.setdefault(one.point_id, []).append(one)
    return [
        (group, [(one, actions.get(one.point, [])) for one in rows])
        for group, rows in groupby(points, key=lambda one: one.group)
    ]


def successors(inside: Inside) -> list[tuple[str, str]]:
    """Whom a committee can be handed to: opaque id and name."""
    return members_in_role(Role.LINK_INSPECTOR)


def contact_record(one: Contact, question: bool | None = None) -> dict[str, Any]:
    """An entry as data; ``question``: known already."""
    return {
        "id": ids.encode("contact", one.pk),
        "committee": ids.encode("committee", one.committee_id),
        "kind": one.kind,
        "on": one.on,
        "at_time": one.at_time,
        "place": one.place,
        "with_posts": one.with_posts,
        "about": one.about,
        "said": one.said,
        "cancelled_why": one.cancelled_why,
        "question": is_question(one) if question is None else question,
        "answer": one.answer,
        "answered_at": one.answered_at,
        "version": one.version,
    }


def hand_over_record(one: HandOver) -> dict[str, Any]:
    """A hand-over as data."""
    before = one.from_membership_id
    return {
        "id": ids.encode("hand-over", one.pk),
        "committee": ids.encode("committee", one.committee_id),
        "from_person": ids.encode("person", before) if before else None,
        "to_person": ids.encode("person", one.to_membership_id),
        "on": one.on,
        "summary": one.summary,
        "stood": one.stood,
        "at": one.at,
    }
