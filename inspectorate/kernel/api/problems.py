"""Every refusal of the API as RFC 9457 application/problem+json, said once, centrally."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response

from inspectorate.kernel import errors
from inspectorate.kernel.faults import Faulty

PROBLEM = "application/problem+json"
TYPES = "https://inspectorate.example/problems/"

TITLES = {
    400: "The request cannot be read",
    401: "A valid token is needed",
    403: "Not permitted",
    404: "Not found",
    405: "This address does not do that",
    406: "Only JSON is spoken here",
    409: "Not possible now",
    412: "Changed by somebody else",
    413: "Too large",
    415: "Send JSON",
    422: "Something in it cannot be taken",
    428: "Say which version you are changing",
    429: "Too many requests",
    500: "Something went wrong here",
}


class PreconditionRequired(exceptions.APIException):
    status_code = 428
    default_detail = "Send If-Match with the ETag of the version you are changing."


class TooLarge(exceptions.APIException):
    status_code = 413
    default_detail = "Send at most 5 MiB at once; divide what is larger."

    def __init__(self, *, file: bool = False) -> None:
        super().__init__("Send a file of at most 20 MiB; divide what is larger." if file else None)


class Stale(exceptions.APIException):
    """Carries the record as it is now."""

    status_code = 412
    default_detail = (
        "Somebody has changed this since the version you named. Compare and send again."
    )

    def __init__(self, current: Any, etag: str) -> None:
        super().__init__()
        self.current = current
        self.etag = etag


def problem(
    status: int, detail: str, *, headers: dict[str, str] | None = None, **more: Any
) -> Response:
    """A problem document. ``errors`` maps fields to lists of sentences; ``current`` is the record."""
    slug = TITLES.get(status, "Problem").lower().replace(" ", "-")
    body = {
        "type": TYPES + slug,
        "title": TITLES.get(status, "Problem"),
        "status": status,
        "detail": detail,
        **more,
    }
    return Response(body, status=status, content_type=PROBLEM, headers=headers)


def _flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """A serializer's nested faults as field paths: {"levels.0.code": ["..."]}."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            found |= _flatten(value, f"{path}.{key}" if path else str(key))
        return found
    if isinstance(detail, list) and any(isinstance(one, (dict, list)) for one in detail):
        found = {}
        for number, value in enumerate(detail):
            if value:
                found |= _flatten(value, f"{path}.{number}" if path else str(number))
        return found
    return {
        path or "body": [str(one) for one in (detail if isinstance(detail, list) else [detail])]
    }


def _of_rest_framework(error: exceptions.APIException) -> Response:
    headers = {}
    if isinstance(error, exceptions.ValidationError):
        return problem(
            422,
            "Some fields cannot be taken; each is named in errors.",
            errors=_flatten(error.detail),
        )
    if isinstance(error, Stale):
        return problem(412, str(error.detail), headers={"ETag": error.etag}, current=error.current)
    if isinstance(error, exceptions.Throttled):
        headers["Retry-After"] = str(max(1, int(getattr(error, "wait", None) or 1)))
    if isinstance(error, exceptions.NotAuthenticated | exceptions.AuthenticationFailed):
        headers["WWW-Authenticate"] = 'Bearer realm="inspectorate"'
        return problem(401, str(error.detail), headers=headers)
    return problem(error.status_code, str(error.detail), headers=headers)


def handle(error: Exception, _context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. Whatever was written in the request is rolled back."""
    transaction.set_rollback(True)
    match error:
        case exceptions.APIException():
            return _of_rest_framework(error)
        case errors.NotFound() | Http404():
            return problem(404, "There is nothing here, or it is not for you.")
        case errors.NotPermitted() | PermissionDenied():
            return problem(403, str(error) or "You may see this, but not do that with it.")
        case errors.Refused():
            return problem(409, str(error))
        case errors.Invalid(faults=faults, more=more):
            return problem(
                422, "Some fields cannot be taken; each is named in errors.", errors=faults, **more
            )
        case Faulty(faults=file_faults):
            return problem(
                422,
                f"{len(file_faults)} faults; nothing was changed.",
                errors={"file": [str(fault) for fault in file_faults]},
                faults=[
                    {"line": f.line, "field": f.field, "reason": f.reason} for f in file_faults
                ],
            )
    return None
