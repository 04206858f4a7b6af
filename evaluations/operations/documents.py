"""PDF and Word of a report: of a published version made once and kept, of a draft made when asked."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import override as language

from evaluations.access import inspection_for
from evaluations.access.reports import draft_for, report_for
from evaluations.documents.layout import Layout, laid_out
from evaluations.documents.pdf import as_pdf
from evaluations.documents.word import MEDIA_TYPE, as_word
from evaluations.models import PublishedVersion, ReportDocument
from evaluations.queries.published_document import published_document
from evaluations.queries.report_document import report_document
from evaluations.terms import DocumentFormat
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.outbox import after_commit
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

MAKE = "evaluations.make_documents"
MEDIA_TYPES = MappingProxyType(
    {DocumentFormat.PDF: "application/pdf", DocumentFormat.WORD: MEDIA_TYPE}
)
_MAKERS: Mapping[DocumentFormat, Callable[..., bytes]] = MappingProxyType(
    {DocumentFormat.PDF: as_pdf, DocumentFormat.WORD: as_word}
)


@dataclass(frozen=True, slots=True)
class Made:
    """A document: its bytes, and a name for whoever keeps it."""

    content: bytes
    media_type: str
    name: str


def ask_for_documents(version: PublishedVersion) -> None:
    """Have the worker lay out a version once its publication is committed."""
    after_commit(MAKE, version_id=version.pk)


def make_documents(version_id: int) -> int:
    """Lay out a version in every format that it has not been laid out in; how many were made."""
    version = PublishedVersion.objects.get(pk=version_id)
    had = set(version.documents.values_list("format", flat=True))
    missing = [one for one in DocumentFormat if one.value not in had]
    for one in missing:
        _make(version, one)
    return len(missing)


def document_of(version: PublishedVersion, wanted: DocumentFormat) -> Made:
    """A published version in a format; made now if the worker has not come to it."""
    kept = ReportDocument.objects.filter(published=version, format=wanted).first()
    content = bytes(kept.content) if kept is not None else _make(version, wanted)
    return Made(content, MEDIA_TYPES[wanted], _name(version.content, wanted, str(version.number)))


@transaction.atomic
def _make(version: PublishedVersion, wanted: DocumentFormat) -> bytes:
    """Two who make it at once make the same bytes, and one of them is kept."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    with language(here.language):
        layout = laid_out(
            published_document(version),
            inspectorate=here.name,
            notice=here.notice,
            published_on=version.published_on,
            version=version.number,
        )
        content = _MAKERS[wanted](layout)
    ReportDocument.objects.bulk_create(
        [
            ReportDocument(
                published=version,
                format=wanted,
                content=content,
                digest=hashlib.sha256(content).hexdigest(),
            )
        ],
        ignore_conflicts=True,
    )
    return content


def published_file(*, actor: Actor, inspection: str, number: int, wanted: DocumentFormat) -> Made:
    """A published version for somebody who sees the inspection. Raises NotFound."""
    seen = inspection_for(actor, inspection)
    version = PublishedVersion.objects.filter(inspection=seen, number=number).first()
    if version is None:
        raise NotFound
    return document_of(version, wanted)


def draft_file(
    *, actor: Actor, inspection: str, number: int, wanted: DocumentFormat, watermark: str
) -> Made:
    """The report as it is written now (``number`` 0) or a kept draft of it, for who reads it, with
    ``watermark`` on every page. Raises NotFound."""
    if number:
        _access, draft = draft_for(actor, inspection, number)
        document = draft.content
    else:
        document = report_document(report_for(actor, inspection).begun)
    return drawn_draft(document, wanted, number, watermark=watermark)


def drawn_draft(
    document: dict[str, Any], wanted: DocumentFormat, number: int, *, watermark: str
) -> Made:
    """A draft's document as a file, for an operation that has already decided who may."""
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    layout: Layout = laid_out(document, inspectorate=here.name, notice=here.notice)
    content = _MAKERS[wanted](layout, watermark=watermark)
    return Made(content, MEDIA_TYPES[wanted], _name(document, wanted, f"draft-{number}"))


def _name(document: Mapping[str, Any], wanted: DocumentFormat, which: str) -> str:
    reference = document["inspection"]["reference"]
    return f"{document['area']['name']}, {reference}, {which}.{wanted.value}".replace("/", "-")
