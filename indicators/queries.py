"""What pages, endpoints and other apps read of framework editions."""

from collections import OrderedDict
from threading import Lock

from indicators.models import FrameworkEdition, QualityIndicator
from indicators.rules.document import Edition
from indicators.rules.reading import read_edition
from inspectorate.kernel.errors import NotFound

KEPT = 64
_parsed: OrderedDict[str, Edition] = OrderedDict()
_lock = Lock()
"""Parsed editions by digest. The digest is of the content, so nothing here can be out of date, and
an edition that two inspectorates share is parsed once."""


def edition_document(edition_id: int) -> Edition:
    """An edition as plain values. One statement; the text is read and parsed once a process.

    Raises NotFound when the open scope has no such edition.
    """
    digest = FrameworkEdition.objects.filter(pk=edition_id).values_list("digest", flat=True).first()
    if digest is None:
        raise NotFound
    with _lock:
        if digest in _parsed:
            _parsed.move_to_end(digest)
            return _parsed[digest]
    text = FrameworkEdition.objects.values_list("text", flat=True).get(pk=edition_id)
    edition = read_edition(text.encode())
    with _lock:
        _parsed[digest] = edition
        while len(_parsed) > KEPT:
            _parsed.popitem(last=False)
    return edition


def indicator_ids(edition_id: int) -> dict[str, int]:
    """The row of every indicator of an edition, by its code, in the edition's order."""
    return dict(
        QualityIndicator.objects.filter(edition_id=edition_id)
        .order_by("position")
        .values_list("code", "id")
    )
