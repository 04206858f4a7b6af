"""What is answered when no view answers: a page to people, a problem document to tools."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views import defaults

from inspectorate.kernel.api.problems import PROBLEM, TITLES, TYPES


def _for_tools(request: HttpRequest, status: int, detail: str) -> HttpResponse | None:
    if not request.path_info.startswith("/api/"):
        return None
    title = TITLES[status]
    kind = TYPES + title.lower().replace(" ", "-")
    body = {"type": kind, "title": title, "status": status, "detail": detail}
    return JsonResponse(body, status=status, content_type=PROBLEM)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = "The request cannot be read."
    return _for_tools(request, 400, detail) or defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = str(exception) or "Not permitted."
    return _for_tools(request, 403, detail) or defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    detail = "There is no such address. The addresses are at /api/v1/docs."
    return _for_tools(request, 404, detail) or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest, *_: Any) -> HttpResponse:
    detail = "Nothing was changed. Try again; if it stays, tell the operator the time of day."
    return _for_tools(request, 500, detail) or defaults.server_error(request)
