"""What pages, endpoints and other apps read of framework editions."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

from django.db.models import Count

from indicators.models import FrameworkEdition, QualityIndicator
from indicators.rules.crosswalks import COMPARABLE
from indicators.rules.document import Edition
from indicators.rules.reading import read_edition
from indicators.rules.statements import positive_statement, roll_up_statement
from inspectorate.kernel.errors import NotFound

KEPT = 64
_parsed: OrderedDict[str, Edition] = OrderedDict()
_lock = Lock()
"""Parsed editions by digest. The digest is of the content, so nothing here can be out of date, and
an edition that two inspectorates share is parsed once."""


def edition_document(edition_id: int, digest: str | None = None) -> Edition:
    """An edition as plain values. One statement, none for a caller that has read the ``digest``
    beside the id; the text is read and parsed once a process.

    Raises NotFound when the open scope has no such edition.
    """
    if digest is None:
        rows = FrameworkEdition.objects.filter(pk=edition_id)
        digest = rows.values_list("digest", flat=True).first()
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


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition in a list. ``superseded_by`` is a code, empty while nothing follows it."""

    code: str
    title: str
    publisher: str
    valid_from: date | None
    valid_to: date | None
    indicators: int
    superseded_by: str


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One link with an earlier edition. ``comparable``: a series may run along it by itself."""

    source: str
    target: str
    target_title: str
    kind: str
    comparable: bool
    evidence: str


@dataclass(frozen=True, slots=True)
class BandLine:
    """A band by its label, with the levels it holds, best first."""

    label: str
    levels: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class EditionPage:
    """An edition as an inspector wants it beside them, the rules in plain English."""

    document: Edition
    bands: tuple[BandLine, ...]
    positive: str
    roll_up: str
    crosswalk: tuple[CrosswalkRow, ...]
    chapters: tuple[tuple[str, str, tuple[Any, ...]], ...]


def editions() -> list[EditionLine]:
    """Every edition of the open scope, the latest first. Two statements."""
    counted = QualityIndicator.objects.order_by().values_list("edition_id")
    indicators = dict(counted.annotate(number=Count("id")))
    return [
        EditionLine(
            code=one.code,
            title=one.title,
            publisher=one.publisher,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            indicators=indicators.get(one.pk, 0),
            superseded_by=one.superseded_by.code if one.superseded_by else "",
        )
        for one in FrameworkEdition.objects.select_related("superseded_by").defer("text")
    ]


def edition_page(edition_id: int) -> EditionPage:
    """One edition whole. Raises NotFound."""
    document = edition_document(edition_id)
    rule = document.positive_report
    chapters = tuple(
        (one.code, one.title, tuple(document.indicator_by_code[code] for code in one.indicators))
        for one in document.chapters
    )
    return EditionPage(
        document=document,
        bands=tuple(_bands(document)),
        positive=positive_statement(document, rule) if rule else "",
        roll_up="" if document.roll_up.kind == "none" else roll_up_statement(document),
        crosswalk=tuple(_crosswalk(document)),
        chapters=chapters,
    )


def _bands(document: Edition) -> Iterable[BandLine]:
    for code, ranks in document.bands.items():
        levels = tuple(level for level in document.levels if level.rank in ranks)
        yield BandLine(document.band_labels.get(code, code), levels)


def _crosswalk(document: Edition) -> Iterable[CrosswalkRow]:
    for link in document.crosswalk:
        target = document.indicator_by_code.get(link.target)
        yield CrosswalkRow(
            source=link.source,
            target=link.target,
            target_title=target.title if target else "",
            kind=link.kind,
            comparable=link.kind in COMPARABLE,
            evidence=link.evidence,
        )
