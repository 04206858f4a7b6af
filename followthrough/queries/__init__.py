"""What pages, endpoints and other apps read of main points for action."""

from followthrough.queries.following_rules import rules_here
from followthrough.queries.points import (
    POINTS,
    PROGRESS,
    Judged,
    PointFilters,
    PointPage,
    PointRow,
    Tally,
    judgements,
    point_record,
    point_rows,
    points_standing,
    progress_record,
    reference_of,
    tally,
    value_codes,
)
from followthrough.queries.standing import (
    Group,
    Narrowed,
    Standing,
    standing_counts,
    standings,
)

__all__ = [
    "POINTS",
    "PROGRESS",
    "Group",
    "Judged",
    "Narrowed",
    "PointFilters",
    "PointPage",
    "PointRow",
    "Standing",
    "Tally",
    "judgements",
    "point_record",
    "point_rows",
    "points_standing",
    "progress_record",
    "reference_of",
    "rules_here",
    "standing_counts",
    "standings",
    "tally",
    "value_codes",
]
