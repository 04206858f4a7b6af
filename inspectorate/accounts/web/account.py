"""A person's own pages, outside any inspectorate."""

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from inspectorate.accounts.queries import places_of
from inspectorate.accounts.second_factor import has_one
from inspectorate.accounts.sign_in_providers import through


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The inspectorates a person belongs to; straight in when it is one and nothing else is theirs."""
    if (slug := through(request)) is not None:
        return redirect(f"/{slug}/")
    places = places_of(request.user)  # type: ignore[arg-type]
    if len(places) == 1 and not request.user.is_operator:  # type: ignore[union-attr]
        return redirect(f"/{places[0].slug}/")
    return render(request, "accounts/home.html", {"places": places})


@require_safe
def you(request: HttpRequest) -> HttpResponse:
    places = places_of(request.user)  # type: ignore[arg-type]
    values = {"places": places, "has_one": has_one(request.user)}
    return render(request, "accounts/you.html", values)


@require_safe
def second_factor(request: HttpRequest) -> HttpResponse:
    """Says why a second step is needed, and leads to setting one up or showing it."""
    wanted = request.GET.get("next", "")
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    onward = "?" + urlencode({"next": wanted if own else "/"})
    values = {
        "has_one": has_one(request.user),
        "through": through(request),
        "confirm_url": resolve_url("mfa_reauthenticate") + onward,
        "app_url": resolve_url("mfa_activate_totp") + onward,
        "key_url": resolve_url("mfa_add_webauthn") + onward,
    }
    return render(request, "accounts/second_factor.html", values)


@require_POST
def sign_out_everywhere(request: HttpRequest) -> HttpResponse:
    for session in UserSession.objects.filter(user=request.user):
        session.end()
    logout(request)
    messages.success(request, _("You are signed out on every device."))
    return redirect("account_login")
