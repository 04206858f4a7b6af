"""Facts that other systems can follow: that something happened, to what, when. Never its content.

Whoever reads an event fetches the record with their own rights.
"""

from inspectorate.kernel.models import Event

LONGEST_KIND = 60


def record_event(kind: str, *, collection: str, subject: str) -> None:
    """Keep a fact, inside the transaction that makes it so.

    ``kind`` is past tense and begins with the thing ("plan.sent"); ``collection`` is the API's, whose
    scope a reader needs; ``subject`` is the opaque id of the record.
    """
    Event.objects.create(kind=kind, collection=collection, subject=subject)
