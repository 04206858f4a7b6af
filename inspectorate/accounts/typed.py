"""What somebody had typed when their session ended, kept for them for an hour.

A form that arrives without a session is not done, and not thrown away: its fields are sealed and
held under a secret of their own, for the person who was signed in in that browser. Only they, signed
in again, see them, and nothing is done before they press. Files are not kept.

Who it was is told by a cookie that names the person and opens nothing; it ends with the browser and
with signing out.
"""

import secrets
from dataclasses import dataclass
from typing import Any

import orjson
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from inspectorate.kernel.seal import CannotUnseal, seal, unseal

COOKIE = "last-here"
KEPT_SECONDS = 3600
LARGEST = 1024 * 1024
"""Characters of a form that are kept; a longer one is no form of ours."""
PURPOSE = b"text typed when a session ended 1"
_LEFT_OUT = frozenset({"csrfmiddlewaretoken", "password", "login", "code"})
_SIGNER = signing.Signer(salt="last-here")


@dataclass(frozen=True)
class Typed:
    """A form as it was sent: where to, its fields in their order, how many files were left out."""

    path: str
    fields: tuple[tuple[str, str], ...]
    files: int


def remember_person(request: HttpRequest, response: HttpResponse) -> None:
    """Have the browser say next time who was here; forgotten when they sign out. A tool has no
    browser: whoever came with a token has nothing remembered."""
    user: Any = request.user  # None for a tool that nobody could tell
    if user is None or (user.is_authenticated and getattr(user, "pk", None) is None):
        return
    said = request.COOKIES.get(COOKIE)
    if getattr(request.user, "pk", None):  # a tool is nobody who comes back
        wanted = _SIGNER.sign(str(request.user.pk))
        if said != wanted:
            response.set_cookie(
                COOKIE,
                wanted,
                httponly=True,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
            )
    elif said and getattr(request, "signed_out", False):
        response.delete_cookie(COOKIE, samesite="Lax")


def note_signed_out(request: HttpRequest | None = None, **_: Any) -> None:
    """Signal: whoever signs out leaves nothing of themselves in the browser."""
    if request is not None:
        request.signed_out = True  # type: ignore[attr-defined]


def _person(request: HttpRequest) -> int | None:
    """Who is here, or was here last in this browser."""
    if request.user.is_authenticated:
        return getattr(request.user, "pk", None)
    try:
        return int(_SIGNER.unsign(request.COOKIES.get(COOKIE, "")))
    except (signing.BadSignature, ValueError):
        return None


def where_to_come_back(request: HttpRequest) -> str:
    """The page to open after signing in: what was asked for or, when a form was sent, what was typed."""
    here = getattr(request, "inspectorate", None)
    person = _person(request)
    if request.method != "POST" or here is None or person is None:
        return request.get_full_path()
    token = _keep(request, person)
    if not token:
        return request.get_full_path()
    return reverse("typed", kwargs={"inspectorate": here.slug, "token": token})


def _keep(request: HttpRequest, person: int) -> str:
    """Seal the fields; the secret under which they are held, empty when there is nothing to keep or
    nowhere to keep it."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _LEFT_OUT
    ]
    if not any(value.strip() for _name, value in fields):
        return ""
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return ""
    kept = {
        "person": person,
        "path": request.get_full_path(),
        "fields": fields,
        "files": sum(len(files) for _name, files in request.FILES.lists()),
    }
    token = secrets.token_urlsafe(32)
    sealed = seal(orjson.dumps(kept).decode(), purpose=PURPOSE)
    return token if _stored(token, sealed) else ""


def _stored(token: str, sealed: str) -> bool:
    try:
        cache.set(_key(token), sealed, KEPT_SECONDS)
    except Exception:
        return False
    return True


def _key(token: str) -> str:
    return f"typed:{token}"


def typed(token: str, person: int) -> Typed | None:
    """What this person had typed; None for anybody else, after the hour, or once thrown away."""
    try:
        sealed = cache.get(_key(token))
        found = orjson.loads(unseal(sealed, purpose=PURPOSE)) if sealed else None
    except CannotUnseal:
        return None
    if found is None or found["person"] != person:
        return None
    return Typed(
        found["path"], tuple((name, value) for name, value in found["fields"]), found["files"]
    )


def throw_away(token: str) -> None:
    cache.delete(_key(token))
