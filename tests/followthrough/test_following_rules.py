"""The clocks and rules of following up: within bounds, stale-safe, kept, and counting from the next round."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from evaluations.models import Inspection
from followthrough.models import ActionPlan, FollowingRules, PlannedAction, ReminderRule
from followthrough.operations.following_rules import adopt_usual, save_clocks, save_rule
from followthrough.operations.reminders import remind_of_points, would_be_told
from followthrough.rules.reminding import Rule, rule_faults, usual
from followthrough.terms import ReminderAbout, ReminderTo
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotPermitted, Stale
from inspectorate.kernel.models import HistoryEntry, Mail
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.followthrough.following import Following, following

__all__ = ["following"]
PAGE = "/hmie/main-points/rules"
RULE = {"about": "overdue", "days": 3, "every": 5, "to": "link"}
CLOCKS = {
    "plan_working_days": 30,
    "silent_days": 60,
    "soon_days": 14,
    "stuck_reports": 2,
    "escalation_days": 10,
}


@pytest.fixture
def late(following: Following) -> Following:
    """Its action was due three days ago."""
    with scope(following.world.here.pk):
        ActionPlan.objects.update(sent_at=timezone.now())
        PlannedAction.objects.update(due_on=timezone.localdate() - timedelta(days=3))
    return following


def rules(here: Following) -> list[ReminderRule]:
    with scope(here.world.here.pk):
        return list(ReminderRule.objects.order_by("pk"))


def member(here: Following, name: str) -> str:
    found = here.person(name).membership
    assert found is not None
    return ids.encode("membership", found.pk)


@pytest.mark.parametrize(
    ("about", "days", "every", "to", "faults"),
    [
        ("before-due", 14, 0, "partners", set()),
        ("before-due", 0, 0, "partners", {"days"}),
        ("before-due", 14, 7, "partners", {"every"}),
        ("due", 0, 0, "link", set()),
        ("due", 1, 0, "link", {"days"}),
        ("overdue", 1001, 0, "link", {"days"}),
        ("overdue", 7, 366, "link", {"every"}),
        ("silent", 90, 0, "link", {"days"}),
        ("silent", 91, 30, "link", set()),
        ("overdue", 7, 0, "post", {"to"}),
        ("escalated", 7, 0, "link", {"about"}),
    ],
)
def test_a_rule_is_within_bounds(
    about: str, days: int, every: int, to: str, faults: set[str]
) -> None:
    rule = Rule(ReminderAbout(about), days, every, ReminderTo(to))
    assert set(rule_faults(rule, silent_days=90, named_post=False)) == faults


def test_the_usual_rules_are_within_bounds() -> None:
    assert [rule_faults(one, silent_days=90, named_post=False) for one in usual(90)] == [{}] * 6


def test_the_page_shows_the_usual_and_takes_them_over(following: Following) -> None:
    with scope(following.world.here.pk):
        Inspection.objects.update(published_on=timezone.localdate())  # nothing is silent yet
    administrator = following.client("administrator")
    page = administrator.get(PAGE).content.decode()
    assert "These are the usual rules" in page
    assert "Nobody is due to be told anything." in page
    assert rules(following) == []
    assert administrator.post(f"{PAGE}/usual").status_code == 302
    assert administrator.post(f"{PAGE}/usual").status_code == 302
    assert len(rules(following)) == 6
    assert "These are the usual rules" not in administrator.get(PAGE).content.decode()
    assert "How they are followed up" in administrator.get("/hmie/main-points").content.decode()


def test_the_first_rule_loses_none_of_the_usual(following: Following) -> None:
    administrator = following.client("administrator")
    assert administrator.get(f"{PAGE}/new").status_code == 200
    sent = RULE | {"version": 0, "active": "on"}
    assert administrator.post(f"{PAGE}/new", sent).status_code == 302
    assert len(rules(following)) == 7
    again = administrator.post(f"{PAGE}/new", sent)
    assert again.status_code == 422
    assert "There is a rule for this already" in again.content.decode()
    wrong = administrator.post(f"{PAGE}/new", sent | {"days": 9, "every": 366})
    assert wrong.status_code == 422
    assert administrator.post(f"{PAGE}/new", sent | {"to": "post"}).status_code == 422


def test_a_rule_is_changed_and_shows_who_changed_it(following: Following) -> None:
    made = following.act("administrator", save_rule, values=RULE)
    administrator, address = following.client("administrator"), f"{PAGE}/reminders/"
    address += ids.encode("reminder-rule", made.pk)
    sent = RULE | {"version": 1, "every": 9}
    assert administrator.post(address, sent).status_code == 302
    assert (rules(following)[-1].every, rules(following)[-1].active) == (9, False)
    stale = administrator.post(address, sent | {"every": 4})
    assert stale.status_code == 409
    assert "Saved now, by somebody else" in stale.content.decode()
    page = administrator.get(address).content.decode()
    assert following.person("administrator").user.display_name in page
    assert administrator.get(f"{PAGE}/reminders/nonsense").status_code == 404


def test_the_clocks_are_changed_within_bounds(following: Following) -> None:
    administrator, address = following.client("administrator"), f"{PAGE}/clocks"
    assert administrator.get(address).status_code == 200
    named = {"escalation_post": "Head of inspection", "escalate_to": member(following, "lead")}
    sent = CLOCKS | named | {"version": 0}
    assert administrator.post(address, sent | {"silent_days": 0}).status_code == 422
    outside = {"escalate_to": member(following, "partner")}
    assert administrator.post(address, sent | outside).status_code == 422
    assert administrator.post(address, sent).status_code == 302
    with scope(following.world.here.pk):
        saved = FollowingRules.objects.get()
        assert {name: getattr(saved, name) for name in CLOCKS} == CLOCKS
        assert HistoryEntry.objects.filter(table_name=FollowingRules._meta.db_table).count() == 1
    assert administrator.post(address, sent).status_code == 409
    assert "Head of inspection" in administrator.get(PAGE).content.decode()


def test_clocks_under_which_a_rule_would_never_speak_are_refused(following: Following) -> None:
    following.act("administrator", adopt_usual)
    with pytest.raises(Invalid, match="after 91 days without a word"):
        following.act("administrator", save_clocks, based_on=0, values={"silent_days": 91})
    holder = {"escalate_to": member(following, "lead")}
    following.act("administrator", save_clocks, based_on=0, values=holder)
    following.act("administrator", save_rule, values=RULE | {"to": "post"})
    with pytest.raises(Invalid, match="reminds the named post"):
        following.act("administrator", save_clocks, based_on=1, values={"escalate_to": ""})


def test_who_may_not(following: Following) -> None:
    made = following.act("administrator", save_rule, values=RULE)
    one = f"{PAGE}/reminders/{ids.encode('reminder-rule', made.pk)}"
    for who, status in (("link", 403), ("partner", 403), ("stranger", 404)):
        for address in (PAGE, f"{PAGE}/clocks", f"{PAGE}/new", one):
            assert following.client(who).get(address).status_code == status
        assert following.client(who).post(f"{PAGE}/usual").status_code == status
    for deed, values in ((save_rule, {"values": RULE}), (would_be_told, {})):
        with pytest.raises(NotPermitted):
            following.act("link", deed, **values)
    with pytest.raises(Stale):
        following.act("administrator", save_clocks, based_on=5, values={})


def test_what_would_be_told_is_what_is_told(late: Following) -> None:
    assert following_round(late) == []
    following_act: Any = late.act
    following_act("administrator", save_rule, values=RULE)
    (told,) = following_act("administrator", would_be_told)
    assert told.name == late.person("link").user.display_name
    page = late.client("administrator").get(PAGE).content.decode()
    assert told.lines[0].removeprefix("- ") in page
    assert following_round(late) == [told.member]
    with scope(late.world.here.pk):
        assert told.lines[0] in Mail.objects.get().body
    assert following_act("administrator", would_be_told) == []


def following_round(late: Following) -> list[int]:
    with scope(late.world.here.pk):
        remind_of_points()
        return list(Mail.objects.values_list("member_id", flat=True))


def test_a_rule_put_out_of_use_counts_from_the_next_round(late: Following) -> None:
    made = late.act("administrator", save_rule, values=RULE)
    values = {"active": False}
    reference = ids.encode("reminder-rule", made.pk)
    late.act("administrator", save_rule, rule=reference, based_on=1, values=values)
    assert following_round(late) == []
    late.act("administrator", save_rule, rule=reference, based_on=2, values={"active": True})
    assert len(following_round(late)) == 1


def test_the_api(late: Following) -> None:
    tool = Tool(late.world.here)
    clocks = tool.get("main-points/rules")
    assert (clocks.json()["version"], clocks.json()["silent_days"]) == (0, 90)
    assert tool.patch("main-points/rules", {"soon_days": 7}, 0).json()["soon_days"] == 7
    is_problem(tool.patch("main-points/rules", {"soon_days": 8}, 0), 412)
    is_problem(tool.patch("main-points/rules", {"soon_days": 8}), 428)
    is_problem(tool.patch("main-points/rules", {"soon_days": 400}, 1), 422)
    usually = tool.get("main-points/rules/reminders").json()
    assert (usually["own"], len(usually["results"])) == (False, 6)
    made = tool.post("main-points/rules/reminders", RULE)
    assert made.status_code == 201
    one = f"main-points/rules/reminders/{made.json()['id']}"
    assert tool.get(one).json() == made.json()
    is_problem(tool.post("main-points/rules/reminders", RULE), 422)
    assert tool.patch(one, {"every": 0}, 1).json()["every"] == 0
    is_problem(tool.patch(one, {"every": 1}, 1), 412)
    (told,) = tool.get("main-points/rules/today").json()["results"]
    assert told["name"] == late.person("link").user.display_name
    assert len(tool.get("main-points/rules/reminders").json()["results"]) == 7
