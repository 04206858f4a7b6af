"""Putting fieldwork off: new dates with a reason, the old ones on record."""

from collections.abc import Callable

import pytest
from django.test import Client

from evaluations.models import Inspection, KeptIdentifier, Postponement
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import day, path

As = Callable[[str], Client]
WHY = "A police investigation is under way."


def sent(**changes: object) -> dict[str, object]:
    return {
        "version": 1,
        "fieldwork_from": str(day(60)),
        "fieldwork_to": str(day(70)),
        "reason": WHY,
        **changes,
    }


@pytest.mark.parametrize("by", ["lead", "administrator"])
def test_fieldwork_is_put_off(as_: As, dated: World, by: str) -> None:
    signed_in = as_(by)
    page = path(dated, "postponement")
    assert str(day(21)) in signed_in.get(page).content.decode()
    done = signed_in.post(page, sent(), follow=True).content.decode()
    assert WHY in done
    assert "Fieldwork moved" in done
    with scope(dated.here.pk):
        kept = Postponement.objects.get()
        assert (kept.before_from, kept.after_from) == (day(21), day(60))
        assert kept.membership == getattr(dated.people, by).membership
        found = Inspection.objects.get()
        assert (found.fieldwork_from, found.fieldwork_to, found.version) == (day(60), day(70), 2)
    again = signed_in.post(page, sent(fieldwork_from=str(day(61))))
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"reason": " "}, "Fill this in"),
        ({"fieldwork_to": str(day(50))}, "is before the first"),
        ({"fieldwork_from": "soon"}, "Give a date that exists"),
        ({"fieldwork_from": str(day(21)), "fieldwork_to": str(day(39))}, "the dates it has"),
    ],
)
def test_what_cannot_be_taken(as_: As, dated: World, change: dict[str, str], said: str) -> None:
    refused = as_("lead").post(path(dated, "postponement"), sent(**change))
    assert refused.status_code == 422
    assert said in refused.content.decode()
    with scope(dated.here.pk):
        assert not Postponement.objects.exists()


@pytest.mark.parametrize(
    ("status", "resumes_to", "possible"),
    [
        ("planned", "", True),
        ("fieldwork", "", True),
        ("suspended", "preparing", True),
        ("suspended", "moderation", False),
        ("evaluating", "", False),
        ("abandoned", "", False),
        ("published", "", False),
    ],
)
def test_until_fieldwork_is_over(
    as_: As, dated: World, status: str, resumes_to: str, possible: bool
) -> None:
    with scope(dated.here.pk):
        Inspection.objects.update(status=status, resumes_to=resumes_to)
    answer = as_("lead").post(path(dated, "postponement"), sent())
    assert answer.status_code == (302 if possible else 409)


@pytest.mark.parametrize(
    ("name", "status"), [("inspector", 403), ("auditor", 403), ("inspector_elsewhere", 404)]
)
def test_who_may_not(as_: As, dated: World, name: str, status: int) -> None:
    assert as_(name).post(path(dated, "postponement"), sent()).status_code == status


def test_an_identifier_in_the_reason_is_answered_first(as_: As, dated: World) -> None:
    refused = as_("lead").post(path(dated, "postponement"), sent(reason="CHI 0101150008 is ill."))
    assert refused.status_code == 422
    assert "data-identifiers" in refused.content.decode()
    with scope(dated.here.pk):
        assert not Postponement.objects.exists()


def test_so_is_one_in_the_reason_of_a_step(as_: As, dated: World) -> None:
    step = path(dated, "moves", "suspend")
    said = {"version": 1, "reason": "CHI 0101150008 is ill."}
    refused = as_("lead").post(step, said)
    assert refused.status_code == 422
    digest = refused.content.decode().split('name="stays-')[1].split('"')[0]
    answered = as_("lead").post(step, said | {f"stays-{digest}": "Needed."})
    assert answered.status_code == 302
    with scope(dated.here.pk):
        assert KeptIdentifier.objects.get().table_name == "evaluations_inspectionmove"
