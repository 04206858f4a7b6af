"""Looking at evidence: the list with its search, one piece, and the list as a file."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from evaluations.access.case_material import CaseAccess
from evaluations.operations.reading_log import note_read
from evaluations.queries import evidence_page as query
from evaluations.queries.evidence import numbers_of
from evaluations.queries.evidence_search import (
    EvidenceFilters,
    evidence_in_batches,
    evidence_list,
)
from evaluations.terms import ReadHow
from evaluations.web.evidence.forms import FilterForm
from evaluations.web.sheet_file import sheet_file

CITED = re.compile(r"[Ee]([0-9]{1,9})", re.ASCII)
FIRST_FILTERS = ("q", "indicator", "source", "bearing")
MORE_FILTERS = ("level", "service", "case", "author", "tag", "since", "until", "withdrawn")
COLUMNS = (
    *("reference", "happened_on", "bearing", "source_kind", "level_of_service", "indicators"),
    *("services", "pseudonym", "medical", "text", "quote", "tags", "author_name", "entered_at"),
    *("withdrawn_at", "withdrawn_why"),
)
"""Of a file: what a piece is, in the words of the API."""


@require_safe
def evidence(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The inspection's evidence, newest first, searched and narrowed as asked."""
    place = query.evidence_place(request.actor, inspection)
    form = filter_form(request, place)
    filters = EvidenceFilters.of(form.narrowed)
    shown = evidence_list(place.access, filters, request.GET.get("older", ""))
    note_read(
        place.access,
        "evidence",
        numbers_of(shown.pieces),
        ReadHow.SEARCH if filters.q else ReadHow.PAGE,
    )
    kept = filters.set
    return TemplateResponse(
        request,
        "evaluations/evidence/list.html",
        {
            "place": place,
            "inspection_id": inspection,
            "filter_form": form,
            "first": [form[name] for name in FIRST_FILTERS],
            "more": [form[name] for name in MORE_FILTERS],
            "more_set": any(name in kept for name in MORE_FILTERS),
            "shown": shown,
            "pieces": query.in_words(shown.pieces, place.choices),
            "query": urlencode(kept),
            "older": f"?{urlencode({**kept, 'older': shown.older})}" if shown.older else "",
            "newest": f"?{urlencode(kept)}" if request.GET.get("older") else "",
        },
    )


def filter_form(request: Any, place: query.EvidencePlace) -> FilterForm:
    """The filters in the address of a list."""
    return FilterForm(
        request.GET,
        choices=place.choices,
        authors=query.author_choices(place.access),
        tags=query.tags_used(place.access),
    )


@require_safe
def piece(request: Any, inspectorate: str, inspection: str, evidence: str) -> HttpResponse:
    """One piece with everything; cited as E12 it leads to its page."""
    if number := CITED.fullmatch(evidence):
        found = query.cited(request.actor, inspection, int(number[1]))
        return redirect("evidence-piece", inspectorate, inspection, found)
    page = query.piece_page(request.actor, inspection, evidence)
    note_read(page.place.access, "evidence", numbers_of([page.piece]), ReadHow.PAGE)
    return TemplateResponse(
        request,
        "evaluations/evidence/piece.html",
        {"page": page, "one": page.piece, "inspection_id": inspection},
    )


@require_safe
def download(request: Any, inspectorate: str, inspection: str) -> FileResponse:
    """What the list shows, all of it, as a file for a spreadsheet."""
    place = query.evidence_place(request.actor, inspection)
    filters = EvidenceFilters.of(filter_form(request, place).narrowed)
    return sheet_file("evidence.csv", COLUMNS, _rows(place.access, filters))


def _rows(access: CaseAccess, filters: EvidenceFilters) -> Iterator[list[Any]]:
    """Every piece, noted as read before it is written."""
    for pieces in evidence_in_batches(access, filters):
        note_read(access, "evidence", numbers_of(pieces), ReadHow.EXPORT)
        for one in pieces:
            yield [_cell(one[name]) for name in COLUMNS]


def _cell(value: Any) -> Any:
    """Several values with semicolons between them, instants and days as ISO 8601."""
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value
