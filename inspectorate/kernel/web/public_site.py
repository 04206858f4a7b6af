"""The public site of each inspectorate, under ``/{inspectorate}/public``: the same for everybody.

No cookie is read and none is set, so nothing here can depend on who asks, and a cache in between may
give one answer to all. Answers carry a digest of what they say, so that asking again costs little.
"""

import hashlib
import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from inspectorate.kernel.web.views import public

_PUBLIC = re.compile(r"/[^/]+/public(/|$)")
SECONDS = 60
"""How long an answer may be kept before it is asked for again: a release is on time to the minute."""


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
        return (
            get_conditional_response(request, etag=response["ETag"], response=response) or response
        )

    return public(require_safe(cached))
