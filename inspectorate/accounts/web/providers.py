"""Signing in with an inspectorate's own provider: setting it up, and using it."""

import logging
from typing import Any

import requests
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect import views as oidc
from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from inspectorate.accounts.operations.providers import add_provider, switch_provider
from inspectorate.accounts.queries import providers_of
from inspectorate.accounts.terms import Permission
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.seal import CannotUnseal
from inspectorate.kernel.web.forms import Form
from inspectorate.kernel.web.views import InspectorateRequest
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

log = logging.getLogger(__name__)


class ProviderForm(Form):
    name = forms.CharField(
        max_length=80,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("What people see, for example: Council sign-in."),
    )
    issuer = forms.CharField(
        max_length=300,
        label=gettext_lazy("Issuer"),
        help_text=gettext_lazy("Its address, beginning with https://."),
    )
    client_id = forms.CharField(max_length=200, label=gettext_lazy("Client ID"))
    client_secret = forms.CharField(
        max_length=500,
        label=gettext_lazy("Client secret"),
        help_text=gettext_lazy("Kept encrypted, and never shown again."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )


class SwitchForm(Form):
    version = forms.IntegerField(min_value=1, max_value=2_000_000_000)
    active = forms.BooleanField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def providers(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    request.actor.require(Permission.MANAGE_PEOPLE)
    form = ProviderForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            add_provider(actor=request.actor, **form.cleaned_data)
        except Invalid as error:
            form.take_faults(error.faults)
        except Refused as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, _("Saved. Try it before you tell people about it."))
            return redirect("sign-in-providers", inspectorate=inspectorate)
    values = {"form": form, "providers": providers_of(inspectorate, only_active=False)}
    status = 422 if form.errors else 200
    return render(request, "accounts/providers.html", values, status=status)


@require_POST
def switch(request: InspectorateRequest, inspectorate: str, provider: str) -> HttpResponse:
    form = SwitchForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0  # 0 was never a version
    try:
        switch_provider(
            actor=request.actor,
            provider_id=ids.decode("provider", provider),
            version=version,
            active=bool(request.POST.get("active")),
        )
    except Stale:
        messages.error(request, _("Somebody has changed this since you opened it. Look again."))
    return redirect("sign-in-providers", inspectorate=inspectorate)


@require_safe
def choose(request: HttpRequest, slug: str) -> HttpResponse:
    """The ways into one inspectorate; the address its administrators give to people."""
    inspectorate = Inspectorate.objects.filter(slug=slug).first()
    if inspectorate is None:
        raise Http404
    with scope(inspectorate.pk):
        found = providers_of(slug, only_active=True)
    return render(request, "accounts/ways_in.html", {"to": inspectorate, "providers": found})


def _guarded(view: Any, request: HttpRequest, provider_id: str) -> Any:
    """A provider that cannot be reached, or answers nonsense, is said in a sentence."""
    try:
        return view(request, provider_id)
    except (requests.RequestException, OAuth2Error, CannotUnseal, KeyError, ValueError) as error:
        log.warning("Signing in with %s failed: %s", provider_id, error)
        return render(
            request,
            "accounts/provider_refused.html",
            {
                "why": _(
                    "The provider cannot be reached, or is not set up as it should be. Try again in a few "
                    "minutes, or sign in with your password."
                )
            },
            status=503,
        )


@require_safe
def begin(request: HttpRequest, provider_id: str) -> Any:
    return _guarded(oidc.login, request, provider_id)


@require_safe
def come_back(request: HttpRequest, provider_id: str) -> Any:
    return _guarded(oidc.callback, request, provider_id)
