"""A committee evaluates itself: pages, operations, who sees it, and the inspection beside it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from evaluations.models import PublishedVersion
from followthrough.models import SelfEvaluation, SelfEvaluationValue
from followthrough.operations import self_evaluations as operations
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.history import history_of
from inspectorate.tenancy.scope import scope
from tests.api.tool import is_problem
from tests.followthrough.following import Following, following
from tests.followthrough.test_progress_api import Own
from tests.people import sign_in

__all__ = ["following"]

SCOPES = ["committees:read", "committees:write"]


@pytest.fixture
def here(following: Following) -> Following:
    """The area's inspection is published: 3.2 weak, 3.3 good or very good, 1.1 not graded."""
    levels = {"3.2": ("weak", None), "3.3": (None, ["good", "very-good"]), "1.1": ("good", None)}
    with scope(following.world.here.pk):
        PublishedVersion.objects.create(
            inspection=following.world.published,
            number=1,
            published_on=date(2008, 5, 1),
            digest="x",
            content={
                "evaluations": [
                    {"code": code, "level": level, "level_set": several, "non_grade": None}
                    for code, (level, several) in levels.items()
                ]
            },
        )
    return following


def base(here: Following) -> str:
    return f"/hmie/our-committee/{committee(here)}/self-evaluations"


def committee(here: Following) -> str:
    return ids.encode("committee", here.committee.pk)


def begun(here: Following, **values: Any) -> SelfEvaluation:
    given = {"title": "Spring", "on": date(2009, 4, 1), "area": area(here)} | values
    found: SelfEvaluation = here.act(
        "partner", operations.begin_self_evaluation, committee=committee(here), **given
    )
    return found


def area(here: Following) -> str:
    return ids.encode("area", here.world.area.pk)


def ref(found: SelfEvaluation) -> str:
    return ids.encode("self-evaluation", found.pk)


def say(here: Following, found: SelfEvaluation, code: str, value: str, based_on: int = 1) -> Any:
    return here.act(
        "partner",
        operations.save_self_value,
        committee=committee(here),
        self_evaluation=ref(found),
        indicator=code,
        based_on=based_on,
        changes={"value": value},
    )


def finished(here: Following) -> SelfEvaluation:
    found = begun(here)
    say(here, found, "3.2", "good")
    say(here, found, "1.1", "good")
    here.act(
        "partner",
        operations.finish_self_evaluation,
        committee=committee(here),
        self_evaluation=ref(found),
        based_on=1,
    )
    return found


def test_it_is_begun_valued_and_finished_on_pages(here: Following) -> None:
    client = here.client("partner")
    sent = {"area": area(here), "title": "Spring", "on": "2009-04-01", "edition": ""}
    answer = client.post(f"{base(here)}/new", sent)
    assert answer.status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Being written" in page
    one = f"{answer.url}/indicators/3.2"
    assert "At the last inspection" in client.get(one).content.decode()
    value = {"version": "1", "value": "good", "rationale": "Audits of twenty cases.", "do": "next"}
    assert client.post(one, value).url.endswith("/indicators/3.3")
    several = {"version": "1", "value": "set", "among": ["weak", "good"], "rationale": ""}
    assert client.post(f"{answer.url}/indicators/3.3", several).status_code == 302
    assert client.post(f"{answer.url}/finish", {"version": "1"}).status_code == 302
    page = client.get(answer.url).content.decode()
    assert "Finished" in page
    assert "Higher than the inspection" in page
    with scope(here.world.here.pk):
        rows = SelfEvaluationValue.objects.exclude(version=1).order_by("indicator__position")
        assert [(one.level is None, one.level_set is None) for one in rows] == [
            (False, True),
            (True, False),
        ]
        assert len(history_of(rows[0])) == 2
    listed = client.get(base(here)).content.decode()
    assert "Spring" in listed
    assert "1 higher" in listed


def test_nobody_else_sees_it_before_it_is_finished_nor_another_committee_after(
    here: Following,
) -> None:
    found = begun(here)
    path = f"{base(here)}/{ref(found)}"
    for name in ("link", "administrator", "other_partner", "inspector", "moderator", "analyst"):
        assert here.client(name).get(path).status_code == 404
    stranger = sign_in(Client(), here.person("stranger"))
    assert stranger.get(path.replace("/hmie/", "/other/")).status_code == 404
    say(here, found, "3.2", "good")
    values = {"self_evaluation": ref(found), "based_on": 1, "committee": committee(here)}
    here.act("partner", operations.finish_self_evaluation, **values)
    for name, status in (
        ("link", 200),
        ("administrator", 200),
        ("other_partner", 404),
        ("inspector", 404),
        ("moderator", 404),
        ("analyst", 404),
    ):
        assert here.client(name).get(path).status_code == status, name
    link = here.client("link")
    assert link.get(f"{path}/indicators/3.2").status_code == 403
    assert link.post(f"{path}/consent", {"version": "2", "given": "yes"}).status_code == 403
    assert link.get(f"{base(here)}/new").status_code == 403


def test_the_comparison_is_the_published_one_and_counted(here: Following) -> None:
    found = finished(here)
    tool = Own(here, "partner", SCOPES)
    said = tool.get(f"committees/{committee(here)}/self-evaluations/{ref(found)}/comparison").json()
    assert said["published_on"] == "2008-05-01"
    by_code = {one["indicator"]: one for one in said["indicators"]}
    assert by_code["3.2"]["relation"] == "higher"
    assert by_code["3.2"]["by_at_most"] >= 1
    assert by_code["1.1"]["relation"] == "same"
    told = said["agreement"]
    assert told["exact"] == 1
    assert told["higher"] == 1
    assert told["lower"] == 0
    assert sum(
        told[one] for one in ("exact", "higher", "lower", "unsure", "no_level", "apart")
    ) == len(by_code)


def test_consent_is_given_and_withdrawn_with_name_and_day(here: Following) -> None:
    found = finished(here)
    path = f"{base(here)}/{ref(found)}"
    client = here.client("partner")
    assert "Not given" in client.get(path).content.decode()
    client.post(f"{path}/consent", {"version": "2", "given": "yes"})
    name = here.person("partner").user.display_name
    assert f"Given by {name}" in client.get(path).content.decode()
    client.post(f"{path}/consent", {"version": "3", "given": "no"})
    page = client.get(path).content.decode()
    assert "Not given" in page
    assert f"Consent withdrawn, {name}" in page
    with scope(here.world.here.pk):
        found.refresh_from_db()
        assert found.consent_at is None
        assert found.consent_by_id is None


def test_a_finished_one_stays_as_it_is(here: Following) -> None:
    found = finished(here)
    with pytest.raises(Refused, match="Begin a new one"):
        say(here, found, "3.2", "weak", 2)
    with pytest.raises(Stale):
        here.act(
            "partner",
            operations.set_consent,
            committee=committee(here),
            self_evaluation=ref(found),
            based_on=1,
            given=True,
        )


def test_stale_and_bad_input_save_nothing(here: Following) -> None:
    found = begun(here)
    say(here, found, "3.2", "good")
    with pytest.raises(Stale) as stale:
        say(here, found, "3.2", "weak", 1)
    assert stale.value.current["value"] == "good"
    with pytest.raises(Invalid):
        say(here, found, "3.2", "splendid", 2)
    with pytest.raises(NotFound):
        say(here, found, "9.9", "good")
    path = f"{base(here)}/{ref(found)}/indicators/3.2"
    client = here.client("partner")
    met = client.post(path, {"version": "1", "value": "weak", "rationale": ""})
    assert met.status_code == 409
    assert "Somebody has changed this" in met.content.decode()
    alone = {"version": "2", "value": "set", "among": ["weak"], "rationale": ""}
    assert client.post(path, alone).status_code == 422
    child = {"version": "2", "value": "good", "rationale": "Call 07700 900123 about it."}
    refused = client.post(path, child)
    assert refused.status_code == 422
    assert "could tell who somebody is" in refused.content.decode()
    with scope(here.world.here.pk):
        assert SelfEvaluationValue.objects.get(indicator__code="3.2").version == 2


def test_it_is_of_ones_own_area_and_of_a_day_that_was(here: Following) -> None:
    with pytest.raises(Invalid, match="area"):
        begun(here, area="0" * 16)
    with pytest.raises(Invalid, match="still to come"):
        begun(here, on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Invalid):
        begun(here, edition="never-was")
    with pytest.raises(Invalid):
        begun(here, title=" ")
    with scope(here.world.here.pk):
        assert not SelfEvaluation.objects.exists()


def test_an_empty_one_is_not_finished(here: Following) -> None:
    found = begun(here)
    answer = here.client("partner").post(
        f"{base(here)}/{ref(found)}/finish", {"version": "1"}, follow=True
    )
    assert "No indicator has a value yet" in answer.content.decode()


def test_pages_take_as_many_statements_however_many_there_are(here: Following) -> None:
    finished(here)
    client = here.client("partner")
    client.get(base(here))
    with CaptureQueriesContext(connection) as few:
        client.get(base(here))
    for _ in range(3):
        finished(here)
    with CaptureQueriesContext(connection) as many:
        client.get(base(here))
    assert len(few) == len(many)


def test_through_the_api(here: Following) -> None:
    tool = Own(here, "partner", SCOPES)
    path = f"committees/{committee(here)}/self-evaluations"
    sent = {"area": area(here), "title": "Autumn", "on": "2009-10-01"}
    made = tool.post(path, sent)
    assert made.status_code == 201
    assert made["Location"].endswith(made.json()["id"])
    one = f"{path}/{made.json()['id']}"
    edited = tool.patch(f"{one}/values/3.2", {"value": "weak", "rationale": "Audit."}, 1)
    assert edited.json()["level"] == "weak"
    assert edited["ETag"] == '"2"'
    is_problem(tool.patch(f"{one}/values/3.2", {"value": "good"}, 1), 412)
    is_problem(tool.patch(f"{one}/values/3.2", {"value": "good"}), 428)
    is_problem(tool.patch(f"{one}/values/3.2", {"value": "splendid"}, 2), 422)
    link = Own(here, "link", SCOPES)
    assert link.get(path).json()["results"] == []
    is_problem(link.get(one), 404)
    assert tool.post(f"{one}/finish", None, If_Match='"1"').status_code == 201
    assert [row["title"] for row in link.get(path).json()["results"]] == ["Autumn"]
    assert link.get(one).json()["values"][0]["indicator"]
    is_problem(link.post(f"{one}/consent", {"given": True}, If_Match='"2"'), 403)
    given = tool.post(f"{one}/consent", {"given": True}, If_Match='"2"')
    assert given.json()["consent_by"] == here.person("partner").user.display_name
    is_problem(tool.post(f"{one}/consent", {"given": True}, If_Match='"3"'), 409)
    is_problem(Own(here, "other_partner", SCOPES).get(path), 404)
