"""Keys of an abandoned inspection: listed with their age, forgotten in one deed with a reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import CaseKey, InspectionMove, KeptIdentifier, SampledCase
from evaluations.operations import enter_case_key
from evaluations.operations.case_keys import forget_keys
from evaluations.queries.keys_to_forget import keys_to_forget
from inspectorate.kernel.errors import NotPermitted
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.samples.conftest import Sample
from tests.people import sign_in

WHY = "The inspection will not be taken up again."
LIST = "/hmie/case-keys"


@pytest.fixture
def abandoned(sample: Sample) -> Sample:
    """Abandoned forty days ago, two keys left."""
    for case in sample.cases[:2]:
        sample.run(
            enter_case_key,
            sample.world.people.lead,
            sampled_case=case,
            based_on=0,
            names="Morag Tannahill",
        )
    sample.status("abandoned")
    with scope(sample.world.here.pk):
        InspectionMove.objects.create(
            inspection=sample.world.inspection,
            from_status="fieldwork",
            to_status="abandoned",
            at=timezone.localtime() - timedelta(days=40),
        )
    return sample


def browser(sample: Sample, name: str) -> Client:
    return sign_in(Client(), getattr(sample.world.people, name))


def left(sample: Sample) -> int:
    with scope(sample.world.here.pk):
        return CaseKey.objects.count()


def where(sample: Sample) -> str:
    return f"{sample.path}/case-keys/forget"


def test_the_data_protection_officer_sees_how_long_they_are_left(abandoned: Sample) -> None:
    page = browser(abandoned, "auditor").get(LIST)
    (line,) = page.context["lines"]
    assert (line.keys, line.age, line.overdue) == (2, 40, True)
    text = page.content.decode()
    assert "Torrance Vale" in text
    assert "long overdue" in text
    assert "Forget them" not in text, "the data protection officer changes nothing"
    assert "Forget them" in browser(abandoned, "administrator").get(LIST).content.decode()
    log = browser(abandoned, "auditor").get("/hmie/read-log").content.decode()
    assert LIST in log


def test_one_that_goes_on_is_not_proposed(abandoned: Sample) -> None:
    abandoned.status("fieldwork")
    assert browser(abandoned, "auditor").get(LIST).context["lines"] == []


@pytest.mark.parametrize("by", ["lead", "administrator"])
def test_forgotten_in_one_deed_with_its_reason(abandoned: Sample, by: str) -> None:
    client = browser(abandoned, by)
    assert where(abandoned) in client.get(abandoned.path).content.decode()
    assert "Forget 2 keys of Torrance Vale" in client.get(where(abandoned)).content.decode()
    done = client.post(where(abandoned), {"why": WHY}, follow=True).content.decode()
    assert "2 keys are forgotten." in done
    assert left(abandoned) == 0
    with scope(abandoned.world.here.pk):
        assert not SampledCase.objects.filter(keyed_at__isnull=False).exists()
        noted = HistoryEntry.objects.filter(table_name="evaluations_sampledcase", why=WHY)
        assert noted.count() == 2
    again = client.post(where(abandoned), {"why": WHY})
    assert again.status_code == 409
    assert browser(abandoned, "auditor").get(LIST).context["lines"] == []


@pytest.mark.parametrize("why", ["", "  ", "CHI 0101150008 moved away.", "a" * 2_001])
def test_not_without_a_reason_that_can_be_kept(abandoned: Sample, why: str) -> None:
    assert browser(abandoned, "lead").post(where(abandoned), {"why": why}).status_code == 422
    assert left(abandoned) == 2


def test_an_identifier_in_the_reason_stays_only_with_an_answer(abandoned: Sample) -> None:
    client = browser(abandoned, "lead")
    sent = {"why": "CHI 0101150008 moved away."}
    refused = client.post(where(abandoned), sent).content.decode()
    digest = refused.split('name="stays-')[1].split('"')[0]
    assert client.post(where(abandoned), sent | {f"stays-{digest}": "Needed."}).status_code == 302
    with scope(abandoned.world.here.pk):
        assert KeptIdentifier.objects.get().field == "why"


def test_only_of_an_abandoned_inspection(abandoned: Sample) -> None:
    abandoned.status("fieldwork")
    answer = browser(abandoned, "lead").post(where(abandoned), {"why": WHY})
    assert answer.status_code == 409
    assert "was not abandoned" in answer.content.decode()
    assert left(abandoned) == 2


@pytest.mark.parametrize(
    ("who", "status"),
    [("inspector", 403), ("auditor", 403), ("inspector_elsewhere", 404), ("stranger", 404)],
)
def test_who_may_not(abandoned: Sample, who: str, status: int) -> None:
    assert browser(abandoned, who).post(where(abandoned), {"why": WHY}).status_code == status
    assert left(abandoned) == 2


@pytest.mark.parametrize("who", ["inspector", "lead", "partner", "analyst"])
def test_the_list_is_not_for_others(abandoned: Sample, who: str) -> None:
    assert browser(abandoned, who).get(LIST).status_code == 403


def test_another_inspectorate_sees_none_of_it(abandoned: Sample) -> None:
    stranger = abandoned.world.people.stranger
    with scope(stranger.inspectorate.pk):
        assert keys_to_forget(stranger.actor) == []
    with scope(abandoned.world.here.pk), pytest.raises(NotPermitted):
        forget_keys(
            actor=abandoned.world.people.auditor.actor,
            inspection=abandoned.inspection,
            why=WHY,
        )


def test_the_list_takes_one_statement(abandoned: Sample) -> None:
    actor: Any = abandoned.world.people.auditor.actor
    with scope(abandoned.world.here.pk), CaptureQueriesContext(connection) as captured:
        assert len(keys_to_forget(actor)) == 1
    assert len(captured) == 1
