"""Fits an inspectorate's provider to the sign-in library.

A provider is named ``{inspectorate}.{opaque id}`` in addresses and sessions. It speaks for its own
inspectorate alone: whoever comes in through it is let into nothing else, and cannot change how
they sign in, because the provider of one inspectorate must not open another.
"""

from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from django.http import HttpRequest
from django.shortcuts import render

from inspectorate.accounts import second_factor
from inspectorate.accounts.models import SignInProvider
from inspectorate.accounts.operations.providers import admit
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, Refused
from inspectorate.kernel.seal import unseal
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

TWO_STEPS = frozenset({"mfa", "otp", "hwk"})
"""Values of the claim ``amr`` (RFC 8176) by which a provider says that two steps were taken."""


def name_of(inspectorate: str, provider_id: int) -> str:
    return f"{inspectorate}.{ids.encode('provider', provider_id)}"


def through(request: HttpRequest) -> str | None:
    """The inspectorate whose provider this session came in by; None after a password."""
    for record in get_authentication_records(request, request.user):
        if record.get("method") == "socialaccount":
            return str(record.get("provider", "")).split(".")[0]
    return None


def note_steps(request: HttpRequest, user: Any, sociallogin: Any = None, **_: Any) -> None:
    """At sign-in: believe the provider's word for a second step."""
    if sociallogin is None:
        return
    claims = (sociallogin.account.extra_data or {}).get("id_token") or {}
    said = claims.get("amr") if isinstance(claims, dict) else None
    if isinstance(said, list) and TWO_STEPS.intersection(map(str, said)):
        second_factor.confirm(request, user, kind="provider")


class ProviderAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The one active provider of this name, or none; they are never listed across."""
        slug, _, reference = (provider or "").partition(".")
        inspectorate = Inspectorate.objects.filter(slug=slug).first() if reference else None
        if inspectorate is None:
            return []
        try:
            number = ids.decode("provider", reference)
        except NotFound:
            return []
        with scope(inspectorate.pk):
            found = SignInProvider.objects.filter(pk=number, active=True).first()
        return [] if found is None else [_app(slug, found)]

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Only members and the invited, under an address that the provider has verified."""
        inspectorate = Inspectorate.objects.get(slug=sociallogin.account.provider.split(".")[0])
        verified = [one.email for one in sociallogin.email_addresses if one.verified]
        if sociallogin.state.get("process") not in {None, AuthProcess.LOGIN}:
            raise _refusal(request, "A provider can be used to sign in only.")
        if not verified:
            raise _refusal(
                request, "Your provider has not verified your e-mail address. Ask whoever runs it."
            )
        known = sociallogin.user if sociallogin.is_existing else None
        claims = sociallogin.account.extra_data.get("userinfo") or {}
        try:
            with scope(inspectorate.pk, why="Signed in with the inspectorate's provider"):
                person = admit(
                    email=verified[0], display_name=str(claims.get("name") or ""), known=known
                )
        except Refused as error:
            raise _refusal(request, str(error)) from None
        if known is None:
            sociallogin.connect(request, person)


def _app(slug: str, provider: SignInProvider) -> SocialApp:
    return SocialApp(
        provider="openid_connect",
        provider_id=name_of(slug, provider.pk),
        name=provider.name,
        client_id=provider.client_id,
        secret=unseal(provider.sealed_secret),
        settings={"server_url": provider.issuer, "oauth_pkce_enabled": True},
    )


def _refusal(request: HttpRequest, why: str) -> ImmediateHttpResponse:
    page = render(request, "accounts/provider_refused.html", {"why": why}, status=403)
    return ImmediateHttpResponse(page)
