"""From a person and a reference to main points, plans and committees; the only way to one."""

from followthrough.access.committees import (
    answered_committees,
    answers,
    committee_answered,
    committee_followed,
    followed_committees,
    follows,
    owners_of,
    point_answered,
    point_followed,
    sees_inside,
)
from followthrough.access.places import (
    FOR_PARTNERS,
    FOR_THE_LINK_INSPECTOR,
    Place,
    place_at,
    placed,
    read_inside,
    to_answer,
    to_follow,
)
from followthrough.access.points import OUT, point_by_id, visible, visible_sql

__all__ = [
    "FOR_PARTNERS",
    "FOR_THE_LINK_INSPECTOR",
    "OUT",
    "Place",
    "answered_committees",
    "answers",
    "committee_answered",
    "committee_followed",
    "followed_committees",
    "follows",
    "owners_of",
    "place_at",
    "placed",
    "point_answered",
    "point_by_id",
    "point_followed",
    "read_inside",
    "sees_inside",
    "to_answer",
    "to_follow",
    "visible",
    "visible_sql",
]
