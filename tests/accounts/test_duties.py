"""Things to do: given once, told once, in the inspectorate's words, at once or in one message a day."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from inspectorate.accounts.models import Duty, MailTemplate
from inspectorate.accounts.operations import end_duty, give_duty, tell_members
from inspectorate.accounts.operations.digests import send_digests
from inspectorate.accounts.rules.mail_words import fault, fill
from inspectorate.kernel.mail import send_waiting
from inspectorate.kernel.models import Mail
from inspectorate.tenancy.scope import scope
from tests.people import People, sign_in

pytestmark = pytest.mark.django_db
KIND = "return-write"
WORDS = {"area": "Torrance Vale"}
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def give(people: People, hmie):
    """Gives the duty to the partner and the lead; how many had it new."""

    def give(*whom, **changes) -> int:
        members = [one.membership.pk for one in whom or (people.partner, people.lead)]
        values = {"kind": KIND, "subject": "return-1", "path": "/hmie/inspections/x/return"}
        with scope(hmie.pk):
            return give_duty(**{**values, "members": members, "words": WORDS, **changes})

    return give


def mails(hmie) -> list[Mail]:
    with scope(hmie.pk):
        return list(Mail.objects.order_by("id"))


def test_given_and_told_once(client, people: People, hmie, give, mailoutbox) -> None:
    due = timezone.localdate() + timedelta(days=3)
    assert give(due_on=due) == 2
    assert give(due_on=due) == 0
    said = mails(hmie)
    assert [one.subject for one in said] == [
        f"Pre-inspection return asked for: Torrance Vale, by {due:%-d %B %Y}"
    ] * 2
    with scope(hmie.pk):
        assert send_waiting(said[0].key) == 2
        assert send_waiting(said[0].key) == 0
    assert "/hmie/inspections/x/return" in mailoutbox[0].body
    page = sign_in(client, people.partner).get("/hmie/duties")
    assert "Write the pre-inspection return of Torrance Vale" in page.text
    assert "Write the pre-inspection return" in client.get("/hmie/").text
    with scope(hmie.pk):
        assert end_duty(kind=KIND, subject="return-1") == 2
        assert end_duty(kind=KIND, subject="return-1") == 0
    assert "Nothing waits for you" in client.get("/hmie/duties").text


def test_another_day_is_another_duty_and_rounds_end_together(people: People, hmie, give) -> None:
    today = timezone.localdate()
    give(due_on=today)
    assert give(due_on=today + timedelta(days=7)) == 2
    assert give(subject="return-1:2") == 2
    assert give(subject="return-12") == 2
    with scope(hmie.pk):
        assert end_duty(kind=KIND, subject="return-1") == 6
        assert Duty.objects.get(membership=people.lead.membership, done_at=None).subject == (
            "return-12"
        )


def test_nobody_else_sees_or_gets_it(client, people: People, hmie, give) -> None:
    give(people.partner)
    assert "Nothing waits" in sign_in(client, people.other_partner).get("/hmie/duties").text
    assert sign_in(client, people.stranger).get("/hmie/duties").status_code == 404
    with scope(hmie.pk):
        membership = people.link.membership
        membership.to_on = timezone.localdate() - timedelta(days=1)
        membership.save()
    assert give(people.link) == 0
    assert [one.member_id for one in mails(hmie)] == [people.partner.membership.pk]


def test_an_unknown_kind_is_a_mistake_of_the_program(give) -> None:
    with pytest.raises(LookupError):
        give(kind="nothing-of-the-kind")


def choose(client, **sent):
    return client.post("/hmie/duties/mail", sent, follow=True)


def test_one_message_a_day(client, people: People, hmie, give) -> None:
    sign_in(client, people.partner)
    assert "One message a day from now on" in choose(client, version=0, daily="yes").text
    assert "in another window" in choose(client, version=0, daily="yes").text
    assert "not understood" in choose(client, version="x").text
    due = timezone.localdate() + timedelta(days=1)
    give(people.partner, due_on=due)
    assert mails(hmie) == []
    day = datetime(due.year, due.month, due.day, tzinfo=LONDON)
    early, morning, noon = (day.replace(hour=hour) for hour in (6, 8, 12))
    with scope(hmie.pk):
        assert [send_digests(at) for at in (early, morning, noon)] == [0, 1, 0]
        assert send_digests(morning + timedelta(days=1)) == 1, "late: said again, once a day"
        assert send_digests(noon + timedelta(days=1)) == 0
        end_duty(kind=KIND, subject="return-1")
        assert send_digests(morning + timedelta(days=2)) == 0
    first = mails(hmie)[0]
    assert first.subject == "1 thing for you at HM Inspectorate"
    assert "Write the pre-inspection return of Torrance Vale (by " in first.body


def test_going_back_to_each_at_once_tells_what_waits(client, people: People, hmie, give) -> None:
    sign_in(client, people.partner)
    choose(client, version=0, daily="yes")
    give(people.partner)
    assert "A message for each thing" in choose(client, version=1).text
    assert len(mails(hmie)) == 1
    give(people.partner, subject="return-2")
    assert len(mails(hmie)) == 2


TEMPLATES = "/hmie/people/messages"


def test_the_inspectorates_own_words(client, people: People, hmie, give) -> None:
    sign_in(client, people.administrator)
    assert "A pre-inspection return is asked for" in client.get(TEMPLATES).text
    page = client.get(f"{TEMPLATES}/{KIND}")
    assert "[area]" in page.text
    sent = {"version": 0, "subject": "Return of {area}", "body": "Dear {name}, it is {due}."}
    assert client.post(f"{TEMPLATES}/{KIND}", sent).status_code == 302
    give(people.partner, due_on=timezone.localdate())
    (said,) = mails(hmie)
    assert said.subject == "Return of Torrance Vale"
    assert said.body.startswith(f"Dear {people.partner.user.display_name}, it is")
    assert "/hmie/inspections/x/return" in said.body
    stale = client.post(f"{TEMPLATES}/{KIND}", sent | {"body": "Mine. {link}"})
    assert stale.status_code == 409
    assert "Mine. {link}" in stale.text
    assert "Somebody saved other words meanwhile" in stale.text
    assert client.post(f"{TEMPLATES}/{KIND}/usual").status_code == 302
    with scope(hmie.pk):
        assert not MailTemplate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"body": "Dear {nobody}"}, "{nobody} stands for nothing here"),
        ({"body": "Dear {name.__class__}"}, "stands for nothing here"),
        ({"subject": " "}, "Fill this in"),
        ({"body": "x" * 4001}, "at most 4000 characters"),
    ],
)
def test_words_that_cannot_be_sent(client, people: People, changes, said) -> None:
    sign_in(client, people.administrator)
    sent = {"version": 0, "subject": "Return of {area}", "body": "See {link}"} | changes
    page = client.post(f"{TEMPLATES}/{KIND}", sent)
    assert page.status_code == 422
    assert said in page.text.replace("&#x27;", "'")


def test_words_are_the_administrators(client, people: People) -> None:
    sign_in(client, people.lead)
    assert client.get(TEMPLATES).status_code == 403
    assert client.get(f"{TEMPLATES}/{KIND}").status_code == 403
    assert client.post(f"{TEMPLATES}/{KIND}/usual").status_code == 403
    sign_in(client, people.administrator)
    assert client.get(f"{TEMPLATES}/nothing").status_code == 404
    assert client.post(f"{TEMPLATES}/nothing/usual").status_code == 404
    assert sign_in(client, people.stranger).get(TEMPLATES).status_code == 404


def test_filling_in_is_not_a_language() -> None:
    assert fill("{a} {b} {a.b} {0}", {"a": "{b}", "b": "2"}) == "{b} 2 {a.b} {0}"
    assert fault("{a}", ["a"], 10) == ""
    assert "{b}" in fault("{b}", ["a"], 10)


def test_telling_without_asking(people: People, hmie) -> None:
    with scope(hmie.pk):
        for _ in range(2):
            tell_members(
                kind="return-accepted",
                subject="return-1",
                members=[people.partner.membership.pk],
                path="/hmie/",
                words=WORDS,
            )
        assert not Duty.objects.exists()
    assert len(mails(hmie)) == 1


def test_through_the_api(client, people: People, hmie, give) -> None:
    from inspectorate.accounts.operations.tokens import create_own_token

    give(people.partner, due_on=timezone.localdate() - timedelta(days=1))
    with scope(hmie.pk, person_id=people.partner.user.pk):
        token = create_own_token(
            actor=people.partner.actor,
            name="Mine",
            scopes=["inspections:read"],
            expires_at=timezone.now() + timedelta(days=1),
        )
    headers = {"Authorization": f"Bearer {token.secret}"}
    (one,) = client.get("/api/v1/hmie/duties", headers=headers).json()["results"]
    assert one["late"]
    assert one["title"] == "Write the pre-inspection return of Torrance Vale"
    assert client.get("/api/v1/hmie/duties").status_code == 401
