"""The person acting: who they are, in which inspectorate, with what permissions."""

from dataclasses import dataclass

from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import NotPermitted


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, seen the same from pages, endpoints, tasks and commands.

    ``person_id`` is the user's id (None for the system and for tools), ``membership_id`` their
    membership of this inspectorate, ``token_id`` the API token used.
    """

    inspectorate_id: int
    display_name: str
    permissions: frozenset[Permission]
    roles: tuple[str, ...] = ()
    person_id: int | None = None
    membership_id: int | None = None
    token_id: int | None = None

    def may(self, permission: Permission) -> bool:
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raises NotPermitted, naming what is missing."""
        if permission not in self.permissions:
            raise NotPermitted(f"Your role does not allow this: {permission.label}.")


def system_actor(inspectorate_id: int) -> Actor:
    """For commands run by the operator and for tasks nobody asked for; may do everything."""
    return Actor(inspectorate_id, "System", frozenset(Permission))
