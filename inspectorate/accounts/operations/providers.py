"""An inspectorate's own OpenID Connect providers, and who may come in through them."""

from urllib.parse import urlsplit

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from inspectorate.accounts.models import Membership, SignInProvider, User
from inspectorate.accounts.operations.inspectorates import person_with
from inspectorate.accounts.operations.invitations import waiting
from inspectorate.accounts.operations.people import add_member
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.accounts.queries import on
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.seal import seal

WELL_KNOWN = "/.well-known/openid-configuration"


def _can_be_an_issuer(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    schemes = {"https", "http"} if settings.SIGN_IN_PROVIDERS_OVER_HTTP else {"https"}
    return bool(
        parts.scheme in schemes and parts.hostname and not parts.query and not parts.fragment
    )


@transaction.atomic
def add_provider(
    *, actor: Actor, name: str, issuer: str, client_id: str, client_secret: str
) -> SignInProvider:
    """Let members sign in with a provider. Raises NotPermitted, Invalid, Refused (a name twice)."""
    actor.require(Permission.MANAGE_PEOPLE)
    issuer = issuer.strip().removesuffix(WELL_KNOWN).rstrip("/")
    if not _can_be_an_issuer(issuer):
        raise Invalid({"issuer": "Give the issuer's address, beginning with https://."})
    try:
        with transaction.atomic():
            provider: SignInProvider = SignInProvider.objects.create(
                name=name.strip(),
                issuer=issuer,
                client_id=client_id.strip(),
                sealed_secret=seal(client_secret),
            )
    except IntegrityError:
        raise Refused("There is a provider of this name. Choose another name.") from None
    return provider


@transaction.atomic
def switch_provider(
    *, actor: Actor, provider_id: int, version: int, active: bool
) -> SignInProvider:
    """Let people in through a provider, or no longer. Raises NotFound, NotPermitted, Stale."""
    actor.require(Permission.MANAGE_PEOPLE)
    provider: SignInProvider | None = (
        SignInProvider.objects.select_for_update(no_key=True, of=("self",))
        .filter(pk=provider_id)
        .first()
    )
    if provider is None:
        raise NotFound
    if provider.version != version:
        raise Stale(provider)
    if provider.active != active:
        provider.active, provider.version = active, version + 1
        provider.save(update_fields=["active", "version"])
    return provider


@transaction.atomic
def admit(*, email: str, display_name: str, known: User | None) -> User:
    """The member or the invited of the open inspectorate whom its provider vouches for.

    ``known`` is who came before under the same name at the provider. An invitation to the address
    is accepted by that. Raises Refused for anybody else.
    """
    today = timezone.localdate()
    person = known or User.objects.filter(email=email.lower()).first()
    if person is not None and person.is_active:
        if Membership.objects.filter(on(today), user=person).exists():
            return person
        email = person.email
    invitation = waiting().select_for_update(of=("self",)).filter(email=email.lower()).first()
    if invitation is None or (person is not None and not person.is_active):
        raise Refused(
            "You are not a member of this inspectorate. Ask one of its administrators to invite "
            "you under the e-mail address that your provider knows."
        )
    person, _ = person_with(email=invitation.email, display_name=display_name)
    add_member(
        actor=system_actor(invitation.inspectorate_id),
        email=person.email,
        display_name=person.display_name,
        roles=invitation.roles,
        from_on=today,
    )
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    return person
