"""Who is to be reminded of what today, by the inspectorate's rules. Nothing is sent here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from areas.queries import links_by_committee, partners_by_committee
from followthrough.models import ActionPlan, FollowingRules, PointReminder, ReminderRule
from followthrough.queries.following_rules import rules_here
from followthrough.queries.standing import Group, Narrowed, Standing, standings
from followthrough.rules.reminding import Rule, occasion, spoken, usual
from followthrough.terms import ReminderAbout, ReminderTo
from inspectorate.accounts.queries import members_who_may
from inspectorate.accounts.terms import Permission


@dataclass(frozen=True, slots=True)
class Due:
    """One person to be reminded of one thing. ``subject`` and ``for_on`` as in models.PointReminder;
    ``point`` None when it is the plan that is asked for."""

    member: int
    about: ReminderAbout
    subject: str
    point: int | None
    for_on: date
    standing: Standing


def reminder_rules(clocks: FollowingRules) -> list[Rule]:
    """The inspectorate's active rules; the usual ones while it has no row at all."""
    rows = list(ReminderRule.objects.all())
    if not rows:
        return list(usual(clocks.silent_days))
    return [
        Rule(ReminderAbout(one.about), one.days, one.every, ReminderTo(one.to))
        for one in rows
        if one.active
    ]


def reminders_due(today: date) -> list[Due]:
    """What is due to be said on a day and was not said yet, by person, the most urgent first. A fixed
    number of statements, whatever the number of points."""
    clocks = rules_here()
    rules = reminder_rules(clocks)
    found = standings(Narrowed(), on=today)
    committees = {one for standing in found for one in standing.committees}
    people = {
        ReminderTo.PARTNERS: partners_by_committee(committees, today),
        ReminderTo.LINK: links_by_committee(committees, today),
        ReminderTo.POST: _named_post(found, clocks),
    }
    plans = _plans(found)
    each: dict[tuple[str, str, int, date], Due] = {}
    for standing in found:
        subject = _subject(standing, plans)
        for about, to, day in _said(standing, rules, clocks, today):
            for member in _members(standing, to, people, clocks):
                point = None if standing.due_is_plan and about not in _OF_POINTS else standing.point
                named = subject if point is None else f"point-{standing.point}"
                due = Due(member, about, named, point, day, standing)
                each.setdefault((named, str(about), member, day), due)
    return _not_said(list(each.values()))


_OF_POINTS = (ReminderAbout.SILENT,)


def _said(
    standing: Standing, rules: Sequence[Rule], clocks: FollowingRules, today: date
) -> Iterator[tuple[ReminderAbout, ReminderTo, date]]:
    """What the rules say of one point today, to whom, and for which day."""
    if standing.listed or standing.group == Group.READY:
        return
    about, start = _kind(standing, today)
    for rule in spoken(rules, about) if start else ():
        day = occasion(rule, start, today) if start else None
        if day:
            yield about, rule.to, day
    if standing.group == Group.LATE and standing.due_on:
        day = standing.due_on + timedelta(days=clocks.escalation_days)
        if day <= today:
            yield ReminderAbout.ESCALATED, ReminderTo.POST, day


def _kind(standing: Standing, today: date) -> tuple[ReminderAbout, date | None]:
    """What may be said of a point, and the day that it counts from. Late says more than silent."""
    if standing.group == Group.LATE:
        return ReminderAbout.OVERDUE, standing.due_on
    if standing.due_on == today:
        return ReminderAbout.DUE, standing.due_on
    if standing.group == Group.SILENT:
        return ReminderAbout.SILENT, standing.heard_on
    return ReminderAbout.BEFORE_DUE, standing.due_on


NOBODYS = 0
"""Under this key: who hears of a point that no committee answers for, once nobody else would."""


def _named_post(found: Sequence[Standing], clocks: FollowingRules) -> dict[int, list[int]]:
    """The named post, who hears as well of points that no committee answers for (theirs was dissolved
    and nobody followed it); without a named post those who plan inspections hear of these."""
    if clocks.escalate_to_id:
        return {NOBODYS: [clocks.escalate_to_id]}
    orphaned = any(not one.committees for one in found)
    return {NOBODYS: members_who_may(Permission.PLAN_INSPECTIONS)} if orphaned else {}


def _members(
    standing: Standing,
    to: ReminderTo,
    people: dict[ReminderTo, dict[int, list[int]]],
    clocks: FollowingRules,
) -> set[int]:
    if not standing.committees:
        return set(people[ReminderTo.POST].get(NOBODYS, []))
    if to == ReminderTo.POST:
        return {clocks.escalate_to_id} if clocks.escalate_to_id else set()
    return {member for one in standing.committees for member in people[to].get(one, [])}


def _plans(found: Sequence[Standing]) -> dict[int, int]:
    wanted = {one.inspection for one in found if one.due_is_plan and one.due_on}
    rows = ActionPlan.objects.filter(inspection_id__in=wanted)
    return dict(rows.values_list("inspection_id", "pk"))


def _subject(standing: Standing, plans: dict[int, int]) -> str:
    if standing.due_is_plan and standing.inspection in plans:
        return f"plan-{plans[standing.inspection]}"
    return f"point-{standing.point}"


def _not_said(found: list[Due]) -> list[Due]:
    rows = PointReminder.objects.filter(
        subject__in={one.subject for one in found}, asked_by__isnull=True
    )
    said = set(rows.values_list("subject", "about", "membership_id", "for_on"))
    return [one for one in found if (one.subject, one.about, one.member, one.for_on) not in said]
