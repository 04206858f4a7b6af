"""Changing the days of fieldwork where an inspection's facts are edited: with a reason, once it is
no longer merely planned."""

from collections.abc import Callable

import pytest
from django.test import Client

from evaluations.models import Inspection, KeptIdentifier, Postponement
from evaluations.operations import edit_inspection
from evaluations.queries.programme_plan import timeline
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.evaluations.conftest import World
from tests.evaluations.planning.conftest import day, path, reference

As = Callable[[str], Client]
WHY = "The area asked for another week."


def sent(**changes: object) -> dict[str, object]:
    return {
        "version": 1,
        "reference": "2008",
        "kind": "full",
        "fieldwork_from": str(day(28)),
        "fieldwork_to": str(day(46)),
        "reason": WHY,
        **changes,
    }


def test_new_days_with_a_reason_stay_on_record(as_: As, dated: World) -> None:
    page = as_("administrator").post(path(dated, "edit"), sent(), follow=True).content.decode()
    assert WHY in page
    assert "Fieldwork moved" in page
    with scope(dated.here.pk):
        kept = Postponement.objects.get()
        assert (kept.before_from, kept.before_to) == (day(21), day(39))
        assert (kept.after_from, kept.after_to) == (day(28), day(46))
        assert kept.membership == dated.people.administrator.membership
        assert Inspection.objects.get().version == 2
        changed = HistoryEntry.objects.filter(table_name="evaluations_inspection", operation="U")
        assert changed.latest("pk").why == WHY
        shown = timeline(
            dated.people.administrator.actor, ids.encode("programme", dated.programme.pk)
        )
    assert (shown.rows[0].planned_from, shown.rows[0].first) == (day(21), day(28))


@pytest.mark.parametrize("reason", ["", "  "])
def test_without_a_reason_nothing_changes(as_: As, dated: World, reason: str) -> None:
    refused = as_("administrator").post(path(dated, "edit"), sent(reason=reason))
    assert refused.status_code == 422
    assert "Say why fieldwork moves" in refused.content.decode()
    with scope(dated.here.pk):
        assert not Postponement.objects.exists()
        assert Inspection.objects.get().fieldwork_from == day(21)


@pytest.mark.parametrize(
    ("status", "resumes_to", "needed"),
    [
        ("planned", "", False),
        ("suspended", "planned", False),
        ("suspended", "preparing", True),
        ("fieldwork", "", True),
        ("evaluating", "", True),
        ("abandoned", "", True),
    ],
)
def test_once_it_is_no_longer_merely_planned(
    as_: As, dated: World, status: str, resumes_to: str, needed: bool
) -> None:
    with scope(dated.here.pk):
        Inspection.objects.update(status=status, resumes_to=resumes_to)
    answer = as_("administrator").post(path(dated, "edit"), sent(reason=""))
    assert answer.status_code == (422 if needed else 302)


def test_other_facts_need_none(as_: As, dated: World) -> None:
    same = {"fieldwork_from": str(day(21)), "fieldwork_to": str(day(39)), "reason": ""}
    saved = as_("administrator").post(path(dated, "edit"), sent(**same, reference="2008-9"))
    assert saved.status_code == 302
    with scope(dated.here.pk):
        assert Inspection.objects.get().reference == "2008-9"
        assert not Postponement.objects.exists()


def test_days_that_are_taken_away_are_on_record_too(as_: As, dated: World) -> None:
    gone = sent(fieldwork_from="", fieldwork_to="")
    page = as_("administrator").post(path(dated, "edit"), gone, follow=True).content.decode()
    assert "Fieldwork moved: no days yet" in page
    with scope(dated.here.pk):
        assert Postponement.objects.get().after_from is None


def test_an_identifier_in_the_reason_is_answered_first(as_: As, dated: World) -> None:
    names = sent(reason="CHI 0101150008 is ill.")
    refused = as_("administrator").post(path(dated, "edit"), names)
    assert refused.status_code == 422
    digest = refused.content.decode().split('name="stays-')[1].split('"')[0]
    with scope(dated.here.pk):
        assert not Postponement.objects.exists()
    as_("administrator").post(path(dated, "edit"), names | {f"stays-{digest}": "Needed."})
    with scope(dated.here.pk):
        assert KeptIdentifier.objects.get().table_name == "evaluations_postponement"


@pytest.mark.parametrize(
    ("name", "status"), [("lead", 403), ("auditor", 403), ("stranger", 404), ("partner", 404)]
)
def test_who_may_not(as_: As, dated: World, name: str, status: int) -> None:
    assert as_(name).post(path(dated, "edit"), sent()).status_code == status


def test_somebody_elses_change_is_set_beside(as_: As, dated: World) -> None:
    as_("administrator").post(path(dated, "edit"), sent())
    assert as_("administrator").post(path(dated, "edit"), sent()).status_code == 409


def test_a_tool_gives_the_reason_too(dated: World) -> None:
    tool = Tool(dated.here)
    where = f"inspections/{reference(dated)}"
    days = {"fieldwork_from": str(day(28)), "fieldwork_to": str(day(46))}
    refused = tool.patch(where, days, version=1)
    assert (refused.status_code, list(refused.json()["errors"])) == (422, ["reason"])
    assert tool.patch(where, days | {"reason": WHY}, version=1).status_code == 200
    kept = tool.get(f"{where}/postponements").json()["results"]
    assert [(one["after_from"], one["why"]) for one in kept] == [(str(day(28)), WHY)]


def test_a_reason_too_long_is_refused(dated: World) -> None:
    with scope(dated.here.pk), pytest.raises(Invalid, match="at most"):
        edit_inspection(
            actor=dated.people.administrator.actor,
            inspection=reference(dated),
            based_on=1,
            changes={"fieldwork_to": day(60)},
            reason="a" * 2_001,
        )
