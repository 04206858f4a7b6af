"""When a report may be released, to the minute, and which version was in force on a day."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

FURTHEST = timedelta(days=366)
"""A release is planned at most so far ahead."""
MOST_EARLY_READERS = 50


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The minute that clocks in ``zone`` show on this day. Of an hour that comes twice, the first.

    Raises ValueError for a minute that the clocks leave out.
    """
    said = datetime.combine(day, at.replace(second=0, microsecond=0, fold=0), tzinfo=zone)
    back = said.astimezone(ZoneInfo("UTC")).astimezone(zone)
    if back.replace(tzinfo=None) != said.replace(tzinfo=None):
        raise ValueError(
            "The clocks go forward past this minute on this day. Choose another minute."
        )
    return said


def why_not_at(at: datetime, now: datetime) -> str:
    """Why a release cannot be planned for this instant; empty when it can."""
    if at <= now:
        return "This minute has passed. Choose a later one, or release the report now."
    if at - now > FURTHEST:
        return "A release is planned at most a year ahead."
    return ""


def why_not_early(from_at: datetime, release_at: datetime) -> str:
    """Why an early reader cannot begin to read then; empty when they can."""
    if from_at >= release_at:
        return "An early reader reads before the release. Choose an earlier minute."
    return ""


def version_on(versions: Iterable[tuple[int, date]], day: date) -> int | None:
    """The number of the version in force on a day, of (number, published on); None before any."""
    return max((number for number, on in versions if on <= day), default=None)
