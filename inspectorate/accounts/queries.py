"""What the pages about people show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet
from django.utils import timezone

from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.models import ApiToken, Invitation, Membership, SignInProvider, User
from inspectorate.accounts.roles import MATRIX, PURPOSES, needs_second_factor
from inspectorate.accounts.terms import Permission, Role
from inspectorate.kernel import ids
from inspectorate.tenancy.everywhere import all_inspectorates
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import as_person


@dataclass(frozen=True, slots=True)
class Place:
    """An inspectorate that a person belongs to today; ``roles`` as words."""

    slug: str
    name: str
    roles: list[str]
    to_on: date | None


@dataclass(frozen=True, slots=True)
class CastMember:
    reference: str
    display_name: str
    post: str
    roles: list[str]
    purpose: str


@dataclass(frozen=True, slots=True)
class Cast:
    """The people of one demonstration inspectorate."""

    slug: str
    name: str
    people: list[CastMember]


def role_words(roles: Iterable[str]) -> list[str]:
    """The roles' names for the screen; one that is no longer known as it is stored."""
    return [str(Role(role).label) if role in Role.values else role for role in roles]


def on(day: date) -> Q:
    """Memberships in force on ``day``."""
    return Q(Q(from_on__isnull=True) | Q(from_on__lte=day)) & Q(
        Q(to_on__isnull=True) | Q(to_on__gte=day)
    )


def current_names(memberships: Iterable[int]) -> dict[int, str]:
    """The names of those of these memberships that are in force today, by their rows. What is sent
    reaches them and nobody else."""
    rows = Membership.objects.filter(
        on(timezone.localdate()), pk__in=set(memberships), user__is_active=True
    )
    return dict(rows.values_list("pk", "user__display_name"))


def places_of(user: User) -> list[Place]:
    """Where a person belongs today, by name; seen as themselves, outside any inspectorate."""
    with as_person(user.pk):
        # Not the guarded manager: no inspectorate's scope is open. Row level security shows a
        # person their own memberships and nothing else.
        own: QuerySet[Membership] = QuerySet(Membership)
        found = own.filter(on(timezone.localdate()), user_id=user.pk).select_related("inspectorate")
        return [
            Place(one.inspectorate.slug, one.inspectorate.name, role_words(one.roles), one.to_on)
            for one in found.order_by("inspectorate__name", "inspectorate_id")
        ]


def demonstration_cast() -> list[Cast]:
    """Everybody of the demonstration inspectorates, for the page that signs in by a click."""
    reason = "the demonstration's cast is listed before anybody has signed in"
    return [
        Cast(inspectorate.slug, inspectorate.name, _cast_of(inspectorate))
        for inspectorate in all_inspectorates(reason=reason)
        if inspectorate.demonstration
    ]


def _cast_of(_: Inspectorate) -> list[CastMember]:
    members: Iterable[Any] = (
        Membership.objects.filter(on(timezone.localdate()), user__is_active=True)
        .select_related("user")
        .order_by("user__display_name", "pk")
    )
    order = list(Role.values)
    cast = [
        CastMember(
            reference=ids.encode("person", one.user_id),
            display_name=one.user.display_name,
            post=one.post,
            roles=role_words(one.roles),
            purpose=" ".join(str(PURPOSES[Role(role)]) for role in one.roles if role in order),
        )
        for one in members
    ]
    first = {str(Role(role).label): number for number, role in enumerate(order)}
    return sorted(cast, key=lambda one: first.get(one.roles[0], len(order)) if one.roles else -1)


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation says to the invited; ``roles`` as words in one line."""

    email: str
    display_name: str
    roles: str
    has_account: bool


def offer_of(secret: str) -> Offer | None:
    """The open inspectorate's invitation of this secret, if it can still be accepted."""
    found: Invitation | None = Invitation.objects.filter(
        digest=digest_of(secret),
        accepted_at__isnull=True,
        withdrawn_at__isnull=True,
        expires_at__gt=timezone.now(),
    ).first()
    if found is None:
        return None
    user = User.objects.filter(email=found.email).first()
    return Offer(
        email=found.email,
        display_name=found.display_name,
        roles=", ".join(role_words(found.roles)),
        has_account=user is not None and user.has_usable_password(),
    )


def every_inspectorate() -> list[Inspectorate]:
    """The register: names and addresses, by name. What is inside stays inside."""
    return list(Inspectorate.objects.order_by("name", "pk"))


@dataclass(frozen=True, slots=True)
class Member:
    """A line of the list of people; ``state`` is current, ended or coming."""

    reference: str
    display_name: str
    email: str
    post: str
    roles: list[str]
    from_on: date | None
    to_on: date | None
    state: str
    second_factor: bool
    must_have_one: bool


def members() -> list[Member]:
    """Everybody who is, was or will be a member of the open inspectorate, by name."""
    rows: Iterable[Any] = Membership.objects.select_related("user").order_by(
        "user__display_name", "pk"
    )
    rows = list(rows)
    with_one = set(
        Authenticator.objects.filter(
            user_id__in=[row.user_id for row in rows], type__in=["totp", "webauthn"]
        ).values_list("user_id", flat=True)
    )
    return [_member(row, row.user_id in with_one) for row in rows]


def members_who_may(permission: Permission) -> list[int]:
    """The memberships of everybody whose roles allow something today. One statement."""
    today = timezone.localdate()
    rows = Membership.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=today),
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        roles__overlap=[str(role) for role, may in MATRIX.items() if permission in may],
        user__is_active=True,
    )
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _member(row: Membership, second_factor: bool) -> Member:
    today = timezone.localdate()
    if row.to_on is not None and row.to_on < today:
        state = "ended"
    elif row.from_on is not None and row.from_on > today:
        state = "coming"
    else:
        state = "current"
    return Member(
        reference=ids.encode("membership", row.pk),
        display_name=row.user.display_name,
        email=row.user.email,
        post=row.post,
        roles=role_words(row.roles),
        from_on=row.from_on,
        to_on=row.to_on,
        state=state,
        second_factor=second_factor,
        must_have_one=needs_second_factor(row.roles),
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that has not been answered."""

    reference: str
    email: str
    roles: list[str]
    expires_at: datetime


def waiting_invitations() -> list[Waiting]:
    """The open inspectorate's invitations that can still be accepted, newest first."""
    rows: Iterable[Invitation] = Invitation.objects.filter(
        accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=timezone.now()
    ).order_by("-pk")
    return [
        Waiting(ids.encode("invitation", row.pk), row.email, role_words(row.roles), row.expires_at)
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class TokenLine:
    """A token as its administrators see it; ``state`` is current, expired or revoked."""

    reference: str
    name: str
    hint: str
    scopes: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    state: str
    acts_as: str


def tokens(holder: int | None = None) -> list[TokenLine]:
    """The open inspectorate's API tokens, newest first; with ``holder`` only this member's own."""
    found = ApiToken.objects.select_related("holder__user").order_by("-pk")
    rows: Iterable[ApiToken] = found if holder is None else found.filter(holder_id=holder)
    return [
        TokenLine(
            ids.encode("token", row.pk),
            row.name,
            row.hint,
            list(row.scopes),
            row.created_at,
            row.expires_at,
            row.last_used_at,
            _token_state(row),
            row.holder.user.display_name if row.holder else "",
        )
        for row in rows
    ]


def _token_state(row: ApiToken) -> str:
    if row.revoked_at is not None:
        return "revoked"
    return "expired" if row.expires_at and row.expires_at <= timezone.now() else "current"


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """A provider of an inspectorate; ``provider_id`` is its name in addresses."""

    reference: str
    provider_id: str
    name: str
    issuer: str
    active: bool
    version: int


def providers_of(slug: str, *, only_active: bool) -> list[ProviderLine]:
    """The open inspectorate's sign-in providers, by name; ``slug`` is the inspectorate's."""
    rows: Iterable[SignInProvider] = SignInProvider.objects.order_by("name")
    return [
        ProviderLine(
            reference=ids.encode("provider", row.pk),
            provider_id=f"{slug}.{ids.encode('provider', row.pk)}",
            name=row.name,
            issuer=row.issuer,
            active=row.active,
            version=row.version,
        )
        for row in rows
        if row.active or not only_active
    ]
