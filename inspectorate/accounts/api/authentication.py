"""Bearer tokens: checked, and the scope opened, in one statement."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.people import Actor
from inspectorate.accounts.roles import MATRIX, permissions_of
from inspectorate.accounts.terms import Role
from inspectorate.tenancy.scope import Scope, adopt


@dataclass(frozen=True, slots=True)
class Token:
    """What the endpoint may know of the token it is called with."""

    id: int
    scopes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Tool:
    """DRF's idea of a user, for a tool."""

    name: str
    is_authenticated: bool = True


class TokenAuthentication(BaseAuthentication):
    """401 without a token that is valid *in this inspectorate*: an inspectorate that does not exist
    and a token of another one look the same."""

    def authenticate(self, request: Request) -> tuple[Tool, Token]:
        parts = get_authorization_header(request).split()
        if len(parts) != 2 or parts[0].lower() != b"bearer":  # noqa: PLR2004
            raise NotAuthenticated("Send Authorization: Bearer and a token.")
        secret = parts[1].decode("latin-1")
        slug = request.parser_context["kwargs"]["inspectorate"]
        request_id = request.headers.get("X-Request-ID", "")[:64]
        with connection.cursor() as cursor:
            cursor.execute(
                "select * from open_scope_by_token(%s, %s, %s)",
                [slug, digest_of(secret), request_id.replace("\x00", "")],
            )
            found = cursor.fetchone()
        if found is None:
            raise AuthenticationFailed("This token is not valid here: unknown, expired or revoked.")
        token_id, inspectorate_id, name, scopes, *holder = found
        actor = _actor(token_id, inspectorate_id, name, *holder)
        adopt(Scope(inspectorate_id, actor.person_id, f"API token {name}", request_id))
        request._request.actor = actor  # type: ignore[attr-defined]
        return Tool(name), Token(token_id, frozenset(scopes))

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="inspectorate"'


def _actor(
    token_id: int,
    inspectorate_id: int,
    name: str,
    membership_id: int | None,
    person_id: int | None,
    person: str,
    roles: list[str],
) -> Actor:
    """A tool; or, with a token of their own, a person and what they may do today."""
    if membership_id is None:
        tool = Role.EXTERNAL_TOOL
        return Actor(inspectorate_id, name, MATRIX[tool], (tool,), token_id=token_id)
    may = permissions_of(roles)
    return Actor(inspectorate_id, person, may, tuple(roles), person_id, membership_id, token_id)


class TokenDescription(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the API's description says it."""

    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, _auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token of the inspectorate in the address, with the scope "
            "`collection:read` or `collection:write`. A tool's token acts as the tool; a person's own "
            "token acts as that person, who may do no more than in the browser.",
        }
