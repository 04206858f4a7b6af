"""Discussion of findings: whom to ask, who was there, and which services still need a word of why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evaluations.terms import InspectionStatus as S

LONGEST_RECORD = 50_000
LONGEST_PLACE = 200
LONGEST_POST = 150
LONGEST_NOTE = 300
LONGEST_SERVICE = 40
MOST_ATTENDANCE = 60
MOST_MEETINGS = 20
RECORDED_IN = (S.FINDINGS_DISCUSSED, S.FACTUAL_ACCURACY)

USUAL_POSTS = {
    "education": "Director of education",
    "health": "Director of nursing",
    "police": "Divisional commander",
    "social-work": "Chief social work officer",
    "childrens-reporter": "Locality reporter manager",
    "third-sector": "Chief executive of the third sector interface",
}
SENIOR = "Head of service"
"""The post that is suggested for a service of the inspectorate's own."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One who was asked, by service (its code) and post, never by name. ``note`` says why not, when
    they were not there."""

    service: str
    post: str
    present: bool = True
    note: str = ""


def usual_seats(services: Iterable[str]) -> list[Seat]:
    """Who is usually asked: a senior representative of every service."""
    return [Seat(code, USUAL_POSTS.get(code, SENIOR)) for code in services]


def seats_fault(seats: Sequence[Seat], services: Iterable[str]) -> str:
    """What is wrong with an attendance; empty when nothing is."""
    known = set(services)
    if len(seats) > MOST_ATTENDANCE:
        return f"Name at most {MOST_ATTENDANCE} posts."
    if not seats:
        return "Name at least one post that was asked."
    if any(one.service not in known for one in seats):
        return "Choose one of the inspectorate’s services for every post."
    if any(not one.post.strip() for one in seats):
        return "Name the post of everybody who was asked."
    if len({(one.service, one.post.strip()) for one in seats}) < len(seats):
        return "The same post of a service is named twice."
    return ""


def unanswered(seats: Iterable[Seat], services: Mapping[str, str]) -> list[str]:
    """Codes of the services that were at no meeting and of which nobody has said why, in the order
    of ``services``. ``seats`` are those of all meetings."""
    answered = {one.service for one in seats if one.present or one.note.strip()}
    return [code for code in services if code not in answered]


def missing(seats: Iterable[Seat], services: Mapping[str, str]) -> list[str]:
    """Codes of the services that were at no meeting, whether somebody has said why or not."""
    there = {one.service for one in seats if one.present}
    return [code for code in services if code not in there]


def why_not_record(inspection: str) -> str:
    """Why no meeting can be recorded now; empty when one can."""
    if inspection in RECORDED_IN:
        return ""
    if inspection in {S.SUSPENDED, S.ABANDONED}:
        return f"The inspection is {inspection}."
    return "A meeting is recorded between moderation and publication."


def obstacles(meetings: int, seats: Iterable[Seat], services: Mapping[str, str]) -> list[str]:
    """What is to be settled before a draft goes to the partnership, in sentences."""
    if not meetings:
        return ["Record the meeting at which the findings were discussed with the services."]
    open_ones = [services[code] for code in unanswered(seats, services)]
    if not open_ones:
        return []
    return [
        f"Say in the record of the meeting why these services were not there: "
        f"{', '.join(open_ones)}."
    ]
