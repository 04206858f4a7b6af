"""What every endpoint's description says alike: the problems it may answer with."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

F = TypeVar("F", bound=Callable[..., Any])


class Described(Protocol):
    """A decorator that leaves a method's type as it is."""

    def __call__(self, method: F, /) -> F: ...


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457 problem. `errors` names fields; `current` is the record as it now is (412)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
    current = serializers.JSONField(required=False)


IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    description="The ETag of the version you are changing. Missing: 428. Stale: 412.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    description="The same key and body give the first answer again; another body is 422.",
)
PAGE_SIZE = OpenApiParameter("page_size", int, description="1 to 500; 100 when left out.")
CURSOR = OpenApiParameter("cursor", str, description="From a next or previous address.")

USUAL = (400, 401, 403, 404, 405, 406, 415, 429)
_PROBLEM = OpenApiResponse(ProblemSerializer, description="A problem.")


def _problems(*codes: int) -> dict[Any, Any]:
    return {(code, "application/problem+json"): _PROBLEM for code in codes}


def reads(record: Any, **more: Any) -> Described:
    """Describe a GET of one record."""
    return extend_schema(responses={200: record, **_problems(*USUAL, 422)}, **more)


def lists(page: Any, *filters: OpenApiParameter, **more: Any) -> Described:
    """Describe a GET of a page."""
    return extend_schema(
        parameters=[PAGE_SIZE, CURSOR, *filters],
        responses={200: page, **_problems(*USUAL, 422)},
        **more,
    )


def creates(sent: Any, record: Any, *, status: int = 201, **more: Any) -> Described:
    """Describe a POST."""
    return extend_schema(
        parameters=[IDEMPOTENCY_KEY],
        request=sent,
        responses={status: record, **_problems(*USUAL, 409, 413, 422)},
        **more,
    )


def edits(sent: Any, record: Any, **more: Any) -> Described:
    """Describe a PATCH."""
    return extend_schema(
        parameters=[IF_MATCH],
        request=sent,
        responses={200: record, **_problems(*USUAL, 409, 412, 413, 422, 428)},
        **more,
    )
