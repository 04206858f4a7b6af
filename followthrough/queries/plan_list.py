"""Planned actions as a list for other systems."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from areas.queries import areas_behind, areas_of_committees
from followthrough.access.committees import answered_committees, followed_committees
from followthrough.rules.plans import KNOWN
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.listing import Filter, Listing

_NAMES = (
    "inspection",
    "main_point",
    "number",
    "text",
    "lead_post",
    "services",
    "due_on",
    "resources",
    "measure",
    "known_by",
    "state",
    "state_reason",
    "done_on",
    "version",
)


def _action(row: Sequence[Any]) -> dict[str, Any]:
    number, *rest = row
    record = {"id": ids.encode("action", number), **dict(zip(_NAMES, rest, strict=True))}
    record["inspection"] = ids.encode("inspection", record["inspection"])
    record["main_point"] = ids.encode("point", record["main_point"])
    return record


ACTIONS = Listing(
    source="followthrough_plannedaction k join followthrough_actionplan n "
    "on n.inspectorate_id = k.inspectorate_id and n.id = k.plan_id "
    "join evaluations_inspection i "
    "on i.inspectorate_id = n.inspectorate_id and i.id = n.inspection_id",
    key="k.id",
    scoped="k.inspectorate_id",
    columns={
        "inspection": "n.inspection_id",
        "main_point": "k.point_id",
        **{name: f"k.{name}" for name in _NAMES[2:]},
    },
    make=_action,
    filters={
        "inspection": Filter("n.inspection_id = %s", lambda text: ids.decode("inspection", text)),
        "main_point": Filter("k.point_id = %s", lambda text: ids.decode("point", text)),
        "state": Filter("k.state = %s"),
    },
)


def actions_visible_sql(actor: Actor) -> tuple[str, Sequence[Any]]:
    """Actions of joint plans: those one writes, and those sent to one who follows their committees."""
    today = timezone.localdate()
    mine = answered_committees(actor)
    written = areas_behind(areas_of_committees(mine, today), today) if mine else []
    followed = followed_committees(actor)
    values: list[Any] = [sorted(KNOWN)]
    if followed is None:
        sent = "n.status = any(%s)"
    else:
        areas = areas_behind(areas_of_committees(followed, today), today) if followed else []
        sent = "(n.status = any(%s) and i.area_id = any(%s))"
        values.append(list(areas))
    return f"k.point_id is not null and (i.area_id = any(%s) or {sent})", [list(written), *values]
