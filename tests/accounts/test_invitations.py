"""Invitations: sent by mail, accepted once, by the person they were meant for."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from inspectorate.accounts.models import Invitation, Membership, User
from inspectorate.accounts.tasks import send_invitation
from inspectorate.kernel.models import OutboxMessage
from inspectorate.tenancy.scope import scope
from tests.people import PASSWORD, People, sign_in

pytestmark = pytest.mark.django_db
NEW = "new.person@hmie.example"


def invite(client: Client, email: str = NEW, roles: tuple[str, ...] = ("national-analyst",)):
    return client.post("/hmie/people/invite", {"email": email, "roles": roles})


def deliver(inspectorate) -> None:
    """What the relay and the worker do with the waiting messages."""
    with scope(inspectorate.pk):
        waiting = list(OutboxMessage.objects.values_list("task", "arguments"))
    for task, arguments in waiting:
        assert task == "accounts.send_invitation"
        send_invitation(inspectorate_id=inspectorate.pk, **arguments)


@pytest.fixture
def link(client, people: People, hmie) -> str:
    """The path in the message that an invitation of somebody new sent."""
    sign_in(client, people.administrator)
    assert invite(client)["Location"] == "/hmie/people/"
    deliver(hmie)
    return re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)


def choice(**changes: str) -> dict[str, str]:
    return {"display_name": "New Person", "password": PASSWORD, "again": PASSWORD} | changes


def test_the_message_says_who_invites_to_what(link: str, hmie) -> None:
    (message,) = mail.outbox
    assert message.to == [NEW]
    assert message.subject == "You are invited to HM Inspectorate"
    assert "National analyst" in message.body
    with scope(hmie.pk):
        invitation = Invitation.objects.get()
        kept = str(OutboxMessage.objects.values_list("arguments", flat=True).get())
    secret = link.rstrip("/").split("/")[-1]
    assert secret not in kept
    assert secret not in invitation.digest
    assert (invitation.expires_at - invitation.created_at).days in {13, 14}


def test_delivered_twice_it_is_the_same_link(link: str, hmie) -> None:
    deliver(hmie)
    assert link in mail.outbox[-1].body


def test_somebody_new_joins_with_a_name_and_a_password(link: str, hmie) -> None:
    there = Client()
    page = there.get(link)
    assert page.status_code == 200
    assert "Join HM Inspectorate" in page.text
    response = there.post(link, choice())
    assert (response.status_code, response["Location"]) == (302, "/hmie/")
    assert there.get("/hmie/people/matrix").status_code == 200
    user = User.objects.get(email=NEW)
    assert user.display_name == "New Person"
    assert user.check_password(PASSWORD)
    with scope(hmie.pk):
        joined = Membership.objects.get(user=user)
        assert (joined.roles, joined.from_on) == (["national-analyst"], timezone.localdate())
        assert Invitation.objects.get().accepted_at is not None


def test_it_works_once(link: str) -> None:
    Client().post(link, choice())
    for again in (Client().get(link), Client().post(link, choice(password="another long one 1"))):
        assert again.status_code == 404
        assert "not valid" in again.text
    assert User.objects.get(email=NEW).check_password(PASSWORD)


def test_not_after_a_fortnight(link: str, hmie) -> None:
    with scope(hmie.pk):
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().post(link, choice()).status_code == 404
    assert not User.objects.filter(email=NEW).exists()


def test_not_when_withdrawn(client, link: str, hmie) -> None:
    page = client.get("/hmie/people/")
    assert NEW in page.text
    withdraw = re.search(r'action="(/hmie/people/invitations/\w+/withdraw)"', page.text).group(1)
    assert client.post(withdraw).status_code == 302
    assert Client().post(link, choice()).status_code == 404
    assert NEW not in client.get("/hmie/people/").text.replace("The invitation of " + NEW, "")


def test_withdrawing_after_acceptance_is_refused(client, link: str, hmie) -> None:
    page = client.get("/hmie/people/")
    withdraw = re.search(r'action="(/hmie/people/invitations/\w+/withdraw)"', page.text).group(1)
    Client().post(link, choice())
    assert "End the membership instead" in client.post(withdraw, follow=True).text
    with scope(hmie.pk):
        assert Invitation.objects.get().withdrawn_at is None


@pytest.mark.parametrize(
    "change",
    [
        {"password": "short", "again": "short"},
        {"again": "different phrase 2009"},
        {"password": "password1234", "again": "password1234"},
        {"display_name": ""},
        {"display_name": "a\x00b"},
        {"password": "x" * 129, "again": "x" * 129},
    ],
    ids=str,
)
def test_bad_choices_are_said(link: str, change: dict[str, str]) -> None:
    response = Client().post(link, choice(**change))
    assert response.status_code == 422
    assert not User.objects.filter(email=NEW).exists()


def test_a_member_of_another_inspectorate_joins_when_signed_in(people: People, hmie) -> None:
    admin = sign_in(Client(), people.administrator)
    invite(admin, people.stranger.user.email, ("auditor",))
    deliver(hmie)
    link = re.search(r"http://testserver(\S+)", mail.outbox[-1].body).group(1)
    anonymous = Client()
    assert "Sign in to accept" in anonymous.get(link).text
    refused = anonymous.post(link, choice())
    assert refused.status_code == 409
    theirs = sign_in(Client(), people.stranger)
    assert theirs.post(link)["Location"] == "/hmie/"
    assert people.stranger.user.check_password(PASSWORD)
    with scope(hmie.pk):
        assert Membership.objects.get(user=people.stranger.user).roles == ["auditor"]


def test_not_for_somebody_else_who_is_signed_in(link: str, people: People, hmie) -> None:
    other = sign_in(Client(), people.stranger)
    assert "another address" in other.get(link).text
    assert other.post(link).status_code == 409
    with scope(hmie.pk):
        assert not Membership.objects.filter(user=people.stranger.user).exists()


def test_a_link_of_one_inspectorate_is_nothing_in_another(link: str) -> None:
    assert Client().get(link.replace("/hmie/", "/elsewhere/")).status_code == 404
    assert Client().get(link.replace("/hmie/", "/nowhere/")).status_code == 404
    assert Client().get("/accounts/invitation/hmie/x/").status_code == 404


def test_members_and_the_invited_are_not_invited_again(client, people: People) -> None:
    sign_in(client, people.administrator)
    assert invite(client, people.analyst.user.email.upper()).status_code == 409
    assert invite(client).status_code == 302
    assert "already" in invite(client).text


@pytest.mark.parametrize(
    ("email", "roles"),
    [("nobody", ("auditor",)), (NEW, ()), (NEW, ("king",)), ("a\x00@x.example", ("auditor",))],
)
def test_bad_invitations(client, people: People, hmie, email: str, roles: tuple) -> None:
    sign_in(client, people.administrator)
    assert invite(client, email, roles).status_code == 422
    with scope(hmie.pk):
        assert not Invitation.objects.exists()
        assert not OutboxMessage.objects.exists()
