"""Raising a concern: nothing stands in its way, and it reaches those who can act."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail as outgoing
from django.utils import timezone

from evaluations.models import (
    Concern,
    ConcernRecipient,
    KeptIdentifier,
    SampledCase,
    TeamMember,
)
from evaluations.operations.concern_routes import widen_waiting
from evaluations.operations.concerns import acknowledge_concern, raise_concern
from evaluations.tasks import widen_concerns
from inspectorate.accounts.models import Duty, MailChoice
from inspectorate.accounts.operations.templates import keep_template
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotPermitted
from inspectorate.kernel.mail import send_waiting
from inspectorate.kernel.models import HistoryEntry, Mail
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.protection.conftest import inspection_id, recuse
from tests.people import Person, member

pytestmark = pytest.mark.django_db


def kept(world: World, reference: str) -> Concern:
    with scope(world.here.pk):
        return Concern.objects.get(pk=ids.decode("concern", reference))


def told(world: World, reference: str) -> set[int]:
    return set(kept(world, reference).routed_to)


def members(*people: Person) -> set[int]:
    return {one.membership.pk for one in people}


def test_it_is_kept_with_who_when_and_about_what(
    world: World, case: SampledCase, raised: Callable[..., str]
) -> None:
    seen_at = timezone.now() - timedelta(hours=3)
    one = kept(
        world,
        raised(
            where="At home",
            told_already="The head teacher",
            noticed_at=seen_at,
            sampled_case=ids.encode("sampled-case", case.pk),
        ),
    )
    assert (one.what, one.where, one.told_already) == (
        "The child has bruises.",
        "At home",
        "The head teacher",
    )
    assert (one.inspection_id, one.sampled_case_id) == (world.inspection.pk, case.pk)
    assert one.membership_id == world.people.inspector.membership.pk
    assert one.noticed_at == seen_at < one.raised_at
    assert one.status == "raised"
    with scope(world.here.pk):
        entry = HistoryEntry.objects.get(table_name="evaluations_concern", record_id=one.pk)
    assert entry.person_id == world.people.inspector.user.pk


def test_it_goes_to_the_lead_and_to_who_is_told_of_every_concern(
    world: World, raised: Callable[..., str]
) -> None:
    people = world.people
    duty = member(world.here, "Fraser Duty", [Role.ADMINISTRATOR])
    with scope(world.here.pk):
        ConcernRecipient.objects.create(membership=duty.membership)
    reference = raised()
    assert told(world, reference) == members(people.lead, duty)
    with scope(world.here.pk):
        assert send_waiting(f"concern-raised:concern-{kept(world, reference).pk}:") == 2
    assert {one.to[0] for one in outgoing.outbox} == {people.lead.user.email, duty.user.email}
    for one in outgoing.outbox:
        assert reference in one.body
        assert "bruises" not in one.body + one.subject


def test_without_an_inspection_it_goes_to_everybody_who_handles_concerns(
    world: World, raised: Callable[..., str]
) -> None:
    reference = raised(inspection=None)
    assert kept(world, reference).inspection_id is None
    assert told(world, reference) == members(world.people.lead, world.people.administrator)


def test_the_only_one_it_would_go_to_is_who_raised_it_so_it_goes_to_everybody(
    world: World, raised: Callable[..., str]
) -> None:
    reference = raised(by=world.people.lead)
    assert told(world, reference) == members(world.people.lead, world.people.administrator)


def test_who_was_recused_is_not_told(world: World, raised: Callable[..., str]) -> None:
    recuse(world, world.people.lead)
    assert told(world, raised()) == members(world.people.administrator)


def test_a_lead_whose_days_are_over_is_not_told_alone(
    world: World, raised: Callable[..., str]
) -> None:
    with scope(world.here.pk):
        TeamMember.objects.filter(role="lead").update(
            to_on=timezone.localdate() - timedelta(days=1)
        )
    assert told(world, raised()) == members(world.people.lead, world.people.administrator)


@pytest.mark.parametrize("reference", ["0123456789abcdef", "nonsense", ""])
def test_a_reference_that_leads_nowhere_does_not_stop_it(
    world: World, raised: Callable[..., str], reference: str
) -> None:
    one = kept(world, raised(inspection=reference, sampled_case=reference))
    assert (one.inspection_id, one.sampled_case_id) == (None, None)


def test_an_inspection_one_is_not_on_does_not_stop_it(
    world: World, case: SampledCase, raised: Callable[..., str]
) -> None:
    reference = raised(
        by=world.people.inspector_elsewhere, sampled_case=ids.encode("sampled-case", case.pk)
    )
    one = kept(world, reference)
    assert (one.inspection_id, one.sampled_case_id) == (None, None)
    assert told(world, reference) == members(world.people.lead, world.people.administrator)


def test_the_case_says_which_inspection(
    world: World, case: SampledCase, raised: Callable[..., str]
) -> None:
    reference = raised(inspection=None, sampled_case=ids.encode("sampled-case", case.pk))
    assert kept(world, reference).inspection_id == world.inspection.pk


def test_the_same_operation_again_is_the_same_concern(
    world: World, raised: Callable[..., str]
) -> None:
    key = uuid4()
    assert raised(client_key=key) == raised(client_key=key, what="Something else.")
    with scope(world.here.pk):
        assert Concern.objects.get().what == "The child has bruises."
        assert Mail.objects.count() == 1


def test_a_clock_that_is_ahead_is_not_believed(world: World, raised: Callable[..., str]) -> None:
    one = kept(world, raised(noticed_at=timezone.now() + timedelta(days=400)))
    assert one.noticed_at <= timezone.now()


def test_characters_that_cannot_be_kept_do_not_stop_it(
    world: World, raised: Callable[..., str]
) -> None:
    assert kept(world, raised(what="Help\x00 \ud800now")).what == "Help \ufffdnow"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"what": " \n"}, "what"),
        ({"what": "x" * 20_001}, "what"),
        ({"where": "x" * 20_001}, "where"),
    ],
)
def test_nothing_said_and_too_much_said(
    world: World, raised: Callable[..., str], given: dict, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        raised(**given)
    assert set(refused.value.faults) == {field}
    with scope(world.here.pk):
        assert not Concern.objects.exists()


def test_identifiers_stay_and_are_listed(world: World, raised: Callable[..., str]) -> None:
    one = kept(world, raised(what="He lives at EH12 9DN.", told_already="Rang 0131 496 0000."))
    with scope(world.here.pk):
        listed = KeptIdentifier.objects.filter(table_name="evaluations_concern", record_id=one.pk)
        assert {(each.field, each.kind) for each in listed} == {
            ("what", "postcode"),
            ("told_already", "telephone"),
        }
        assert {each.why for each in listed} == {"Concern for a child"}
        assert {each.inspection_id for each in listed} == {world.inspection.pk}


@pytest.mark.parametrize("who", ["partner", "analyst", "auditor", "link"])
def test_who_does_not_work_on_inspections_calls_the_police(
    world: World, raised: Callable[..., str], who: str
) -> None:
    with pytest.raises(NotPermitted, match="police"):
        raised(by=getattr(world.people, who))


@pytest.mark.parametrize(
    "who", ["inspector", "inspector_elsewhere", "associate", "medical", "lead", "moderator"]
)
def test_who_works_on_inspections_raises_it(
    world: World, raised: Callable[..., str], who: str
) -> None:
    assert kept(world, raised(by=getattr(world.people, who))).what


def wait(world: World, reference: str, minutes: int) -> None:
    with scope(world.here.pk):
        Concern.objects.filter(pk=ids.decode("concern", reference)).update(
            raised_at=timezone.now() - timedelta(minutes=minutes)
        )


def test_after_a_quarter_of_an_hour_everybody_is_told_once(
    world: World, raised: Callable[..., str]
) -> None:
    reference = raised()
    assert widen_concerns() == 0
    wait(world, reference, 16)
    assert widen_concerns() == 1
    assert widen_concerns() == 0
    one = kept(world, reference)
    assert told(world, reference) == members(world.people.lead, world.people.administrator)
    assert (one.status, one.version) == ("raised", 2)
    with scope(world.here.pk):
        assert Mail.objects.filter(key=f"concern-waiting:concern-{one.pk}:").count() == 2


def test_what_was_acknowledged_in_time_wakes_nobody(
    world: World, raised: Callable[..., str]
) -> None:
    reference = raised()
    with scope(world.here.pk):
        acknowledge_concern(actor=world.people.lead.actor, concern=reference, based_on=1)
    wait(world, reference, 60)
    with scope(world.here.pk):
        assert widen_waiting() == 0


def test_another_inspectorate_is_told_nothing(world: World, raised: Callable[..., str]) -> None:
    stranger = world.people.strange_inspector
    with scope(stranger.inspectorate.pk):
        made = raise_concern(
            actor=stranger.actor, what="Elsewhere.", inspection=inspection_id(world)
        )
        assert made["inspection"] is None
        assert set(Concern.objects.get().routed_to) == members(world.people.stranger)
    with scope(world.here.pk):
        assert not Concern.objects.exists()


def test_it_says_the_inspectorates_own_words_at_once_to_whoever_chose_one_message_a_day(
    world: World, raised: Callable[..., str]
) -> None:
    people = world.people
    with scope(world.here.pk):
        MailChoice.objects.create(membership=people.lead.membership, daily=True)
        keep_template(
            actor=people.administrator.actor,
            kind="concern-raised",
            based_on=0,
            subject="Child protection: act now",
            body="Ring the duty line, {name}, and open this:",
        )
    reference = raised()
    with scope(world.here.pk):
        assert send_waiting(f"concern-raised:concern-{kept(world, reference).pk}:") == 1
        assert not Duty.objects.exists()
    (one,) = outgoing.outbox
    assert one.to == [people.lead.user.email]
    assert one.subject == "Child protection: act now"
    assert f"Ring the duty line, {people.lead.user.display_name}" in one.body
    assert reference in one.body
    assert "bruises" not in one.body
