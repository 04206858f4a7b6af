"""Mail to members: once for a person and a key, and only to who is one."""

from datetime import date

import pytest
from django.core import mail as outgoing

from inspectorate.accounts.models import Membership
from inspectorate.kernel.mail import SEND, absolute, send_after_commit, send_waiting
from inspectorate.kernel.models import Mail, OutboxMessage
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People

pytestmark = pytest.mark.django_db


def test_once_for_a_person_and_key(hmie: Inspectorate, people: People) -> None:
    to = [people.lead.membership.pk, people.administrator.membership.pk]
    with scope(hmie.pk):
        send_after_commit([*to, to[0]], "A\nsubject", "Open it.", "concern-raised-1")
        asked = OutboxMessage.objects.get(task=SEND)
        assert asked.arguments == {"key": "concern-raised-1"}
        assert outgoing.outbox == []
        assert send_waiting("concern-raised-1") == 2
        send_after_commit(to, "A subject", "Open it.", "concern-raised-1")
        assert send_waiting("concern-raised-1") == 0
    assert sorted(one.to[0] for one in outgoing.outbox) == sorted(
        [people.lead.user.email, people.administrator.user.email]
    )
    assert {one.subject for one in outgoing.outbox} == {"A subject"}


def test_not_to_who_has_left_or_is_switched_off(hmie: Inspectorate, people: People) -> None:
    people.lead.user.is_active = False
    people.lead.user.save()
    with scope(hmie.pk):
        Membership.objects.filter(pk=people.analyst.membership.pk).update(to_on=date(2020, 1, 1))
        members = [people.lead.membership.pk, people.analyst.membership.pk]
        send_after_commit(members, "A subject", "Open it.", "k")
        assert send_waiting("k") == 0
        assert Mail.objects.filter(sent_at=None).count() == 0
    assert outgoing.outbox == []


def test_another_inspectorate_sends_nothing_of_ours(
    hmie: Inspectorate, other: Inspectorate, people: People
) -> None:
    with scope(hmie.pk):
        send_after_commit([people.lead.membership.pk], "A subject", "Open it.", "k")
    with scope(other.pk):
        assert send_waiting("k") == 0


def test_nobody_to_tell_is_nothing_to_do(hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        send_after_commit([], "A subject", "Open it.", "k")
        assert not OutboxMessage.objects.filter(task=SEND).exists()


def test_links_lead_to_the_site(settings: object) -> None:
    settings.SITE_URL = "https://inspections.example.org"  # type: ignore[attr-defined]
    assert absolute("/hmie/concerns") == "https://inspections.example.org/hmie/concerns"
