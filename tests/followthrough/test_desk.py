"""The desk: who has one, what stands where, narrowed, as a file, at a constant number of statements."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.models import LinkInspector
from followthrough.models import MainPointForAction, PlannedAction, PointReminder, Theme
from inspectorate.accounts.models import Membership
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import is_problem
from tests.followthrough.following import Following, following
from tests.followthrough.test_progress_api import Own

__all__ = ["following"]

DESK = "/hmie/main-points/desk"


def seen(here: Following, who: str, query: str = "", status: int = 200) -> str:
    answer = here.client(who).get(f"{DESK}{query}")
    assert answer.status_code == status, answer.content[:300]
    return answer.content.decode()


def test_the_points_of_the_committees_somebody_follows_or_answers_for(
    following: Following,
) -> None:
    for who in ("link", "partner", "administrator"):
        assert following.point.text in seen(following, who)
    assert "What is asked of us" in seen(following, "partner")
    assert following.point.text not in seen(following, "other_partner")
    for who in ("analyst", "inspector", "auditor"):
        seen(following, who, status=403)
    assert following.client("stranger").get(DESK).status_code == 404


def test_a_link_inspector_of_yesterday_has_no_desk(following: Following) -> None:
    with scope(following.world.here.pk):
        LinkInspector.objects.update(to_on="2020-01-01")
    seen(following, "link", status=403)


@pytest.mark.parametrize(
    ("query", "there"),
    [
        ("?group=silent", True),
        ("?group=late", False),
        ("?group=nonsense", True),
        ("?indicator=3.2", True),
        ("?indicator=9.9", False),
        ("?words=SHARE", True),
        ("?words=%00nothing", False),
        ("?service=police", False),
        ("?page=2", False),
        ("?theme=records", True),
        ("?theme=other", False),
        ("?order=heard", True),
        ("?order=drop", True),
    ],
)
def test_the_list_is_narrowed(following: Following, query: str, there: bool) -> None:
    with scope(following.world.here.pk):
        theme = Theme.objects.create(code="records", title="Keeping records")
        MainPointForAction.objects.update(theme=theme)
    assert (following.point.text in seen(following, "link", query)) is there


def test_a_late_point_is_in_the_late_group_with_its_day(following: Following) -> None:
    with scope(following.world.here.pk):
        following.plan.sent_at = "2020-01-01T12:00Z"
        following.plan.save()
        PlannedAction.objects.update(due_on="2020-06-30")
    page = seen(following, "link", "?group=late")
    assert "due 30 Jun 2020" in page
    lines = seen(following, "link", "?format=csv").splitlines()
    assert lines[1].startswith(
        "late,Three Rivers,Torrance Vale,1,Share what is known,3.2,2020-06-30"
    )


def test_one_committee_is_chosen_and_anothers_is_not_taken(following: Following) -> None:
    own = ids.encode("committee", following.committee.pk)
    other = ids.encode("committee", following.other.pk)
    assert following.point.text in seen(following, "administrator", f"?committee={own}")
    assert following.point.text not in seen(following, "administrator", f"?committee={other}")
    assert following.point.text in seen(following, "link", f"?committee={other}")


def test_statements_do_not_grow_with_the_points(following: Following) -> None:
    client = following.client("link")

    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(DESK).status_code == 200
        return len(caught)

    statements()
    few = statements()
    with scope(following.world.here.pk):
        MainPointForAction.objects.bulk_create(
            MainPointForAction(inspection=following.world.published, number=n, text="T")
            for n in range(2, 150)
        )
    assert statements() == few
    assert len(seen(following, "link", "?format=csv").splitlines()) == 150
    assert seen(following, "link").count('class="ins_row ') == 100


def test_who_follows_one_committee_and_answers_for_another_sees_both(
    following: Following,
) -> None:
    with scope(following.world.here.pk):
        LinkInspector.objects.create(
            committee=following.other, membership=following.person("partner").membership
        )
        membership = following.person("partner").membership
        membership.roles = [*membership.roles, "link-inspector"]  # type: ignore[union-attr]
        membership.save()  # type: ignore[union-attr]
    page = seen(following, "partner")
    assert following.point.text in page
    assert "Burnhead" in page


def test_points_ticked_on_the_desk_are_asked_about_at_once(following: Following) -> None:
    chosen = f"/hmie/main-points/ask?point={ids.encode('point', following.point.pk)}"
    client = following.client("link")
    assert "Choose point 1, Torrance Vale" in seen(following, "link")
    assert "Choose point" not in seen(following, "partner"), "partners ask nobody"
    assert client.get("/hmie/main-points/ask").headers["Location"] == DESK
    assert following.person("partner").user.display_name in client.get(chosen).content.decode()
    assert client.post(chosen, {"text": "How far are you?"}).headers["Location"] == DESK
    with scope(following.world.here.pk):
        assert PointReminder.objects.filter(about="by-hand").count() == 1
    assert client.post(chosen, {"text": "And now?"}).status_code == 409, "asked today already"
    assert following.client("partner").get(chosen).status_code == 403
    assert following.client("other_partner").get(chosen).status_code == 403, "of another committee"
    assert following.client("stranger").get(chosen).status_code == 404
    too_many = "&".join(f"point={ids.encode('point', one)}" for one in range(1, 202))
    assert client.get(f"/hmie/main-points/ask?{too_many}").headers["Location"] == DESK


def test_who_plans_looks_at_one_persons_desk(following: Following) -> None:
    with scope(following.world.here.pk):
        names = ("link", "lead")
        users = [following.person(name).user.pk for name in names]
        rows = dict(Membership.objects.filter(user__in=users).values_list("user", "pk"))
    link, other = (ids.encode("person", rows[one]) for one in users)
    assert following.point.text in seen(following, "administrator", f"?person={link}")
    assert following.person("link").user.display_name in seen(following, "administrator")
    assert following.point.text not in seen(following, "administrator", f"?person={other}")
    assert following.point.text not in seen(following, "administrator", "?person=nobody")
    assert following.point.text in seen(following, "link", f"?person={other}"), "it is their own"
    assert "Whose desk" not in seen(following, "link")


def test_how_points_stand_is_a_filter_of_the_api_for_who_follows_or_answers(
    following: Following,
) -> None:
    for who, found in (("link", 1), ("partner", 1), ("other_partner", 0), ("administrator", 1)):
        tool = Own(following, who)
        assert len(tool.get("main-points?standing=silent").json()["results"]) == found, who
        assert tool.get("main-points?standing=late").json()["results"] == []
    is_problem(tool.get("main-points?standing=asleep"), 422)
