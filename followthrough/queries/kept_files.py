"""Files that somebody brought for an update that is not made yet."""

from collections.abc import Collection
from typing import Any

from followthrough.models import MainPointForAction, UpdateFile
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

StoredFile: Any = UpdateFile._meta.get_field("file").related_model
"""By way of the reference to it: another app's models are not imported."""


def kept_files(actor: Actor, point: MainPointForAction, files: Collection[str]) -> list[Any]:
    """Those of these files that this person brought for the point and that went nowhere yet."""
    rows = []
    for one in dict.fromkeys(files):
        try:
            rows.append(ids.decode("file", one))
        except NotFound:
            continue
    gone = UpdateFile.objects.filter(file_id__in=rows).values_list("file_id", flat=True)
    found = StoredFile.objects.filter(
        pk__in=set(rows) - set(gone),
        inspection_id=point.inspection_id,
        membership_id=actor.membership_id or 0,
    )
    return list(found.order_by("pk"))
