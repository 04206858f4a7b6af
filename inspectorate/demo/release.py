"""A report that is approved and waits for its minute, with one early reader: fictional, made once.

The minute is some days ahead of the day on which the demonstration is loaded; then it is released.
"""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from evaluations.models import AccuracyRound, Inspection, Release
from evaluations.operations.accuracy import return_comments, send_draft, settle_round
from evaluations.operations.early_readers import add_early_reader
from evaluations.operations.releases import approve_release
from evaluations.rules.releases import instant
from inspectorate.accounts.people import Actor
from inspectorate.demo import moderation
from inspectorate.demo.accuracy import (
    CHAIR,
    LEAD,
    WORKING_DAYS,
    acting,
    acting_as,
    discuss,
    evaluated,
    put_on_team,
    signed_off,
)
from inspectorate.demo.report import write_report
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate

AREA = "A15"
DAYS_AGO, DAYS_AHEAD, AT = 140, 6, time(9, 30)
FRIDAY = 5
READER = (
    "Catriona Bell",
    "Private secretary to the Minister (fictional)",
    "catriona.bell@government.example",
)


def load(system: Actor) -> None:
    """In the open scope, after the part on factual accuracy, whose partners answer here too."""
    if Release.objects.exists():
        return
    people = acting()
    lead, chair = people[LEAD], people[CHAIR]
    inspection = evaluated(system, AREA, days_ago=DAYS_AGO)
    put_on_team(system, inspection)
    acting_as(lead, lambda: write_report(lead, _found(inspection)))
    signed_off(system, inspection)
    acting_as(lead, lambda: _send(lead, inspection))
    acting_as(chair, lambda: _nothing_to_correct(chair, inspection))
    acting_as(lead, lambda: _settle(lead, inspection))
    tom = moderation.as_member(system, moderation.TOM)
    acting_as(tom, lambda: _plan(tom, inspection))


def _found(inspection: str) -> Inspection:
    found: Inspection = Inspection.objects.select_related("area").get(
        pk=ids.decode("inspection", inspection)
    )
    return found


def _round(inspection: str) -> AccuracyRound:
    found: AccuracyRound = AccuracyRound.objects.get(inspection=_found(inspection))
    return found


def _send(lead: Actor, inspection: str) -> None:
    discuss(lead, inspection, timezone.localdate() - timedelta(days=40), "Westray Hall (fictional)")
    version = _found(inspection).version
    send_draft(actor=lead, inspection=inspection, based_on=version, working_days=WORKING_DAYS)


def _nothing_to_correct(chair: Actor, inspection: str) -> None:
    return_comments(
        actor=chair,
        inspection=inspection,
        based_on=_round(inspection).version,
        covering_note="All services have read the draft. There is nothing to correct.",
        nothing_to_correct=True,
    )


def _settle(lead: Actor, inspection: str) -> None:
    settle_round(actor=lead, inspection=inspection, based_on=_round(inspection).version)


def _plan(tom: Actor, inspection: str) -> None:
    zone = ZoneInfo(Inspectorate.objects.get(pk=tom.inspectorate_id).time_zone)
    day = timezone.localdate() + timedelta(days=DAYS_AHEAD)
    day += timedelta(days=(8 - day.isoweekday()) if day.isoweekday() > FRIDAY else 0)
    release = approve_release(
        actor=tom,
        inspection=inspection,
        based_on=_found(inspection).version,
        at=instant(day, AT, zone),
        reason="On the morning of the partnership’s own announcement.",
    )
    name, post, email = READER
    add_early_reader(
        actor=tom,
        inspection=inspection,
        release=ids.encode("release", release.pk),
        name=name,
        post=post,
        email=email,
    )
