"""Opening an inspectorate from the operator's page: with its first administrator invited."""

from django.db import transaction

from inspectorate.accounts.operations.inspectorates import create_inspectorate
from inspectorate.accounts.operations.invitations import invite
from inspectorate.accounts.people import system_actor
from inspectorate.accounts.terms import Role
from inspectorate.kernel.errors import Refused
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope


@transaction.atomic
def open_inspectorate(
    *, slug: str, name: str, time_zone: str, notice: str, administrator: str, site: str
) -> Inspectorate:
    """A new inspectorate and an invitation to its first administrator, or nothing.

    Raises Invalid, and Refused when the address is taken.
    """
    done = create_inspectorate(slug=slug, name=name, time_zone=time_zone, notice=notice)
    if not done.made:
        raise Refused(f"The address {slug} is taken. Choose another address.")
    with scope(done.inspectorate.pk, why="Inspectorate opened"):
        invite(
            actor=system_actor(done.inspectorate.pk),
            email=administrator,
            display_name="",
            roles=[Role.ADMINISTRATOR],
            site=site,
        )
    return done.inspectorate
