"""Adding, editing and withdrawing evidence: who may, when, twice, at once, and what is said."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from evaluations.access.case_material import PurposeNeeded
from evaluations.models import (
    Evidence,
    EvidenceIndicator,
    Inspection,
    KeptIdentifier,
    SampledCase,
    TeamMember,
)
from evaluations.operations.evidence import edit_evidence, withdraw_evidence
from evaluations.operations.identifiers import IdentifiersFound
from evaluations.operations.recording import Clash
from evaluations.rules.evidence import merged_set
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import SEEN, added


def edit(
    world: World, one: dict[str, Any], actor: Actor | None = None, **changes: Any
) -> dict[str, Any]:
    actor = actor or world.people.inspector.actor
    more = {name: changes.pop(name) for name in ("exact", "reasons") if name in changes}
    based_on = changes.pop("based_on", one["version"])
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        return edit_evidence(
            actor=actor, evidence=one["id"], based_on=based_on, changes=changes, **more
        )


def withdraw(world: World, one: dict[str, Any], why: str = "A mistake") -> dict[str, Any]:
    actor = world.people.inspector.actor
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        return withdraw_evidence(actor=actor, evidence=one["id"], based_on=one["version"], why=why)


def linked(world: World) -> set[str]:
    with scope(world.here.pk):
        return set(EvidenceIndicator.objects.values_list("indicator__code", flat=True))


@pytest.fixture
def case(world: World) -> SampledCase:
    with scope(world.here.pk):
        return SampledCase.objects.create(
            inspection=world.inspection,
            number=3,
            pseudonym="A01-C03",
            category="current-protection",
        )


def test_a_piece_is_kept_with_its_reference_its_author_and_its_history(
    world: World, case: SampledCase
) -> None:
    one = added(
        world,
        sampled_case=ids.encode("sampled-case", case.pk),
        quote="“They told us.”",
        tags=["chronology", "chronology"],
    )
    assert one["reference"] == "E1"
    assert (one["author_name"], one["pseudonym"]) == ("Isla Baird", "A01-C03")
    assert one["services"] == ["health", "police"]
    assert one["indicators"] == ["1.1", "3.2"]
    assert one["tags"] == ["chronology"]
    assert linked(world) == {"1.1", "3.2"}
    with scope(world.here.pk):
        kept = Evidence.objects.get()
        assert (kept.happened_on, kept.text) == (date(2009, 3, 31), SEEN["text"])
        entry = HistoryEntry.objects.get(table_name="evaluations_evidence", record_id=kept.pk)
        assert entry.person_id == world.people.inspector.user.pk
    assert added(world)["reference"] == "E2"


def test_the_same_key_brings_one_piece(world: World) -> None:
    key = uuid4()
    assert added(world, client_key=key) == added(world, client_key=key, text="Sent again")
    with pytest.raises(Invalid):
        added(world, world.people.lead.actor, client_key=key)
    with scope(world.here.pk):
        assert Evidence.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": "a\x00b"}, "text"),
        ({"quote": "x" * 5_001}, "quote"),
        ({"bearing": "good"}, "bearing"),
        ({"source_kind": None}, "source_kind"),
        ({"level_of_service": "x"}, "level_of_service"),
        ({"happened_on": "yesterday"}, "happened_on"),
        ({"happened_on": ""}, "happened_on"),
        ({"happened_on": "1989-12-31"}, "happened_on"),
        ({"happened_on": timezone.localdate() + timedelta(days=2)}, "happened_on"),
        ({"services": ["army"]}, "services"),
        ({"indicators": ["9.9"]}, "indicators"),
        ({"tags": ["x" * 41]}, "tags"),
        ({"tags": [str(n) for n in range(21)]}, "tags"),
        ({"sampled_case": "nothing"}, "sampled_case"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_taken_is_said_by_field(world: World, changes: Any, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        added(world, **changes)
    assert list(refused.value.faults) == [field]
    with scope(world.here.pk):
        assert not Evidence.objects.exists()


def test_a_case_of_another_inspection_is_not_known(world: World, case: SampledCase) -> None:
    with scope(world.here.pk):
        second = Inspection.objects.create(
            programme=world.programme, area=world.area, edition=world.edition, reference="2010"
        )
        SampledCase.objects.update(inspection=second)
    with pytest.raises(Invalid):
        added(world, sampled_case=ids.encode("sampled-case", case.pk))


def test_who_may_add(world: World) -> None:
    people = world.people
    for person in (people.inspector_elsewhere, people.partner, people.analyst, people.auditor):
        with pytest.raises(NotFound):
            added(world, person.actor)
    for person in (people.moderator, people.administrator):
        with pytest.raises(PurposeNeeded):
            added(world, person.actor)
    with pytest.raises(NotFound):
        added(world, people.stranger.actor)
    with scope(world.here.pk):
        TeamMember.objects.filter(membership=people.inspector.membership).update(
            to_on=timezone.localdate() - timedelta(days=1)
        )
    with pytest.raises(NotFound):
        added(world)


@pytest.mark.parametrize("status", ["planned", "moderation", "suspended", "abandoned"])
def test_when_evidence_does_not_change(world: World, status: str) -> None:
    one = added(world)
    with scope(world.here.pk):
        Inspection.objects.update(status=status, resumes_to="fieldwork")
    for deed in (
        lambda: added(world),
        lambda: edit(world, one, text="x"),
        lambda: withdraw(world, one),
    ):
        with pytest.raises(Refused):
            deed()


def test_an_identifier_is_answered_or_nothing_is_saved(world: World) -> None:
    text = "The record is filed under EH1 2NG."
    with pytest.raises(IdentifiersFound) as refused:
        added(world, text=text)
    with scope(world.here.pk):
        assert not Evidence.objects.exists()
    reasons = {refused.value.found[0]["digest"]: "The office's own postcode"}
    one = added(world, text=text, reasons=reasons)
    assert edit(world, one, tags=["filing"])["tags"] == ["filing"], (
        "an answer holds until the text changes"
    )
    with pytest.raises(IdentifiersFound):
        edit(world, one, text=f"{text} Twice.", based_on=2)
    with scope(world.here.pk):
        assert KeptIdentifier.objects.get().removed_at is None
    edit(world, one, text="Filed elsewhere.", based_on=2)
    with scope(world.here.pk):
        assert KeptIdentifier.objects.get().removed_at is not None


def test_different_fields_of_one_version_are_both_kept(world: World) -> None:
    one = added(world)
    edit(world, one, text="Within two days, by three services.")
    both = edit(world, one, world.people.lead.actor, happened_on="2009-03-30")
    assert (both["text"], both["happened_on"]) == (
        "Within two days, by three services.",
        date(2009, 3, 30),
    )
    assert both["version"] == 3


def test_the_same_field_is_never_decided_in_silence(world: World) -> None:
    one = added(world)
    edit(world, one, text="Hers")
    with pytest.raises(Clash) as met:
        edit(world, one, world.people.lead.actor, text="Mine", tags=["new"])
    clash = met.value
    assert clash.fields == ("text",)
    assert (clash.base["text"], clash.mine["text"], clash.current["text"]) == (
        SEEN["text"],
        "Mine",
        "Hers",
    )
    with scope(world.here.pk):
        assert Evidence.objects.get().tags == []
    assert edit(world, one, text=SEEN["text"])["text"] == "Hers", "sent as it was is no edit"


def test_members_of_sets_are_merged(world: World) -> None:
    one = added(world)
    edit(world, one, indicators=["1.1", "3.2", "4.1"])
    both = edit(world, one, world.people.lead.actor, indicators=["1.1"], tags=["a"])
    assert both["indicators"] == ["1.1", "4.1"], "hers added, mine taken away"
    assert linked(world) == {"1.1", "4.1"}


members = st.sets(st.sampled_from("abcdef"))


@given(members, members, members)
def test_merging_keeps_what_each_side_did(base: set, mine: set, now: set) -> None:
    merged = merged_set(base, mine, now)
    assert mine - base <= merged
    assert not (base - mine) & merged
    assert merged_set(base, mine, base) == mine
    assert merged_set(base, base, now) == now


def test_an_exact_edit_of_an_earlier_version_is_stale(world: World) -> None:
    one = added(world)
    edit(world, one, text="Hers")
    with pytest.raises(Stale) as stale:
        edit(world, one, tags=["x"], exact=True)
    assert stale.value.current["text"] == "Hers"


def test_somebody_elses_piece_is_tagged_and_used_but_not_rewritten(world: World) -> None:
    one = added(world, world.people.lead.actor)
    used = edit(world, one, indicators=["1.1", "2.1", "3.2"], tags=["seen too"])
    assert used["indicators"] == ["1.1", "2.1", "3.2"]
    with pytest.raises(NotPermitted):
        edit(world, used, text="No, three days.")
    assert (
        edit(world, added(world), world.people.lead.actor, text="The lead's")["text"]
        == "The lead's"
    )


def test_medical_notes_are_for_the_medically_qualified(world: World) -> None:
    with pytest.raises(NotPermitted):
        added(world, medical=True)
    with scope(world.here.pk):
        TeamMember.objects.create(
            inspection=world.inspection, membership=world.people.medical.membership, role="medical"
        )
    doctor = world.people.medical.actor
    one = added(world, doctor, medical=True, text="A note from the paediatrician.", quote="Said so")
    assert one["text"] == "A note from the paediatrician."
    lead = world.people.lead.actor
    seen = edit(world, one, lead, tags=["paediatrics"])
    assert (seen["hidden"], seen["text"], seen["quote"]) == (True, "", "")
    for changes in ({"text": "Rewritten"}, {"medical": False}):
        with pytest.raises(NotPermitted):
            edit(world, seen, lead, **changes)
    with scope(world.here.pk):
        assert Evidence.objects.get().text == "A note from the paediatrician."


def test_what_is_withdrawn_stays_with_its_reason_and_counts_nowhere(world: World) -> None:
    one = added(world)
    with pytest.raises(Invalid):
        withdraw(world, one, why=" ")
    gone = withdraw(world, one, why="It was another area's record")
    assert (gone["withdrawn_why"], gone["text"]) == ("It was another area's record", SEEN["text"])
    assert gone["indicators"] == ["1.1", "3.2"], "what it bore on is still known"
    assert linked(world) == set()
    with pytest.raises(Refused):
        edit(world, gone, text="Back again")
    with pytest.raises(Refused):
        withdraw(world, gone)


def at_once(deed: Callable[[int], Any], times: int) -> list[Any]:
    def one(number: int) -> Any:
        try:
            return deed(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_numbers_have_no_gaps_and_no_twins_when_many_add_at_once(world: World) -> None:
    actor = world.people.inspector.actor
    references = at_once(lambda n: added(world, actor, text=f"Piece {n}")["reference"], 8)
    assert sorted(references) == [f"E{n}" for n in range(1, 9)]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_one_key_sent_by_many_requests_at_once_brings_one_piece(world: World) -> None:
    actor, key = world.people.inspector.actor, uuid4()
    answers = at_once(lambda _: added(world, actor, client_key=key)["id"], 8)
    assert len(set(answers)) == 1
    with scope(world.here.pk):
        assert Evidence.objects.count() == 1


def test_a_save_takes_ten_statements_at_most_however_much_there_is(world: World) -> None:
    def statements(deed: Callable[[], Any]) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            deed()
        own = ("SAVEPOINT", "set_config('app.inspectorate'")
        return [one["sql"] for one in captured if not any(word in one["sql"] for word in own)]

    first = statements(lambda: added(world))
    for _ in range(5):
        one = added(world)
    assert len(statements(lambda: added(world))) <= len(first)
    assert len(first) <= 10, first
    assert len(statements(lambda: edit(world, one, text="Other words."))) <= 10
