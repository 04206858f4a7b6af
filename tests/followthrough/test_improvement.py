"""A committee's own improvement plan: written by its partners, shown to who follows it when they want."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from followthrough.models import ActionPlan, PlannedAction
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import is_problem
from tests.followthrough.following import Following, following
from tests.followthrough.test_progress_api import Own

__all__ = ["following"]
SCOPES = ["committees:read", "committees:write"]


def place(here: Following) -> str:
    return f"/hmie/our-committee/{ids.encode('committee', here.committee.pk)}/improvement"


def written(**changes: Any) -> dict[str, Any]:
    due = timezone.localdate() + timedelta(days=20)
    said = {
        "aim": "Children are asked what helped",
        "text": "Ask each child who leaves the register",
    }
    return {
        **said,
        "lead_post": "Lead officer",
        "services": "Police\nHealth",
        "due_on": f"{due}",
        **changes,
    }


def own_action(here: Following) -> PlannedAction:
    with scope(here.world.here.pk):
        found: PlannedAction = PlannedAction.objects.get(plan__committee_id=here.committee.pk)
    return found


def test_a_partner_writes_changes_and_ends_an_action(following: Following) -> None:
    client, where = following.client("partner"), place(following)
    assert "No action goes on" in client.get(where).content.decode()
    assert client.get(f"{where}/new").status_code == 200
    for wrong in ({"aim": ""}, {"due_on": "soon"}, {"text": "Call 01632 960123"}):
        assert client.post(f"{where}/new", written(**wrong)).status_code == 422, wrong
    assert client.post(f"{where}/new", written()).headers["Location"] == where
    one = f"{where}/{ids.encode('action', own_action(following).pk)}"
    assert "Police" in client.get(one).content.decode()
    assert client.post(one, written(version=1, text="Ask each family too")).status_code == 302
    assert client.post(one, written(version=1, text="Mine")).status_code == 409
    assert client.get(f"{one}/state").status_code == 200
    dropped = {"version": 2, "state": "dropped"}
    assert client.post(f"{one}/state", dropped).status_code == 422
    assert client.post(f"{one}/state", {"version": 2, "state": "done"}).status_code == 302
    page = client.get(where).content.decode()
    assert "Ask each family too" in page
    assert "Done or dropped" in page


def test_it_is_the_committees_own_until_it_is_shown(following: Following) -> None:
    partner, where = following.client("partner"), place(following)
    partner.post(f"{where}/new", written())
    link = following.client("link")
    assert link.get(where).status_code == 404
    show = {"version": "1", "shown": "yes"}
    assert link.post(f"{where}/show", show).status_code == 404
    assert partner.post(f"{where}/show", show).status_code == 302
    assert "Children are asked what helped" in link.get(where).content.decode()
    diary = f"/hmie/main-points/committees/{ids.encode('committee', following.committee.pk)}"
    assert where in link.get(diary).content.decode()
    assert link.get(f"{where}/new").status_code == 403
    assert link.post(f"{where}/show", show).status_code == 403
    partner.post(f"{where}/show", {"version": "1", "shown": "no"})
    assert link.get(where).status_code == 200, "somebody has changed it since: nothing happens"
    partner.post(f"{where}/show", {"version": "2", "shown": "no"})
    assert link.get(where).status_code == 404
    for who in ("other_partner", "inspector", "auditor", "stranger"):
        assert following.client(who).get(where).status_code in {403, 404}, who
    assert partner.post(f"{where}/show", {"shown": "yes"}).status_code == 302
    assert link.get(where).status_code == 404, "without the version nothing happens"


def test_what_is_due_stands_on_the_committees_own_page(following: Following) -> None:
    partner, where = following.client("partner"), place(following)
    partner.post(f"{where}/new", written())
    page = partner.get(where.removesuffix("/improvement")).content.decode()
    assert "Improvement: Ask each child who leaves the register" in page
    with CaptureQueriesContext(connection) as few:
        partner.get(where)
    with scope(following.world.here.pk):
        plan = ActionPlan.objects.get(committee_id=following.committee.pk)
        PlannedAction.objects.bulk_create(
            PlannedAction(plan=plan, number=one, text="More", lead_post="P", due_on="2031-01-01")
            for one in range(2, 40)
        )
    with CaptureQueriesContext(connection) as many:
        partner.get(where)
    assert len(many) == len(few)


def test_the_same_through_the_api(following: Following) -> None:
    tool = Own(following, "partner", SCOPES)
    plan = f"committees/{ids.encode('committee', following.committee.pk)}/improvement-plan"
    assert tool.get(plan).json()["version"] == 0
    is_problem(tool.patch(plan, {"shown": True}, 0), 409)
    made = tool.post(f"{plan}/actions", written(services=["Police"]))
    assert made.status_code == 201, made.content
    one = f"{plan}/actions/{made.json()['id']}"
    assert tool.get(one).json() == made.json()
    assert tool.patch(one, {"lead_post": "Chair"}, 1).json()["aim"] == made.json()["aim"]
    is_problem(tool.patch(one, {"lead_post": "Chair"}, 1), 412)
    is_problem(tool.patch(one, {"lead_post": "Chair"}), 428)
    is_problem(tool.patch(one, {"aim": ""}, 2), 422)
    assert tool.patch(f"{one}/state", {"state": "under-way"}, 2).json()["state"] == "under-way"
    is_problem(tool.post(f"{plan}/actions", written(services=["Police"], due_on="soon")), 422)
    link = Own(following, "link", SCOPES)
    is_problem(link.get(plan), 404)
    assert tool.patch(plan, {"shown": True}, 1).json()["shown"] is True
    is_problem(tool.patch(plan, {"shown": False}, 1), 412)
    assert link.get(plan).json()["actions"][0]["lead_post"] == "Chair"
    is_problem(link.post(f"{plan}/actions", written(services=[])), 403)
    is_problem(Own(following, "other_partner", SCOPES).get(plan), 404)
