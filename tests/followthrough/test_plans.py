"""Joint action plans: written by the partnership, agreed by its agencies, sent, answered, versions."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.models import CommitteePartner
from followthrough.models import (
    ActionPlan,
    MainPointForAction,
    PlannedAction,
    PlanVersion,
    PointMove,
)
from followthrough.operations import plans as operations
from followthrough.operations.plans import begin_plan
from followthrough.rules import plans as rules
from inspectorate.accounts.models import Duty
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import Event
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.following import Following, following
from tests.followthrough.test_progress_api import Own

__all__ = ["following"]

ACTION = {
    "text": "One assessment format for all services",
    "lead_post": "Head of children’s services",
    "services": ["Social work", "Health Board 1"],
    "due_on": date(2030, 6, 30),
    "measure": "Open cases in the format",
    "known_by": "Audits of twenty cases a quarter",
    "resources": "",
}
FORM = ACTION | {"services": "Social work\nHealth Board 1", "due_on": "2030-06-30"}


@pytest.fixture
def draft(following: Following) -> Following:
    """No plan yet; two agencies answer for the committee."""
    with scope(following.world.here.pk):
        PlannedAction.objects.all().delete()
        ActionPlan.objects.all().delete()
        CommitteePartner.objects.create(
            committee=following.committee,
            membership=following.person("other_partner").membership,
            agency="Health Board 1",
        )
    return following


def ref(here: Following) -> str:
    return ids.encode("inspection", here.world.published.pk)


def act(here: Following, who: str, deed: Any, **values: Any) -> Any:
    return here.act(who, deed, **values)


def add(here: Following, who: str = "partner", **values: Any) -> Any:
    return act(
        here,
        who,
        operations.add_action,
        inspection=ref(here),
        point=here.ref,
        values=ACTION | values,
    )


def sent(here: Following) -> Any:
    add(here)
    return act(
        here,
        "partner",
        operations.send_plan,
        inspection=ref(here),
        goes_without="They meet in May.",
    )


def path(here: Following, *more: str) -> str:
    return "/".join(["/hmie/main-points/plans", ref(here), *more])


def test_from_the_first_action_to_an_accepted_plan(draft: Following) -> None:
    partner, other, link = (draft.client(who) for who in ("partner", "other_partner", "link"))
    assert "No actions yet" in partner.get(path(draft)).content.decode()
    new = path(draft, "points", draft.ref, "actions/new")
    assert partner.get(new).status_code == 200
    assert partner.post(new, FORM).status_code == 302
    for one in (partner, other):
        assert one.post(path(draft, "agree")).status_code == 302
    assert "not sent its plan yet" in link.get(path(draft)).content.decode()
    assert partner.get(path(draft, "send")).status_code == 200
    assert partner.post(path(draft, "send"), {}).status_code == 302
    with scope(draft.world.here.pk):
        version = PlanVersion.objects.get()
        assert version.content["agreed"] == ["Health Board 1", "Police"]
        assert version.content["actions"][0]["services"] == ACTION["services"]
        assert Duty.objects.filter(kind="plan-sent", done_at__isnull=True).count() == 1
    assert ACTION["text"] in link.get(path(draft)).content.decode()
    assert link.get(path(draft, "answer")).status_code == 200
    answered = link.post(path(draft, "answer"), {"accept": "yes", "version": 1})
    assert answered.status_code == 302
    with scope(draft.world.here.pk):
        point = MainPointForAction.objects.get(pk=draft.point.pk)
        assert point.status == "acted-on"
        assert PointMove.objects.get(point=point).reason == "The plan is accepted."
        assert not Duty.objects.filter(kind="plan-sent", done_at__isnull=True).exists()
        assert set(Event.objects.values_list("kind", flat=True)) >= {"plan.sent", "plan.accepted"}
    assert ACTION["known_by"] in link.get(path(draft, "versions/1")).content.decode()


def test_more_is_asked_for_and_the_next_version_shows_what_changed(draft: Following) -> None:
    sent(draft)
    link, partner = draft.client("link"), draft.client("partner")
    refused = link.post(path(draft, "answer"), {"accept": "no", "version": 1})
    assert refused.status_code == 422
    said = {"accept": "no", "version": 1, "text": "Say how many cases."}
    assert link.post(path(draft, "answer"), said).status_code == 302
    assert "Say how many cases." in partner.get(path(draft)).content.decode()
    with scope(draft.world.here.pk):
        action = PlannedAction.objects.get()
    edit = f"/hmie/main-points/actions/{ids.encode('action', action.pk)}"
    assert partner.get(edit).status_code == 200
    changed = FORM | {"text": "One format, in twenty cases", "version": action.version}
    assert partner.post(edit, changed).status_code == 302
    stale = partner.post(edit, changed | {"text": "Another", "version": action.version})
    assert stale.status_code == 409
    assert partner.post(path(draft, "send"), {"goes_without": "As before."}).status_code == 302
    shown = link.get(path(draft, "versions/2")).content.decode()
    assert "<ins>" in shown
    assert "twenty" in shown
    with scope(draft.world.here.pk):
        assert PlanVersion.objects.get(number=1).content["actions"][0]["text"] == ACTION["text"]


def test_a_plan_with_gaps_is_not_sent(draft: Following) -> None:
    with pytest.raises(Refused, match="no action yet: 1"):
        act(draft, "partner", operations.send_plan, inspection=ref(draft))
    add(draft)
    act(draft, "partner", operations.agree_plan, inspection=ref(draft))
    with pytest.raises(Refused, match="Health Board 1"):
        act(draft, "partner", operations.send_plan, inspection=ref(draft))
    add(draft, text="A second action")
    page = draft.client("partner").get(path(draft)).content.decode()
    assert "agreed an earlier text" in page


def test_while_it_waits_nothing_is_changed_and_an_answer_is_to_what_was_read(
    draft: Following,
) -> None:
    sent(draft)
    with pytest.raises(Refused, match="with the link inspector"):
        add(draft)
    with pytest.raises(Refused, match="Version 1 was sent"):
        act(draft, "link", operations.answer_plan, inspection=ref(draft), accept=True, number=9)
    act(draft, "link", operations.answer_plan, inspection=ref(draft), accept=True)
    with pytest.raises(Refused, match="No plan waits"):
        act(draft, "link", operations.answer_plan, inspection=ref(draft), accept=True)
    with pytest.raises(Refused, match="Take it up again"):
        add(draft)
    assert draft.client("partner").post(path(draft, "take-up")).status_code == 302
    add(draft)


def test_an_action_is_removed_before_it_was_sent_and_dropped_with_a_reason_after(
    draft: Following,
) -> None:
    partner = draft.client("partner")
    first = add(draft)
    where = f"/hmie/main-points/actions/{ids.encode('action', first.pk)}"
    assert partner.post(f"{where}/remove").status_code == 302
    with scope(draft.world.here.pk):
        assert not PlannedAction.objects.exists()
    sent(draft)
    act(draft, "link", operations.answer_plan, inspection=ref(draft), accept=True)
    with scope(draft.world.here.pk):
        action = PlannedAction.objects.get()
    where = f"/hmie/main-points/actions/{ids.encode('action', action.pk)}"
    assert partner.get(f"{where}/state").status_code == 200
    dropped = {"state": "dropped", "version": action.version}
    assert partner.post(f"{where}/state", dropped).status_code == 422
    assert partner.post(f"{where}/state", dropped | {"state_reason": "Merged."}).status_code == 302
    with pytest.raises(Stale):
        act(
            draft,
            "partner",
            operations.set_state,
            action=ids.encode("action", action.pk),
            based_on=action.version,
            state="done",
        )


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"text": " "}, "text"),
        ({"lead_post": ""}, "lead_post"),
        ({"due_on": None}, "due_on"),
        ({"services": ["s"] * 21}, "services"),
        ({"measure": "x" * 1001}, "measure"),
        ({"text": "About CHI 0101011237"}, "text"),
    ],
)
def test_what_cannot_be_kept_is_said_by_its_field(
    draft: Following, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(draft, **values)
    assert list(refused.value.faults) == [field]
    with scope(draft.world.here.pk):
        assert not PlannedAction.objects.exists()


def test_who_may_not(following: Following) -> None:
    here = following
    with pytest.raises(NotFound):
        add(here, "other_partner")
    with pytest.raises(NotPermitted):
        add(here, "link")
    with pytest.raises(NotPermitted):
        act(here, "partner", operations.answer_plan, inspection=ref(here), accept=True)
    for who in ("other_partner", "analyst", "inspector_elsewhere"):
        assert here.client(who).get(path(here)).status_code == 404
    assert here.client("stranger").get(path(here)).status_code == 404
    hidden = ids.encode("inspection", here.world.draft.pk)
    assert here.client("link").get(f"/hmie/main-points/plans/{hidden}").status_code == 404


def test_the_api_says_and_does_the_same(draft: Following) -> None:
    add(draft)
    tool = Tool(draft.world.here)
    assert tool.get("actions").json()["results"] == []
    act(draft, "partner", operations.send_plan, inspection=ref(draft), goes_without="So")
    (one,) = tool.get("actions").json()["results"]
    assert one["text"] == ACTION["text"]
    assert tool.get(f"actions/{one['id']}").json() == one
    plan = tool.get(f"inspections/{ref(draft)}/plan").json()
    assert (plan["status"], plan["draft"], len(plan["versions"])) == ("sent", False, 1)
    is_problem(tool.post(f"inspections/{ref(draft)}/plan/send", {}), 403)
    answered = tool.post(f"inspections/{ref(draft)}/plan/answer", {"accept": True, "number": 1})
    assert answered.json()["status"] == "accepted"
    is_problem(tool.get("actions/0000000000000000"), 404)


def test_what_is_being_written_is_not_shown_to_who_follows(draft: Following) -> None:
    sent(draft)
    tool = Tool(draft.world.here)
    (one,) = tool.get("actions").json()["results"]
    act(draft, "link", operations.answer_plan, inspection=ref(draft), accept=False, text="More")
    base = {"action": one["id"], "based_on": one["version"]}
    act(draft, "partner", operations.edit_action, **base, values={"text": "Not said yet"})
    assert tool.get("actions").json()["results"] == []
    is_problem(tool.get(f"actions/{one['id']}"), 404)
    seen = tool.get(f"inspections/{ref(draft)}/plan").json()
    assert [action["text"] for action in seen["actions"]] == [ACTION["text"]]
    assert "Not said yet" not in draft.client("link").get(path(draft)).content.decode()
    own = Own(draft, "partner", ["actions:read"])
    assert own.get("actions").json()["results"][0]["text"] == "Not said yet"


def test_a_partner_writes_agrees_and_sends_through_the_api(draft: Following) -> None:
    scopes = ["actions:read", "actions:write"]
    partner = Own(draft, "partner", scopes)
    plan = f"inspections/{ref(draft)}/plan"
    wanted = {**ACTION, "due_on": "2030-06-30", "main_point": draft.ref}
    made = partner.post(f"{plan}/actions", wanted)
    assert made.status_code == 201, made.content
    one = made.json()
    where = f"actions/{one['id']}"
    assert partner.get(where).json() == one
    changed = partner.patch(where, {"text": "Another"}, version=one["version"])
    assert (changed.status_code, changed.json()["text"]) == (200, "Another")
    is_problem(partner.patch(where, {"text": "Late"}, version=one["version"]), 412)
    state = {"state": "under-way"}
    done = partner.patch(f"{where}/state", state, version=changed.json()["version"])
    assert done.json()["state"] == "under-way"
    agreed = partner.post(f"{plan}/agree", None)
    assert agreed.status_code == 201, agreed.content
    assert [one["agency"] for one in agreed.json()["agreements"] if one["current"]] == ["Police"]
    is_problem(partner.post(f"{plan}/send", {}), 409)
    sent = partner.post(f"{plan}/send", {"goes_without": "They meet in May."})
    assert sent.json()["status"] == "sent"
    is_problem(partner.post(f"{plan}/actions", wanted), 409)


def test_statements_do_not_grow_with_the_actions(draft: Following) -> None:
    add(draft)
    client = draft.client("partner")

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path(draft)).status_code == 200
        return len(caught)

    statements()
    few = statements()
    for number in range(12):
        add(draft, text=f"Action {number}")
    assert statements() == few


def test_a_plan_is_due_by_working_days_from_publication(draft: Following) -> None:
    with scope(draft.world.here.pk):
        draft.world.published.refresh_from_db()
        # 40 working days after 1 May 2008, without the bank holidays of May.
        assert begin_plan(draft.world.published).due_on == date(2008, 6, 30)


def test_services_are_read_as_people_type_them() -> None:
    assert rules.services_in(" Social  work;police\n\nSocial work ") == ["Social work", "police"]
