"""The front door: sign-in required by default, and the inspectorate's scope opened once."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override as language

from inspectorate.accounts.access import actor_of
from inspectorate.accounts.entering import Entered, enter
from inspectorate.accounts.roles import needs_second_factor
from inspectorate.accounts.second_factor import is_confirmed, signed_in_seconds
from inspectorate.accounts.sign_in_providers import through
from inspectorate.accounts.typed import remember_person, where_to_come_back
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused, SayFirst
from inspectorate.tenancy.scope import current_scope, forget

Answer = Callable[[HttpRequest], HttpResponse]
OUTSIDE = frozenset({"accounts", "api", "health", "static", "operator", "media", ""})
"""First parts of addresses that are not an inspectorate's."""
TOOLS = "/api/v1/"
"""Where tools call: there the token opens the scope."""

OWN_PAGES = frozenset({"you", "second-factor", "sign-out-everywhere"})
"""Pages under /accounts/ that are about the person who is signed in."""


FOR_PROVIDED = frozenset(
    {"account_logout", "second-factor", "demonstration", "openid_connect_login"}
    | {"openid_connect_callback", "account_login", "ways-in", "mfa_authenticate"}
)
"""Pages under /accounts/ for somebody who came in by a provider."""


class SignInRequired:
    """Every page asks for sign-in unless its view is marked public."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        remember_person(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        _keep_to_provider(request)
        if request.user.is_authenticated or _is_open(request, view):
            return None
        return redirect_to_login(where_to_come_back(request), resolve_url(settings.LOGIN_URL))


def _keep_to_provider(request: HttpRequest) -> None:
    """Who came in by an inspectorate's provider does not change how they sign in: the provider
    would otherwise open, by a new password, what it does not speak for."""
    if _first_part(request) not in {"accounts", "operator"} or through(request) is None:
        return
    match = request.resolver_match
    if match is not None and match.url_name not in FOR_PROVIDED:
        raise PermissionDenied(
            "You signed in with your inspectorate's provider. Sign out, and sign in with your "
            "password, to do this."
        )


def _is_open(request: HttpRequest, view: Any) -> bool:
    """The sign-in library guards its own pages, the API asks for tokens."""
    if request.resolver_match is not None and request.resolver_match.url_name in OWN_PAGES:
        return False
    return _first_part(request) in {"accounts", "api", "static"} or getattr(view, "public", False)


class FrontDoor:
    """Inside ``/{inspectorate}/...``: find the inspectorate, see that the person belongs to it, and
    do the whole page, rendering included, in one transaction and one scope.

    An inspectorate that does not exist and one that the person does not belong to are both 404.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        slug = _first_part(request)
        if slug in OUTSIDE:
            return self.get_response(request)
        outer = current_scope()
        try:
            with transaction.atomic():
                entered = None if "\x00" in slug else enter(request, slug, _request_id(request))
                if entered is not None:
                    return self._inside(request, entered)
        finally:
            forget(outer)
        return self.get_response(request)  # the URL resolver says 404, in the house's words

    def _inside(self, request: HttpRequest, entered: Entered) -> HttpResponse:
        inspectorate = request.inspectorate = entered.inspectorate  # type: ignore[attr-defined]
        request.front_door_failed = False  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        with timezone.override(inspectorate.time_zone), language(inspectorate.language):
            user: Any = request.user
            if user.is_authenticated and through(request) in {None, inspectorate.slug}:
                request.actor = actor_of(user, inspectorate, entered.membership)  # type: ignore[attr-defined]
            response = self.get_response(request)
            if isinstance(response, TemplateResponse) and not response.is_rendered:
                response = response.render()
            if request.front_door_failed:  # type: ignore[attr-defined]
                transaction.set_rollback(True)
            return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if "inspectorate" not in kwargs or request.path_info.startswith(TOOLS):
            return None
        if not hasattr(request, "inspectorate"):
            raise Http404
        if getattr(request, "actor", None) is None and not getattr(view, "public", False):
            raise Http404
        if not request.user.is_authenticated or request.actor is None:  # type: ignore[attr-defined]
            return None
        first = _not_yet(request)
        if first is not None and getattr(view, "public", False):
            request.actor, first = None, None  # type: ignore[attr-defined]
        return first

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Nothing of a failed page stays; the kernel's refusals become Django's, and a question that
        comes first is asked."""
        if hasattr(request, "inspectorate"):
            request.front_door_failed = True  # type: ignore[attr-defined]
        if isinstance(error, NotFound):
            raise Http404 from error
        if isinstance(error, SayFirst) and request.method in {"GET", "HEAD"}:
            return _asked_first(request, error)
        if isinstance(error, NotPermitted | Refused):
            raise PermissionDenied(str(error)) from error
        return None


def _asked_first(request: HttpRequest, error: SayFirst) -> HttpResponse:
    slug = request.inspectorate.slug  # type: ignore[attr-defined]
    where = reverse(error.page, kwargs={"inspectorate": slug, **error.values})
    return redirect(f"{where}?{urlencode({'next': request.get_full_path()})}")


def _not_yet(request: HttpRequest) -> HttpResponse | None:
    """Where a signed-in member must go first: to sign in anew, or to a second factor."""
    actor, inspectorate = request.actor, request.inspectorate  # type: ignore[attr-defined]
    if signed_in_seconds(request) > inspectorate.session_hours * 3600:
        return redirect_to_login(where_to_come_back(request), resolve_url(settings.LOGIN_URL))
    if needs_second_factor(actor.roles) and not is_confirmed(request):
        return redirect_to_login(where_to_come_back(request), resolve_url("second-factor"))
    return None


def _first_part(request: HttpRequest) -> str:
    return request.path_info.lstrip("/").split("/")[0]


def _request_id(request: HttpRequest) -> str:
    return (request.headers.get("X-Request-ID") or uuid.uuid4().hex)[:64]
