"""The base of every endpoint: one transaction, one scope, versions named, repeats answered once.

A subclass is one address. It names the collection its token scopes speak of, parses what was sent,
calls one query or operation and answers.
"""

import hashlib
from typing import Any, ClassVar, cast

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from inspectorate.kernel.api import idempotency
from inspectorate.kernel.api.parsing import refuse_too_large
from inspectorate.kernel.api.problems import PreconditionRequired, Stale
from inspectorate.kernel.errors import Stale as StaleRecord
from inspectorate.tenancy.scope import current_scope, forget


class Endpoint(APIView):
    """One address of the API, inside one inspectorate.

    ``collection`` is the name in the address and in the token's scopes, ``also`` names further
    collections whose scope it needs. ``request.actor`` is who
    acts. Everything happens in one transaction; an error rolls all of it back.
    """

    collection: ClassVar[str]
    also: ClassVar[tuple[str, ...]] = ()
    sends_files: ClassVar[bool] = False
    """A POST is a form with one file. Idempotency-Key compares bodies, and a body of this size is not
    held in memory: an endpoint that takes the key calls ``once`` when it has read the form."""
    http_method_names = ["get", "post", "patch", "put", "delete", "head", "options"]

    @property
    def actor(self) -> Any:
        """Who acts: an accounts.people.Actor, which this layer cannot name."""
        return self.request._request.actor  # type: ignore[attr-defined]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        outer = current_scope()
        try:
            with transaction.atomic():
                return super().dispatch(request, *args, **kwargs)
        finally:
            forget(outer)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        refuse_too_large(request, file=self.sends_files)
        repeatable = request.method == "POST" and not self.sends_files
        self.kept = idempotency.begin(request) if repeatable else None
        if self.kept is not None and self.kept.answer is not None:
            raise idempotency.AlreadyAnswered(self.kept.answer)

    def handle_exception(self, exc: Exception) -> Response:
        if isinstance(exc, idempotency.AlreadyAnswered):
            return exc.response
        if isinstance(exc, StaleRecord):
            exc = Stale(exc.current, etag_of(exc.current))
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        answered = super().finalize_response(request, response, *args, **kwargs)
        kept = getattr(self, "kept", None)
        if kept is not None and answered.status_code < 400:  # noqa: PLR2004
            kept.keep(answered)
        return answered

    def sent(
        self, serializer_class: type[Serializer[Any]], *, partial: bool = False
    ) -> dict[str, Any]:
        """What was sent, checked by a serializer. Raises ValidationError (422)."""
        serializer = serializer_class(data=self.request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return cast(dict[str, Any], serializer.validated_data)

    def once(self, file: "UploadedFile[Any]", *said: str) -> None:
        """Claim the Idempotency-Key of a form with a file: its name, its bytes and whatever else was
        ``said`` are what a repeat must say again. Raises Invalid, AlreadyAnswered."""
        told = hashlib.sha256()
        for chunk in file.chunks():
            told.update(chunk)
        told.update(repr((file.name, file.size, *said)).encode())
        file.seek(0)
        self.kept = idempotency.begin(self.request, told.digest())
        if self.kept is not None and self.kept.answer is not None:
            raise idempotency.AlreadyAnswered(self.kept.answer)

    def based_on(self) -> int:
        """The version that If-Match names. Raises PreconditionRequired (428) or Stale (412)."""
        header = self.request.headers.get("If-Match", "").strip()
        if not header:
            raise PreconditionRequired
        text = header.removeprefix("W/").strip('"')
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1  # noqa: PLR2004


def etag_of(record: Any) -> str:
    """The ETag of a representation: its version, quoted."""
    version = (
        record.get("version", 0) if isinstance(record, dict) else getattr(record, "version", 0)
    )
    return f'"{version}"'


def answer(record: dict[str, Any], *, status: int = 200, location: str = "") -> Response:
    """A record with its ETag (and where it is, when it was just made)."""
    headers = {"ETag": etag_of(record)}
    if location:
        headers["Location"] = location
    return Response(record, status=status, headers=headers)
