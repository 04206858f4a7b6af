"""Idempotency-Key: the same key and body give the first answer again; another body is refused.

The key is written at the start of the request's own transaction, so that of two requests at once
the second waits for the first to commit and then finds its answer; a request that fails leaves no
key behind and can be sent again.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from rest_framework.request import Request
from rest_framework.response import Response

from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.models import KeptAnswer

HEADER = "Idempotency-Key"
LONGEST = 200
KEPT_HEADERS = ("ETag", "Location")


class AlreadyAnswered(Exception):
    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__()


@dataclass
class Kept:
    """The key of this request, and the first answer when it is a repeat."""

    row_id: int | None
    answer: Response | None = None

    def keep(self, response: Any) -> None:
        if self.row_id is None:
            return
        response.render()
        KeptAnswer.objects.filter(pk=self.row_id).update(
            status=response.status_code,
            body=response.content.decode(),
            headers={name: response[name] for name in KEPT_HEADERS if response.has_header(name)},
        )


def begin(request: Request, told: bytes | None = None) -> Kept | None:
    """Claim the request's key. ``told`` stands for the body where that is not at hand: a digest of
    everything a form with a file said. Raises Invalid when the key came before with another body."""
    key = request.headers.get(HEADER, "")
    if not key:
        return None
    if len(key) > LONGEST or not key.isprintable():
        raise Invalid({HEADER: f"Use at most {LONGEST} printable characters."})
    body = request._request.body if told is None else told
    digest = hashlib.sha256(request.get_full_path().encode() + b"\n" + body).hexdigest()
    actor = request._request.actor  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_keptanswer (inspectorate_id, token_id, key, request_digest, body, "
            "headers) values (%s, %s, %s, %s, '', '{}') "
            "on conflict (inspectorate_id, token_id, key) do nothing returning id",
            [actor.inspectorate_id, actor.token_id or 0, key, digest],
        )
        made = cursor.fetchone()
    if made is not None:
        return Kept(made[0])
    first = KeptAnswer.objects.get(token_id=actor.token_id or 0, key=key)
    if first.request_digest != digest:
        raise Invalid({HEADER: "This key came before with another request. Use a new key."})
    answer = Response(
        orjson.loads(first.body) if first.body else None, status=first.status, headers=first.headers
    )
    return Kept(None, answer)
