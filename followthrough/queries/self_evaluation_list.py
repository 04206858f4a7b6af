"""Self-evaluations of a committee as a list for other systems."""

from collections.abc import Sequence
from typing import Any

from followthrough.access.self_evaluations import Inside
from followthrough.rules.self_evaluation import FINISHED
from inspectorate.kernel import ids
from inspectorate.kernel.listing import Filter, Listing

_NAMES = (
    "committee",
    "area",
    "edition",
    "title",
    "on",
    "status",
    "finished_at",
    "consent_at",
    "version",
)


def _line(row: Sequence[Any]) -> dict[str, Any]:
    number, *rest = row
    record = {"id": ids.encode("self-evaluation", number), **dict(zip(_NAMES, rest, strict=True))}
    record["committee"] = ids.encode("committee", record["committee"])
    record["area"] = ids.encode("area", record["area"])
    return record


SELF_EVALUATIONS = Listing(
    source="followthrough_selfevaluation s join indicators_frameworkedition e "
    "on e.inspectorate_id = s.inspectorate_id and e.id = s.edition_id",
    key="s.id",
    scoped="s.inspectorate_id",
    columns={
        "committee": "s.committee_id",
        "area": "s.area_id",
        "edition": "e.code",
        "title": "s.title",
        "on": 's."on"',
        "status": "s.status",
        "finished_at": "s.finished_at",
        "consent_at": "s.consent_at",
        "version": "s.version",
    },
    make=_line,
    filters={
        "area": Filter("s.area_id = %s", lambda text: ids.decode("area", text)),
        "status": Filter("s.status = %s"),
    },
)


def visible_of(inside: Inside) -> tuple[str, Sequence[Any]]:
    """Those of a committee that this person sees: all for its partners, else the finished ones."""
    mine, values = "s.committee_id = %s", [inside.committee.pk]
    return (mine, values) if inside.answers else (f"{mine} and s.status = %s", [*values, FINISHED])
