"""What every endpoint's description says alike: the problems it may answer with."""

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers

from inspectorate.kernel.listing import LARGEST_PAGE, USUAL_PAGE

F = TypeVar("F", bound=Callable[..., Any])


class Described(Protocol):
    """A decorator that leaves a method's type as it is."""

    def __call__(self, method: F, /) -> F: ...


class FileFault(serializers.Serializer[Any]):
    """What is wrong with one place of a text that was sent; `line` is null for the whole of it."""

    line = serializers.IntegerField(allow_null=True)
    field = serializers.CharField(allow_blank=True)
    reason = serializers.CharField()


class ProblemSerializer(serializers.Serializer[Any]):
    """RFC 9457 problem. `errors` names fields, `faults` lines of a text that was sent (422);
    `current` is the record as it now is (412)."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField()
    errors = serializers.DictField(  # type: ignore[assignment]
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
    faults = FileFault(many=True, required=False)
    current = serializers.JSONField(required=False)


IF_MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag of the version you are changing. Missing: 428. Stale: 412.",
)
IDEMPOTENCY_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[ -~]+$"},
    OpenApiParameter.HEADER,
    description="The same key and body give the first answer again; another body is 422.",
)
PAGE_SIZE = OpenApiParameter(
    "page_size",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL_PAGE},
    description="How many records a page has.",
)
CURSOR = OpenApiParameter("cursor", str, description="From a next or previous address.")
ETAG = "The version, to be named in If-Match."

USUAL = (401, 403, 404, 429)
SENDING = (400, 409, 413, 415, 422)
_PROBLEM = OpenApiResponse(ProblemSerializer, description="A problem.")


def _problems(*codes: int) -> dict[Any, Any]:
    return {(code, "application/problem+json"): _PROBLEM for code in codes}


def _header(name: str, description: str, status: int) -> OpenApiParameter:
    return OpenApiParameter(
        name, str, OpenApiParameter.HEADER, description=description, response=[status]
    )


def reads(
    record: Any,
    *parameters: OpenApiParameter,
    versioned: bool = True,
    refuses: tuple[int, ...] = (),
    media_type: str = "",
    **more: Any,
) -> Described:
    """Describe a GET of one record; ``versioned`` when it has an ETag, ``refuses``: with which
    further statuses, ``media_type``: when it is not JSON."""
    answered: Any = (200, media_type) if media_type else 200
    return extend_schema(
        parameters=[*([_header("ETag", ETAG, 200)] if versioned else []), *parameters],
        responses={answered: record, **_problems(*USUAL, *refuses)},
        **more,
    )


def lists(page: Any, *filters: OpenApiParameter, **more: Any) -> Described:
    """Describe a GET of a page."""
    return extend_schema(
        parameters=[PAGE_SIZE, CURSOR, *filters],
        responses={200: page, **_problems(*USUAL, 422)},
        **more,
    )


def creates(
    sent: Any,
    record: Any,
    *,
    status: int = 201,
    based_on: bool = False,
    repeatable: bool = True,
    **more: Any,
) -> Described:
    """Describe a POST; ``based_on`` when it changes a version that If-Match names, ``repeatable``
    when the same Idempotency-Key answers alike."""
    versions = (412, 428) if based_on else ()
    key = [IDEMPOTENCY_KEY] if repeatable else []
    return extend_schema(
        parameters=[*key, *([IF_MATCH] if based_on else [])],
        request=sent,
        responses={status: record, **_problems(*USUAL, *SENDING, *versions)},
        **more,
    )


def edits(sent: Any, record: Any, *parameters: OpenApiParameter, **more: Any) -> Described:
    """Describe a PATCH."""
    return extend_schema(
        parameters=[IF_MATCH, _header("ETag", ETAG, 200), *parameters],
        request=sent,
        responses={200: record, **_problems(*USUAL, *SENDING, 412, 428)},
        **more,
    )


def removes(*, based_on: bool = False, **more: Any) -> Described:
    """Describe a DELETE; ``based_on`` when If-Match names the version that is removed."""
    versions = (412, 428) if based_on else ()
    return extend_schema(
        parameters=[IF_MATCH] if based_on else [],
        request=None,
        responses={204: None, **_problems(*USUAL, 409, *versions)},
        **more,
    )
