"""A summary taken out: JSON as the contract has it, and CSV."""

import csv
from collections.abc import Iterator
from typing import Any

import orjson
from django.http import HttpResponse
from django.views.decorators.http import require_safe

from inspectorate.national import access, queries
from inspectorate.national.rules.downloads import csv_rows


def _document(request: Any, programme: str, number: int) -> dict[str, Any]:
    found = access.programme_by_code(request.actor, programme)
    return queries.document_of(access.summary_by_number(request.actor, found.pk, number))


def _named(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def as_json(request: Any, inspectorate: str, programme: str, number: int) -> HttpResponse:
    body = orjson.dumps(_document(request, programme, number), option=orjson.OPT_INDENT_2)
    response = HttpResponse(body, content_type="application/json")
    return _named(response, f"{inspectorate}-{programme}-{number}.json")


class _Line:
    """What csv writes to: gives each line back instead of keeping it."""

    def write(self, text: str) -> str:
        return text


def _lines(document: dict[str, Any]) -> Iterator[str]:
    writer = csv.writer(_Line())
    yield "\ufeff"
    for row in csv_rows(document):
        yield writer.writerow(row)


@require_safe
def as_csv(request: Any, inspectorate: str, programme: str, number: int) -> HttpResponse:
    response = HttpResponse(
        "".join(_lines(_document(request, programme, number))),
        content_type="text/csv; charset=utf-8",
    )
    return _named(response, f"{inspectorate}-{programme}-{number}.csv")
