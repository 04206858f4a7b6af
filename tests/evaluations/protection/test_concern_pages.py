"""The pages of concerns: two clicks to raise one, and what follows."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import CaseMaterialRead, Concern, ConcernRecipient, SampledCase
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.protection.conftest import inspection_id, recuse
from tests.people import Person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[Person], Client]
Raised = Callable[..., str]
RAISE = "/hmie/child-at-risk"


def page(reference: str, deed: str = "") -> str:
    return f"/hmie/concerns/{reference}{deed}"


def only(world: World) -> Concern:
    with scope(world.here.pk):
        return Concern.objects.get()


def closing(version: int = 1, **given: str) -> dict[str, str]:
    return {
        "version": str(version),
        "told_whom": "PC Ross, Police Scotland",
        "told_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
        "outcome": "An officer visits today.",
        **given,
    }


# Two clicks


def test_two_clicks_from_a_page_of_the_inspection(
    world: World, case: SampledCase, signed_in: SignedIn
) -> None:
    client = signed_in(world.people.inspector)
    way = f"{RAISE}?inspection={inspection_id(world)}"
    assert (
        f'class="ins_concern" href="{way}"'
        in client.get(f"/hmie/inspections/{inspection_id(world)}").content.decode()
    )
    opened = client.get(way)
    assert opened.status_code == 200
    assert opened.context["form"].initial["inspection"] == inspection_id(world)
    said = opened.content.decode()
    assert "First call 999" in said
    assert "TV-C01" in said
    sent = {name: opened.context["form"][name].value() for name in ("inspection", "client_key")}
    answered = client.post(way, {**sent, "what": "The child has bruises."}, follow=True)
    assert "It is raised." in answered.content.decode()
    assert "Lorna Sim" in answered.content.decode()
    assert only(world).inspection_id == world.inspection.pk
    assert str(only(world).client_key) == sent["client_key"]


def test_the_only_inspection_one_is_on_is_chosen(world: World, signed_in: SignedIn) -> None:
    opened = signed_in(world.people.inspector).get(RAISE)
    assert opened.context["form"].initial["inspection"] == inspection_id(world)


def test_nothing_typed_is_lost_when_nothing_is_said(world: World, signed_in: SignedIn) -> None:
    answered = signed_in(world.people.inspector).post(RAISE, {"what": " ", "where": "At school"})
    assert answered.status_code == 422
    assert "At school" in answered.content.decode()
    with scope(world.here.pk):
        assert not Concern.objects.exists()


def test_sent_twice_is_one_concern(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.people.inspector)
    sent = {"what": "Help.", "client_key": "6f1c1b1e-0000-4000-8000-000000000001"}
    first, again = client.post(RAISE, sent), client.post(RAISE, sent)
    assert first.url == again.url
    assert only(world).what == "Help."


def test_a_choice_that_is_none_does_not_stop_it(world: World, signed_in: SignedIn) -> None:
    sent = {"what": "Help.", "inspection": "nonsense", "sampled_case": "0", "client_key": ""}
    assert signed_in(world.people.inspector).post(RAISE, sent).status_code == 302
    assert only(world).inspection_id is None


@pytest.mark.parametrize("who", ["inspector", "associate", "medical", "lead", "moderator"])
def test_the_way_is_on_every_page_of_who_works_on_inspections(
    world: World, signed_in: SignedIn, who: str
) -> None:
    assert f'href="{RAISE}"' in signed_in(getattr(world.people, who)).get("/hmie/").content.decode()


@pytest.mark.parametrize("who", ["partner", "analyst", "auditor", "link"])
def test_and_for_nobody_else(world: World, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(world.people, who))
    assert "ins_concern" not in client.get("/hmie/").content.decode()
    assert client.get(RAISE).status_code == 403
    assert client.post(RAISE, {"what": "Help."}).status_code == 403
    assert client.get("/hmie/concerns").status_code == 403


# The strip


def strip(client: Client) -> bool:
    return "ins_alarm" in client.get("/hmie/").content.decode()


def test_the_strip_is_there_for_who_was_told_until_somebody_acknowledges(
    world: World, raised: Raised, signed_in: SignedIn
) -> None:
    people = world.people
    lead = signed_in(people.lead)
    assert not strip(lead)
    reference = raised()
    assert strip(lead)
    assert not strip(signed_in(people.administrator))
    assert not strip(signed_in(people.inspector))
    answered = lead.post(page(reference, "/acknowledge"), {"version": "1"}, follow=True)
    assert "You have it in hand." in answered.content.decode()
    assert not strip(lead)
    assert only(world).acknowledged_by_id == people.lead.membership.pk


def test_the_strip_takes_one_statement_and_only_of_who_handles_concerns(
    world: World, raised: Raised, signed_in: SignedIn
) -> None:
    raised()
    for who, wanted in (("lead", 1), ("inspector", 0)):
        client = signed_in(getattr(world.people, who))
        with CaptureQueriesContext(connection) as asked:
            client.get("/hmie/")
        assert sum("routed_to" in one["sql"] for one in asked) == wanted


# Seeing


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("inspector", 200),
        ("lead", 200),
        ("administrator", 200),
        ("inspector_elsewhere", 404),
        ("associate", 404),
        ("moderator", 404),
        ("partner", 404),
        ("auditor", 404),
        ("stranger", 404),
    ],
)
def test_who_sees_it(
    world: World, raised: Raised, signed_in: SignedIn, who: str, status: int
) -> None:
    reference = raised()
    assert signed_in(getattr(world.people, who)).get(page(reference)).status_code == status


def test_reading_it_is_noted(world: World, raised: Raised, signed_in: SignedIn) -> None:
    reference = raised()
    signed_in(world.people.lead).get(page(reference))
    with scope(world.here.pk):
        read = CaseMaterialRead.objects.get()
    assert (read.what, read.records, read.how) == ("concern", [only(world).pk], "page")
    assert read.membership_id == world.people.lead.membership.pk
    assert read.inspection_id == world.inspection.pk
    assert read.purpose == "A child at risk now"


def test_the_list_says_nothing_of_what_was_written(
    world: World, raised: Raised, signed_in: SignedIn
) -> None:
    raised()
    raised(by=world.people.inspector_elsewhere, inspection=None)
    for who, count in (("lead", 2), ("inspector", 1), ("moderator", 0)):
        shown = signed_in(getattr(world.people, who)).get("/hmie/concerns")
        assert len(shown.context["shown"].lines) == count
        assert "bruises" not in shown.content.decode()
    with scope(world.here.pk):
        assert not CaseMaterialRead.objects.exists()


def test_the_list_takes_as_many_statements_for_many(
    world: World, raised: Raised, signed_in: SignedIn
) -> None:
    client = signed_in(world.people.lead)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get("/hmie/concerns")
        return len(captured)

    raised()
    asked()
    before = asked()
    for _ in range(4):
        raised()
    assert asked() == before


def test_pages_of_the_list(world: World, raised: Raised, signed_in: SignedIn) -> None:
    for _ in range(52):
        raised()
    client = signed_in(world.people.lead)
    first = client.get("/hmie/concerns").context
    second = client.get(f"/hmie/concerns{first['next']}").context
    assert (len(first["shown"].lines), len(second["shown"].lines)) == (50, 2)
    assert client.get("/hmie/concerns?after=nonsense&group=none").status_code == 200


# Dealing with it


def test_who_raised_it_sees_what_became_of_it(
    world: World, raised: Raised, signed_in: SignedIn
) -> None:
    reference = raised()
    signed_in(world.people.lead).post(page(reference, "/close"), closing())
    shown = signed_in(world.people.inspector).get(page(reference)).content.decode()
    assert "An officer visits today." in shown
    assert "PC Ross, Police Scotland" in shown


def test_closing_keeps_who_was_told_and_when(
    world: World, raised: Raised, signed_in: SignedIn
) -> None:
    reference = raised()
    answered = signed_in(world.people.lead).post(page(reference, "/close"), closing())
    assert answered.status_code == 302
    one = only(world)
    assert (one.status, one.told_whom) == ("closed", "PC Ross, Police Scotland")
    assert one.told_at is not None
    assert one.closed_by_id == one.acknowledged_by_id == world.people.lead.membership.pk
    with scope(world.here.pk):
        entries = HistoryEntry.objects.filter(table_name="evaluations_concern", record_id=one.pk)
        assert [entry.why for entry in entries.order_by("id")][-1] == "Closed"


@pytest.mark.parametrize(
    "given",
    [
        {"told_whom": ""},
        {"told_at": ""},
        {"told_at": "not a time"},
        {"told_at": "2999-01-01T10:00"},
        {"told_at": "0001-01-01T00:00"},
        {"outcome": " "},
        {"outcome": "x" * 20_001},
    ],
)
def test_it_is_not_closed_before_somebody_was_told(
    world: World, raised: Raised, signed_in: SignedIn, given: dict
) -> None:
    reference = raised()
    answered = signed_in(world.people.lead).post(page(reference, "/close"), closing(**given))
    assert answered.status_code == 422
    assert only(world).status == "raised"


@pytest.mark.parametrize("deed", ["/acknowledge", "/close", "/reopen"])
def test_who_raised_it_does_not_deal_with_it(
    world: World, raised: Raised, signed_in: SignedIn, deed: str
) -> None:
    reference = raised()
    answered = signed_in(world.people.inspector).post(page(reference, deed), closing(reason="x"))
    assert answered.status_code == 403
    assert only(world).status == "raised"


@pytest.mark.parametrize("deed", ["/acknowledge", "/close", "/reopen"])
def test_who_was_recused_finds_nothing(
    world: World, raised: Raised, signed_in: SignedIn, deed: str
) -> None:
    reference = raised()
    recuse(world, world.people.lead)
    client = signed_in(world.people.lead)
    assert client.get(page(reference)).status_code == 404
    assert client.post(page(reference, deed), closing(reason="x")).status_code == 404


def test_taking_it_over(world: World, raised: Raised, signed_in: SignedIn) -> None:
    reference = raised()
    people = world.people
    signed_in(people.lead).post(page(reference, "/acknowledge"), {"version": "1"})
    over = {"version": "2", "take_over": "yes"}
    signed_in(people.administrator).post(page(reference, "/acknowledge"), over)
    assert only(world).acknowledged_by_id == people.administrator.membership.pk
    again = signed_in(people.administrator).post(
        page(reference, "/acknowledge"), over | {"version": "3"}, follow=True
    )
    assert "You have it in hand already." in again.content.decode()


def test_the_quicker_one_has_it(world: World, raised: Raised, signed_in: SignedIn) -> None:
    reference = raised()
    people = world.people
    for who in (people.lead, people.administrator):
        answered = signed_in(who).post(
            page(reference, "/acknowledge"), {"version": "1"}, follow=True
        )
    assert "Somebody else was quicker." in answered.content.decode()
    assert only(world).acknowledged_by_id == people.lead.membership.pk
    assert signed_in(people.lead).post(page(reference, "/acknowledge")).status_code == 302


def test_closing_what_somebody_changed_meanwhile(
    world: World, raised: Raised, signed_in: SignedIn
) -> None:
    reference = raised()
    signed_in(world.people.administrator).post(page(reference, "/acknowledge"), {"version": "1"})
    answered = signed_in(world.people.lead).post(page(reference, "/close"), closing(1))
    assert answered.status_code == 409
    assert "An officer visits today." in answered.content.decode()
    assert only(world).status == "acknowledged"


def test_closed_twice_and_opened_again(world: World, raised: Raised, signed_in: SignedIn) -> None:
    reference = raised()
    client = signed_in(world.people.lead)
    assert client.get(page(reference, "/close")).status_code == 200
    client.post(page(reference, "/close"), closing())
    assert client.post(page(reference, "/close"), closing(2)).status_code == 409
    assert client.post(page(reference, "/reopen"), {"version": "2"}).status_code == 422
    assert client.get(page(reference, "/reopen")).status_code == 200
    opened = client.post(page(reference, "/reopen"), {"version": "2", "reason": "Not visited."})
    assert opened.status_code == 302
    one = only(world)
    assert (one.status, one.told_whom, one.closed_at) == ("acknowledged", "", None)
    shown = client.get(page(reference)).content.decode()
    assert "Not visited." in shown
    assert "PC Ross, Police Scotland" in shown
    assert client.post(page(reference, "/reopen"), closing(3, reason="x")).status_code == 409


def test_nothing_removes_a_concern(world: World, raised: Raised, signed_in: SignedIn) -> None:
    reference = raised()
    client = signed_in(world.people.lead)
    assert client.delete(page(reference)).status_code == 405
    assert client.post(page(reference)).status_code == 405


def test_a_late_one_says_so(world: World, raised: Raised, signed_in: SignedIn) -> None:
    reference = raised()
    with scope(world.here.pk):
        Concern.objects.update(raised_at=timezone.now() - timedelta(minutes=20))
    client = signed_in(world.people.lead)
    for where in ("/hmie/concerns", page(reference)):
        assert "Nobody has acknowledged it for 15 minutes" in client.get(where).content.decode()


# Who is told


def test_the_administrator_says_who_is_told_of_every_concern(
    world: World, signed_in: SignedIn
) -> None:
    client = signed_in(world.people.administrator)
    person = ids.encode("person", world.people.lead.membership.pk)
    assert (
        "Nobody is told of every concern yet."
        in client.get("/hmie/concerns/recipients").content.decode()
    )
    assert client.post("/hmie/concerns/recipients", {"person": person}).status_code == 302
    with scope(world.here.pk):
        kept = ConcernRecipient.objects.get()
    assert kept.membership_id == world.people.lead.membership.pk
    assert client.post("/hmie/concerns/recipients", {"person": person}).status_code == 422
    off = f"/hmie/concerns/recipients/{ids.encode('recipient', kept.pk)}/off"
    assert client.post(off).status_code == 302
    assert client.post(off).status_code == 404
    with scope(world.here.pk):
        assert not ConcernRecipient.objects.exists()


def test_who_handles_no_concerns_is_not_told_of_them(world: World, signed_in: SignedIn) -> None:
    person = ids.encode("person", world.people.inspector.membership.pk)
    answered = signed_in(world.people.administrator).post(
        "/hmie/concerns/recipients", {"person": person}
    )
    assert answered.status_code == 422


@pytest.mark.parametrize("who", ["lead", "inspector", "auditor"])
def test_nobody_else_says_who_is_told(world: World, signed_in: SignedIn, who: str) -> None:
    client = signed_in(getattr(world.people, who))
    for where in ("/hmie/concerns/recipients", "/hmie/concerns/advice"):
        assert client.get(where).status_code == 403
        assert client.post(where, {"text": "x", "version": "0"}).status_code == 403


def test_the_inspectorates_own_words_are_on_the_page(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.people.administrator)
    where = "/hmie/concerns/advice"
    assert client.post(where, {"text": "Ring 0131 496 0000.", "version": "0"}).status_code == 302
    assert "Ring 0131 496 0000." in signed_in(world.people.inspector).get(RAISE).content.decode()
    stale = client.post(where, {"text": "Ring nobody.", "version": "0"})
    assert stale.status_code == 409
    assert "Ring 0131 496 0000." in stale.content.decode()
    assert client.post(where, {"text": "x" * 2_001, "version": "1"}).status_code == 422
    assert client.post(where, {"text": "", "version": "1"}).status_code == 302
    assert "0131" not in signed_in(world.people.inspector).get(RAISE).content.decode()
