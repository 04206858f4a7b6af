"""Notes and looks of the link inspector, as the API and their pages show them."""

from typing import Any

from followthrough.access import Place, read_inside
from followthrough.models import LinkNote, PointLook
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids


def notes_read(actor: Actor, point: str) -> list[dict[str, Any]]:
    """The same by the point's opaque id. Raises NotFound, NotPermitted."""
    found, place = read_inside(actor, point)
    return note_records(found.pk, place)


def looks_read(actor: Actor, point: str) -> list[dict[str, Any]]:
    """Every look at a point, for who reads inside. Raises NotFound, NotPermitted."""
    return look_records(read_inside(actor, point)[0].pk)


def note_records(point: int, place: Place) -> list[dict[str, Any]]:
    """The notes of a point (its row) that this person sees, oldest first: shared ones, and all of them
    for who follows it."""
    rows = LinkNote.objects.filter(point_id=point).order_by("at", "pk")
    if not place.follows:
        rows = rows.filter(shared_at__isnull=False) if place.reads else rows.none()
    return [note_record(one) for one in rows]


def note_record(one: LinkNote) -> dict[str, Any]:
    return {
        "id": ids.encode("note", one.pk),
        "version": one.version,
        "main_point": ids.encode("point", one.point_id),
        "text": one.text,
        "at": one.at,
        "shared_at": one.shared_at,
    }


def look_records(point: int) -> list[dict[str, Any]]:
    """Every look at a point (its row), oldest first."""
    rows = PointLook.objects.filter(point_id=point).order_by("at", "pk")
    return [look_record(one) for one in rows]


def look_record(one: PointLook) -> dict[str, Any]:
    return {
        "id": ids.encode("look", one.pk),
        "version": 1,
        "main_point": ids.encode("point", one.point_id),
        "enough": one.enough,
        "told": one.told,
        "at": one.at,
    }
