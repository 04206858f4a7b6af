"""Every address there is, tried by a member of another inspectorate and by another's token.

The addresses are read from the resolver, so that a new one cannot be forgotten. Every one inside an
inspectorate is tried with values that exist there wherever the name of the part says which.
"""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from inspectorate.accounts.operations import create_api_token
from inspectorate.accounts.people import system_actor
from inspectorate.accounts.terms import Scope
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People, sign_in

pytestmark = pytest.mark.django_db

PAGES = "<slug:inspectorate>/"
API = "api/v1/<slug:inspectorate>/"
SHUT = {302, 403, 404, 405}
FALLBACK = {"IntConverter": "1", "UUIDConverter": "00000000-0000-0000-0000-000000000001"}


def routes(patterns: list, before: str = "", converters: dict | None = None) -> Iterator[tuple]:
    """Every pattern of the product: its route, its converters and its view."""
    for one in patterns:
        found = {**(converters or {}), **one.pattern.converters}
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, before + str(one.pattern), found)
        elif isinstance(one, URLPattern):
            yield before + str(one.pattern), found, one.callback


def inside(start: str) -> list:
    found = [
        pytest.param(route, converters, view, id=route)
        for route, converters, view in routes(get_resolver().url_patterns)
        if route.startswith(start)
    ]
    assert found, f"No address begins with {start}"
    return found


def address(route: str, converters: dict, values: dict[str, str]) -> str:
    for name, converter in converters.items():
        kind = type(converter).__name__
        value = values.get(name, FALLBACK.get(kind, "0123456789abcdef"))
        for spelling in (f"<{name}>", *(f"<{one}:{name}>" for one in SPELLINGS[kind])):
            route = route.replace(spelling, value)
    assert "<" not in route, route
    return "/" + route


SPELLINGS = {
    "StringConverter": ["str"],
    "SlugConverter": ["slug"],
    "IntConverter": ["int"],
    "UUIDConverter": ["uuid"],
    "PathConverter": ["path"],
}


@pytest.fixture
def values(people: People, hmie: Inspectorate) -> dict[str, str]:
    """Parts of addresses that lead to something in HM Inspectorate."""
    return {
        "inspectorate": hmie.slug,
        "person": ids.encode("membership", people.analyst.membership.pk),
    }


def is_public(view: object) -> bool:
    return bool(getattr(view, "public", False))


@pytest.mark.parametrize(("route", "converters", "view"), inside(PAGES))
def test_pages_are_shut_to_others(
    people: People, values: dict, route: str, converters: dict, view: object
) -> None:
    """404 for members of another inspectorate and for the operator, sign-in for nobody; public
    pages are for everybody to read and for nobody to write."""
    where = address(route, converters, values)
    for person in (people.stranger, people.strange_inspector, people.operator):
        client = sign_in(Client(), person)
        if not is_public(view):
            assert client.get(where).status_code in {404, 405}, where
        assert client.post(where, {"version": "1"}).status_code in {404, 405}, where
    if not is_public(view):
        for response in (Client().get(where), Client().post(where)):
            assert response.status_code in SHUT, where
            assert response.status_code != 302 or response["Location"].startswith("/accounts/login")


def token_of(inspectorate: Inspectorate) -> str:
    with scope(inspectorate.pk):
        made = create_api_token(
            actor=system_actor(inspectorate.pk), name="All", scopes=list(Scope.values)
        )
    return made.secret


@pytest.mark.parametrize(("route", "converters", "view"), inside(API))
@pytest.mark.parametrize("method", ["get", "post", "patch", "put", "delete"])
def test_endpoints_are_shut_to_others(
    values: dict, other: Inspectorate, route: str, converters: dict, view: object, method: str
) -> None:
    """401 with a token of another inspectorate, with nonsense and with none; also 405."""
    where = address(route, converters, values)
    for header in (f"Bearer {token_of(other)}", "Bearer x", "Basic x", ""):
        call = getattr(Client(headers={"Authorization": header} if header else {}), method)
        response = call(where, content_type="application/json") if method != "get" else call(where)
        assert response.status_code in {401, 405}, where
        assert response["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(("route", "converters", "view"), inside(API))
def test_a_session_is_no_token(
    people: People, values: dict, route: str, converters: dict, view: object
) -> None:
    client = sign_in(Client(), people.administrator)
    assert client.get(address(route, converters, values)).status_code in {401, 405}
