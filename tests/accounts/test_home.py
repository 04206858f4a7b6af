"""Where a person lands: straight in, or a choice; and the page about themselves."""

import pytest

from inspectorate.accounts.models import Membership
from inspectorate.tenancy.scope import scope
from tests.people import People, sign_in

pytestmark = pytest.mark.django_db


def test_asks_to_sign_in(client) -> None:
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


def test_one_inspectorate_leads_straight_in(client, people: People) -> None:
    assert sign_in(client, people.analyst).get("/")["Location"] == "/hmie/"


def test_several_are_offered_by_name(client, people: People, other) -> None:
    with scope(other.pk):
        Membership.objects.create(user=people.analyst.user, roles=["auditor"])
    page = sign_in(client, people.analyst).get("/")
    assert page.status_code == 200
    assert page.text.index('href="/hmie/"') < page.text.index('href="/elsewhere/"')
    assert "National analyst" in page.text


def test_nothing_of_others_is_listed(client, people: People) -> None:
    page = sign_in(client, people.operator).get("/")
    assert "belong to no inspectorate" in page.text
    assert "/hmie/" not in page.text
    assert "/operator/" in page.text


def test_about_me(client, people: People) -> None:
    page = sign_in(client, people.partner).get("/accounts/you/")
    assert people.partner.user.email in page.text
    assert "HM Inspectorate" in page.text
    assert "Committee partner" in page.text
