"""The operator opens inspectorates and sees nothing inside them."""

import pytest

from inspectorate.accounts.models import Invitation
from inspectorate.kernel.models import OutboxMessage
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People, sign_in

pytestmark = pytest.mark.django_db
PAGE = "/operator/"
NEW = {
    "name": "Estyn",
    "slug": "estyn",
    "time_zone": "Europe/London",
    "notice": "",
    "administrator": "first@estyn.example",
}


def test_opens_one_and_invites_its_administrator(client, people: People) -> None:
    sign_in(client, people.operator)
    assert "HM Inspectorate" in client.get(PAGE).text
    assert client.post(PAGE, NEW).status_code == 302
    estyn = Inspectorate.objects.get(slug="estyn")
    with scope(estyn.pk):
        invitation = Invitation.objects.get()
        assert OutboxMessage.objects.get().task == "accounts.send_invitation"
    assert (invitation.email, invitation.roles) == ("first@estyn.example", ["administrator"])
    assert "/estyn/" in client.get(PAGE).text


@pytest.mark.parametrize(
    "change",
    [
        {"slug": "hmie"},
        {"slug": "api"},
        {"slug": "Not This"},
        {"slug": ""},
        {"name": ""},
        {"time_zone": "Mars"},
        {"administrator": "nobody"},
        {"notice": "x" * 501},
        {"name": "a\x00b"},
    ],
    ids=str,
)
def test_bad_values_leave_nothing(client, people: People, change: dict[str, str]) -> None:
    before = Inspectorate.objects.count()
    sign_in(client, people.operator)
    response = client.post(PAGE, NEW | change)
    assert response.status_code == 422
    assert Inspectorate.objects.count() == before


def test_sees_nothing_inside(client, people: People) -> None:
    sign_in(client, people.operator)
    for path in ("/hmie/", "/hmie/people/", "/hmie/people/matrix"):
        assert client.get(path).status_code == 404


def test_only_for_operators_with_a_second_factor(client, people: People) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")
    for person in (people.administrator, people.stranger):
        sign_in(client, person)
        assert client.get(PAGE).status_code == 404
        assert client.post(PAGE, NEW).status_code == 404
    sign_in(client, people.operator, second_factor=False)
    assert client.post(PAGE, NEW)["Location"].startswith("/accounts/second-factor/")
    assert not Inspectorate.objects.filter(slug="estyn").exists()
