"""Who can be given a place beside a committee."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from areas.models import LinkInspector
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound

MEMBERSHIP: Any = LinkInspector._meta.get_field("membership").related_model
"""The memberships, by way of the reference to them: accounts' models are not imported."""


def members_in_role(role: Role) -> list[tuple[str, str]]:
    """Opaque id and name of everybody who holds a role today, by name."""
    rows = _current(role).values_list("pk", "user__display_name").order_by("user__display_name")
    return [(ids.encode("person", pk), name) for pk, name in rows]


def member_in_role(reference: str, role: Role) -> int | None:
    """The membership with this opaque id, when it holds the role today."""
    try:
        number = ids.decode("person", reference)
    except NotFound:
        return None
    found: int | None = _current(role).filter(pk=number).values_list("pk", flat=True).first()
    return found


def _current(role: Role) -> Any:
    today = timezone.localdate()
    return MEMBERSHIP.objects.filter(
        Q(from_on__isnull=True) | Q(from_on__lte=today),
        Q(to_on__isnull=True) | Q(to_on__gte=today),
        roles__contains=[role.value],
        user__is_active=True,
    )
