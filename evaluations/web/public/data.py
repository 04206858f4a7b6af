"""Open data of an inspectorate, page by page, with identifiers and licence."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.http import urlencode

from evaluations.queries.public_data import (
    EVALUATION_COLUMNS,
    REPORT_COLUMNS,
    REPORTS_A_PAGE,
    as_lines,
    evaluation_rows,
    report_rows,
)
from evaluations.web.public.files import identifiers, licence, links
from evaluations.web.public.shell import shown
from inspectorate.kernel.mail import absolute
from inspectorate.kernel.web.downloads import as_csv
from inspectorate.kernel.web.public_site import public_page

TABLES: dict[str, tuple[tuple[str, ...], Callable[[str], tuple[list[dict[str, Any]], str]]]] = {
    "reports": (REPORT_COLUMNS, report_rows),
    "evaluations": (EVALUATION_COLUMNS, evaluation_rows),
}


@public_page
def data(request: Any, inspectorate: str) -> HttpResponse:
    """What there is, what its columns mean, and under which licence."""
    values = {
        "licence": licence(request),
        "identifiers": identifiers(request),
        "size": REPORTS_A_PAGE,
    }
    return shown(request, "data.html", "data", values)


def _page(request: Any, table: str) -> tuple[list[dict[str, Any]], str]:
    """A page of a table, and the address of the next; empty on the last."""
    rows, after = TABLES[table][1](request.GET.get("after", ""))
    following = f"{request.path}?{urlencode({'after': after})}" if after else ""
    return rows, absolute(following) if following else ""


def _csv(request: Any, table: str) -> HttpResponse:
    rows, following = _page(request, table)
    response = as_csv(as_lines(TABLES[table][0], rows), table)
    if said := links(request, following):
        response["Link"] = said
    return response


def _json(request: Any, table: str) -> HttpResponse:
    rows, following = _page(request, table)
    said = {
        **licence(request),
        "identifiers": identifiers(request),
        "results": rows,
        "next": following or None,
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@public_page
def reports_csv(request: Any, inspectorate: str) -> HttpResponse:
    return _csv(request, "reports")


@public_page
def reports_json(request: Any, inspectorate: str) -> HttpResponse:
    return _json(request, "reports")


@public_page
def evaluations_csv(request: Any, inspectorate: str) -> HttpResponse:
    return _csv(request, "evaluations")


@public_page
def evaluations_json(request: Any, inspectorate: str) -> HttpResponse:
    return _json(request, "evaluations")
