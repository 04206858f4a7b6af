"""What the page of a new update shows, and updates as the API says them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from areas.queries import committee_names
from evaluations.operations.files import file_record
from followthrough.access import Place, read_inside, to_answer
from followthrough.models import MainPointForAction, MeasuredValue, ProgressUpdate, UpdateFile
from followthrough.queries.kept_files import kept_files
from followthrough.queries.measures import MeasureLine, measures_of
from followthrough.rules import progress as rules
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class UpdatePage:
    """A point for who answers for it. ``kept``: files that they brought with a form that was refused,
    as records. ``committees`` they may speak for (row and name)."""

    point: MainPointForAction
    place: Place
    measures: list[MeasureLine]
    committees: list[tuple[int, str]]
    kept: list[dict[str, Any]]
    why_not: str

    @property
    def id(self) -> str:
        return ids.encode("point", self.point.pk)


def update_page(actor: Actor, point: str, kept: Collection[str] = ()) -> UpdatePage:
    """Raises NotFound, NotPermitted."""
    found, place = to_answer(actor, ids.decode("point", point))
    several = len(place.speaks_for) > 1
    return UpdatePage(
        point=found,
        place=place,
        measures=measures_of(found.pk),
        committees=committee_names(place.speaks_for) if several else [],
        kept=[file_record(one) for one in kept_files(actor, found, kept)] if kept else [],
        why_not=rules.why_not_told(found.status),
    )


def updates_read(actor: Actor, point: str) -> list[dict[str, Any]]:
    """The updates of a point, for who reads inside; for others there are none to be found. Raises
    NotFound, NotPermitted."""
    return update_records(read_inside(actor, point)[0].pk)


def one_update(actor: Actor, point: str, update: str) -> dict[str, Any]:
    """One of them. Raises NotFound, NotPermitted."""
    found = update_records(read_inside(actor, point)[0].pk, ids.decode("update", update))
    if not found:
        raise NotFound
    return found[0]


def update_records(point: int, only: int | None = None) -> list[dict[str, Any]]:
    """The updates of a point (its row), oldest first, or the one of this row. Three statements."""
    rows = ProgressUpdate.objects.filter(point_id=point).order_by("at", "pk")
    updates = list(rows if only is None else rows.filter(pk=only))
    files: dict[int, list[dict[str, Any]]] = {}
    for link in UpdateFile.objects.filter(update__in=updates).select_related("file").order_by("pk"):
        files.setdefault(link.update_id, []).append(file_record(link.file))
    values: dict[int, list[dict[str, Any]]] = {}
    for one in MeasuredValue.objects.filter(update__in=updates).order_by("measure_id", "on"):
        record = {
            "measure": ids.encode("measure", one.measure_id),
            "on": one.on,
            "value": one.value,
        }
        values.setdefault(one.update_id, []).append(record)
    return [_record(one, files.get(one.pk, []), values.get(one.pk, [])) for one in updates]


def _record(
    one: ProgressUpdate, files: list[dict[str, Any]], values: list[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "id": ids.encode("update", one.pk),
        "version": 1,
        "main_point": ids.encode("point", one.point_id),
        "committee": ids.encode("committee", one.committee_id),
        "agency": one.agency,
        "text": one.text,
        "own_view": one.own_view,
        "own_reason": one.own_reason,
        "at": one.at,
        "values": values,
        "files": files,
    }
