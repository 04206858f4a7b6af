"""Whether a session has been confirmed by a second factor, and since when it runs."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import get_adapter
from django.http import HttpRequest
from django.utils import timezone

CONFIRMED_BY = "mfa"
DEMONSTRATION = "demonstration"


def is_confirmed(request: HttpRequest) -> bool:
    """Whether this session's person has shown a second factor."""
    return any(
        record.get("method") == CONFIRMED_BY
        for record in get_authentication_records(request, request.user)
    )


def has_one(user: Any) -> bool:
    """Whether the person has set one up (recovery codes alone are none)."""
    return bool(get_adapter().is_mfa_enabled(user, types=["totp", "webauthn"]))


def confirm(request: HttpRequest, user: Any, *, kind: str) -> None:
    """Note in the session that a second factor of ``kind`` was shown."""
    record_authentication(request, user, CONFIRMED_BY, type=kind)


def confirm_after_set_up(request: HttpRequest, user: Any, authenticator: Any, **_: Any) -> None:
    """Who has just set a factor up has shown it by that."""
    if authenticator.type in {"totp", "webauthn"}:
        confirm(request, user, kind=authenticator.type)


def signed_in_seconds(request: HttpRequest) -> float:
    """How long this session has been signed in."""
    times = [record["at"] for record in get_authentication_records(request, request.user)]
    now = timezone.now().timestamp()
    if times:
        return now - float(min(times))
    last = getattr(request.user, "last_login", None)
    return 0.0 if last is None else now - float(last.timestamp())
