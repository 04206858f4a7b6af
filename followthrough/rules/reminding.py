"""When somebody is reminded of a main point or a plan: plain values, without a database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from followthrough.terms import ReminderAbout, ReminderTo

GRACE = 3
"""Days for which a reminder that could not be sent on its day is still sent."""


@dataclass(frozen=True, slots=True)
class Rule:
    """See models.ReminderRule. ``days`` count from the due day, or from the last word heard."""

    about: ReminderAbout
    days: int
    every: int
    to: ReminderTo


def usual(silent_days: int) -> tuple[Rule, ...]:
    """The rules of an inspectorate that has none of its own."""
    return (
        Rule(ReminderAbout.BEFORE_DUE, 14, 0, ReminderTo.PARTNERS),
        Rule(ReminderAbout.DUE, 0, 0, ReminderTo.PARTNERS),
        Rule(ReminderAbout.OVERDUE, 7, 14, ReminderTo.PARTNERS),
        Rule(ReminderAbout.OVERDUE, 7, 14, ReminderTo.LINK),
        Rule(ReminderAbout.SILENT, silent_days + 1, 30, ReminderTo.PARTNERS),
        Rule(ReminderAbout.SILENT, silent_days + 1, 30, ReminderTo.LINK),
    )


BOUNDS = {
    "plan_working_days": (1, 400),
    "silent_days": (1, 1000),
    "soon_days": (1, 365),
    "stuck_reports": (1, 20),
    "escalation_days": (1, 365),
}
"""The clocks of following up, with the least and the most of each."""
LONGEST_POST = 150
ABOUT = (
    ReminderAbout.BEFORE_DUE,
    ReminderAbout.DUE,
    ReminderAbout.OVERDUE,
    ReminderAbout.SILENT,
)
"""What a rule may be about; the rest is asked by hand, or follows from the clocks."""
MOST_DAYS = 1000
MOST_EVERY = 365


def clock_faults(values: Mapping[str, int]) -> dict[str, str]:
    """What is wrong with the clocks, by name."""
    return {
        name: f"Use a whole number from {least} to {most}."
        for name, (least, most) in BOUNDS.items()
        if not least <= values[name] <= most
    }


def rule_faults(rule: Rule, *, silent_days: int, named_post: bool) -> dict[str, str]:
    """What is wrong with a rule, by field, given the clocks and whether a post is named."""
    faults: dict[str, str] = {}
    if rule.about not in ABOUT:
        faults["about"] = "Choose what the rule is about."
    on_the_day = rule.about == ReminderAbout.DUE
    if on_the_day and rule.days:
        faults["days"] = "On the day it is due there are no days to count. Use 0."
    elif not on_the_day and not 1 <= rule.days <= MOST_DAYS:
        faults["days"] = f"Use a whole number from 1 to {MOST_DAYS}."
    elif rule.about == ReminderAbout.SILENT and rule.days <= silent_days:
        faults["days"] = f"A point is silent after {silent_days} days. Use more than that."
    if not 0 <= rule.every <= MOST_EVERY:
        faults["every"] = f"Use a whole number from 0 (once) to {MOST_EVERY}."
    elif rule.every and rule.about in (ReminderAbout.BEFORE_DUE, ReminderAbout.DUE):
        faults["every"] = "This is said once. Use 0."
    if rule.to == ReminderTo.POST and not named_post:
        faults["to"] = "No person holds the named post yet. Name one with the clocks first."
    return faults


def occasion(rule: Rule, start: date, today: date) -> date | None:
    """The day for which this rule speaks today; None when it does not.

    ``start`` is the due day, or the day of the last word. It speaks on its day, or up to GRACE days
    later, so that an outage loses nothing and yesterday's rules do not all speak at once.
    """
    sign = -1 if rule.about == ReminderAbout.BEFORE_DUE else 1
    first = start + timedelta(days=sign * rule.days)
    since = (today - first).days
    if since < 0:
        return None
    repeats = rule.every > 0 and rule.about != ReminderAbout.BEFORE_DUE
    day = first + timedelta(days=since - since % rule.every) if repeats else first
    return day if (today - day).days <= GRACE else None


def spoken(rules: Sequence[Rule], about: ReminderAbout) -> list[Rule]:
    return [one for one in rules if one.about == about]
