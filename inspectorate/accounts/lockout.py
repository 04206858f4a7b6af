"""Lock-out after repeated failures: for one e-mail address from one network address.

Both together, so that nobody can lock a colleague out from elsewhere. What an unknown address
meets is the same as what a known one meets.
"""

from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def client_address(request: HttpRequest) -> str:
    """The network address of who asks; behind ``PROXIES`` of our own, the one the outermost saw."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop]
    if settings.PROXIES and len(hops) >= settings.PROXIES:
        return str(hops[-settings.PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))


def note_address(request: HttpRequest, **_: Any) -> None:
    """When a request begins: its line in the log names where it came from."""
    structlog.contextvars.bind_contextvars(ip=client_address(request))


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The e-mail address of an attempt, the same whatever its capitals."""
    given = credentials or {}
    tried = given.get("email") or given.get("username") or request.POST.get("login", "")
    return str(tried).strip().lower().replace("\x00", "")[:254]


def locked_out(request: HttpRequest, *_: Any) -> HttpResponse:
    """Says plainly what has happened and when it ends."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(request, "accounts/locked_out.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response
