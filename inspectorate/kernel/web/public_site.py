"""The public site of each inspectorate, under ``/{inspectorate}/public``: the same for everybody.

No cookie is read and none is set, so nothing here can depend on who asks, and a cache in between may
give one answer to all. Answers carry a digest of what they say and since when they say it, so
that asking again costs little.
"""

import hashlib
import logging
import re
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from inspectorate.kernel.web.views import public

log = logging.getLogger(__name__)
_PUBLIC = re.compile(r"/[^/]+/public(/|$)")
SECONDS = 60
"""How long an answer may be kept before it is asked for again: a release is on time to the minute."""


PLACES = 16_384
"""How many addresses' last changes are remembered; two that share a place only look newer."""


def _changed_at(address: str, digest: str) -> int | None:
    """Since when an address has answered with this digest, in seconds of the epoch.

    What was published is not all that a page says (names, licences, that data has changed), so this
    is what was seen: the first time that the answer was given. Never earlier than the truth: an
    answer not remembered is new, and a second change within one second counts as one second later.
    None when what was seen cannot be looked up.
    """
    place = int.from_bytes(hashlib.sha256(address.encode()).digest()[:4]) % PLACES
    key = f"public-site:changed:{place}"
    now = int(time.time())
    try:
        known: tuple[str, int] | None = cache.get(key)
        if known is not None and known[0] == digest:
            return known[1]
        since = now if known is None else max(now, known[1] + 1)
        cache.set(key, (digest, since), None)
    except RedisError as error:
        log.warning("Since when a public page is as it is, is not known: %s", error)
        return None
    return since


class WithoutCookies:
    """Middleware, before the sessions: public pages never see a cookie, nor a choice of language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _PUBLIC.match(request.path_info):
            return self.get_response(request)
        request.META.pop("HTTP_COOKIE", None)
        request.META.pop("HTTP_ACCEPT_LANGUAGE", None)
        response = self.get_response(request)
        response.cookies.clear()
        if "Vary" in response:
            kept = [one.strip() for one in response["Vary"].split(",")]
            kept = [one for one in kept if one.lower() not in {"cookie", "accept-language"}]
            del response["Vary"]
            if kept:
                response["Vary"] = ", ".join(kept)
        return response


def public_page(view: Callable[..., HttpResponse]) -> Any:
    """A view of the public site: for everybody, to read, kept by caches for a short while, answered
    304 to whoever has it already."""

    @wraps(view)
    def cached(request: Any, *arguments: Any, **values: Any) -> HttpResponse:
        response = view(request, *arguments, **values)
        if hasattr(response, "render"):
            response = response.render()
        response.setdefault("Cache-Control", f"public, max-age={SECONDS}")
        if response.status_code != 200:  # noqa: PLR2004
            return response
        digest = hashlib.sha256(response.content).hexdigest()[:32]
        response["ETag"] = f'"{digest}"'
        changed = _changed_at(request.build_absolute_uri(), digest)
        if (
            changed is not None and changed <= time.time()
        ):  # a date to come would be no date of a change
            response["Last-Modified"] = http_date(changed)
        return (
            get_conditional_response(
                request, etag=response["ETag"], last_modified=changed, response=response
            )
            or response
        )

    return public(require_safe(cached))
