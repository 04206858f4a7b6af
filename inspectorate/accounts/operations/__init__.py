"""Everything that changes people, invitations, tokens, sign-in providers and inspectorates."""

from inspectorate.accounts.operations.duties import (
    end_duty,
    give_duty,
    members_told,
    tell_each,
    tell_members,
)
from inspectorate.accounts.operations.inspectorates import (
    create_inspectorate,
    make_operator,
    set_working_days,
)
from inspectorate.accounts.operations.invitations import (
    Choice,
    accept_invitation,
    invite,
    withdraw_invitation,
)
from inspectorate.accounts.operations.memberships import (
    Differing,
    change_membership,
    end_membership,
)
from inspectorate.accounts.operations.opening import open_inspectorate
from inspectorate.accounts.operations.people import add_member
from inspectorate.accounts.operations.tokens import create_api_token, revoke_api_token

__all__ = [
    "Choice",
    "Differing",
    "accept_invitation",
    "add_member",
    "change_membership",
    "create_api_token",
    "create_inspectorate",
    "end_duty",
    "end_membership",
    "give_duty",
    "invite",
    "make_operator",
    "members_told",
    "open_inspectorate",
    "revoke_api_token",
    "set_working_days",
    "tell_each",
    "tell_members",
    "withdraw_invitation",
]
