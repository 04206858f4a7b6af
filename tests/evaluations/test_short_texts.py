"""Short texts that somebody can type anywhere: an identifier in one is found before it is kept."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from evaluations import operations
from evaluations.models import Evidence, KeptIdentifier, StoredFile
from evaluations.operations.concern_setting import set_advice
from evaluations.operations.devices import register_device
from evaluations.operations.evidence import edit_evidence, withdraw_evidence
from evaluations.operations.files import store_file
from evaluations.operations.identifiers import IdentifiersFound, identifier_faults
from evaluations.operations.inspections import edit_inspection, schedule_inspection
from evaluations.operations.profiles import save_profile
from evaluations.operations.programmes import create_programme
from evaluations.operations.purposes import state_purpose
from evaluations.operations.return_questions import digest_of, save_questions
from evaluations.operations.services import add_service
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.evidence.conftest import added, inspection_of

CHI = "0101150008"
Deed = Callable[[World], Any]


def programme(world: World, **facts: Any) -> Any:
    given = {"code": "p2", "title": "Second", "framework": "hmie-2005", **facts}
    return create_programme(actor=world.people.administrator.actor, **given)


def schedule(world: World) -> Any:
    return schedule_inspection(
        actor=world.people.administrator.actor,
        programme=ids.encode("programme", world.programme.pk),
        area=ids.encode("area", world.area.pk),
        reference=f"For {CHI}",
    )


def rename(world: World) -> Any:
    return edit_inspection(
        actor=world.people.administrator.actor,
        inspection=inspection_of(world),
        based_on=1,
        changes={"reference": CHI},
    )


def ask(world: World) -> Any:
    return save_questions(
        actor=world.people.administrator.actor,
        programme=ids.encode("programme", world.programme.pk),
        based_on=digest_of([]),
        questions=[("The area", ""), (f"About {CHI}", "")],
    )


def employ(world: World) -> Any:
    person = ids.encode("membership", world.people.inspector.membership.pk)
    return save_profile(
        actor=world.people.administrator.actor,
        person=person,
        based_on=0,
        changes={"employer": f"Council, {CHI}"},
    )


REFUSED: dict[str, tuple[str, Deed]] = {
    "a programme's title": ("title", lambda world: programme(world, title=f"For {CHI}")),
    "who asked for it": ("commissioned_by", lambda world: programme(world, commissioned_by=CHI)),
    "what was asked for": (
        "commissioning_request",
        lambda world: programme(world, commissioning_request=f"Look at {CHI}."),
    ),
    "a new inspection's reference": ("reference", schedule),
    "an inspection's reference": ("reference", rename),
    "a service": (
        "name",
        lambda world: add_service(
            actor=world.people.administrator.actor, code="x", name=f"Team of {CHI}"
        ),
    ),
    "a question of returns": ("title-1", ask),
    "an employer": ("employer", employ),
    "whom to ring": (
        "text",
        lambda world: set_advice(
            actor=world.people.administrator.actor, text=f"Ring about {CHI}.", based_on=0
        ),
    ),
    "a purpose": (
        "why",
        lambda world: state_purpose(
            actor=world.people.moderator.actor,
            inspection=inspection_of(world),
            why=f"A complaint about {CHI}.",
        ),
    ),
    "a device": (
        "name",
        lambda world: register_device(
            actor=world.people.inspector.actor,
            key="6f1e4f0e-6a50-4f6c-9f1f-5a3b8a1f0c11",
            name=f"Laptop {CHI}",
        ),
    ),
}


@pytest.mark.parametrize("what", sorted(REFUSED))
def test_it_is_taken_out_of_short_texts(world: World, what: str) -> None:
    field, deed = REFUSED[what]
    with scope(world.here.pk), pytest.raises(Invalid) as refused:
        deed(world)
    assert list(refused.value.faults) == [field]
    assert "CHI number. Take it out" in str(refused.value.faults[field])


def test_how_to_reach_an_office_may_stand_where_it_belongs(world: World) -> None:
    reach = "Ring 0131 496 0000 or write to duty@council.example, EH1 2NG."
    with scope(world.here.pk):
        assert (
            set_advice(actor=world.people.administrator.actor, text=reach, based_on=0).text == reach
        )
        assert identifier_faults({"why": reach}).keys() == {"why"}
        assert identifier_faults({"why": reach}, contacts=True) == {}


def found_in(refused: Any) -> str:
    [one] = refused.value.found
    return str(one["digest"])


def test_tags_and_why_evidence_is_withdrawn_are_answered_like_its_words(world: World) -> None:
    with pytest.raises(IdentifiersFound) as refused:
        added(world, tags=["early", CHI])
    assert [one["field"] for one in refused.value.found] == ["tags"]
    one = added(world, tags=["early", CHI], reasons={found_in(refused): "As they write it."})
    actor = world.people.inspector.actor
    with scope(world.here.pk, person_id=actor.person_id):
        here = {"actor": actor, "evidence": one["id"]}
        assert KeptIdentifier.objects.get().field == "tags"
        edit_evidence(**here, based_on=1, changes={"tags": ["early"]})
        assert KeptIdentifier.objects.get().removed_at is not None
        with pytest.raises(IdentifiersFound) as refused:
            withdraw_evidence(**here, based_on=2, why=f"It was {CHI}.")
        assert Evidence.objects.get().withdrawn_at is None
        answer = {found_in(refused): "The record says so."}
        withdraw_evidence(**here, based_on=2, why=f"It was {CHI}.", reasons=answer)
        assert {one.field for one in KeptIdentifier.objects.filter(removed_at=None)} == {
            "withdrawn_why"
        }


def test_the_name_of_a_file_is_checked_wherever_one_is_brought(world: World) -> None:
    upload = SimpleUploadedFile(f"{CHI}.txt", b"Minutes.")
    place = {"actor": world.people.inspector.actor, "inspection": world.inspection}
    with scope(world.here.pk):
        with pytest.raises(IdentifiersFound) as refused:
            store_file(**place, upload=upload)
        assert not StoredFile.objects.exists()
        upload.seek(0)
        store_file(**place, upload=upload, reasons={found_in(refused): "Its own name."})
        assert KeptIdentifier.objects.get().table_name == "evaluations_storedfile"


def test_a_correction_is_printed_without_one(world: World) -> None:
    with scope(world.here.pk):
        world.inspection.status, world.inspection.published_number = "published", 1
        world.inspection.save()
        with pytest.raises(Invalid, match="CHI number"):
            operations.publish_correction(
                actor=world.people.moderator.actor,
                inspection=inspection_of(world),
                based_on=1,
                reason=f"About {CHI}.",
            )
