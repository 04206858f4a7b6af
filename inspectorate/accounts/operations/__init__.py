"""Everything that changes people, invitations, tokens, sign-in providers and inspectorates."""

from inspectorate.accounts.operations.inspectorates import create_inspectorate, make_operator
from inspectorate.accounts.operations.people import add_member
from inspectorate.accounts.operations.tokens import create_api_token, revoke_api_token

__all__ = [
    "add_member",
    "create_api_token",
    "create_inspectorate",
    "make_operator",
    "revoke_api_token",
]
