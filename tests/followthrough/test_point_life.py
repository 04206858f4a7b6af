"""A point's end by hand, its theme and lead post, and the catalogue of themes."""

import pytest

from followthrough.models import MainPointForAction, PointMove, Theme
from followthrough.operations import point_life
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotPermitted, Stale
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.followthrough.following import Following, following

__all__ = ["following"]

THEMES = "/hmie/main-points/themes"


def now(here: Following) -> MainPointForAction:
    with scope(here.world.here.pk):
        found: MainPointForAction = MainPointForAction.objects.select_related("theme").get(
            pk=here.point.pk
        )
    return found


def test_a_point_is_closed_with_a_reason_and_opened_again(following: Following) -> None:
    link = following.client("link")
    end = f"{following.path}/end"
    assert link.get(end).status_code == 200
    sent = {"to": "closed", "version": now(following).version}
    assert link.post(end, sent).status_code == 422
    assert now(following).status == "open"
    assert link.post(end, sent | {"reason": "Done long ago."}).status_code == 302
    assert now(following).status == "closed"
    assert link.post(end, sent | {"reason": "Again."}).status_code in (409, 422)
    back = {"to": "open", "version": now(following).version, "reason": "It came back."}
    assert link.post(end, back).status_code == 302
    with scope(following.world.here.pk):
        steps = PointMove.objects.filter(point=following.point).order_by("pk")
        assert [(one.to_status, one.reason) for one in steps] == [
            ("closed", "Done long ago."),
            ("open", "It came back."),
        ]
        assert {one.membership_id for one in steps} == {
            following.person("link").membership.pk  # type: ignore[union-attr]
        }


def test_a_superseded_point_names_the_one_that_takes_its_place(following: Following) -> None:
    with scope(following.world.here.pk):
        other = MainPointForAction.objects.create(
            inspection=following.world.published, number=2, text="Wider"
        )
    sent = {
        "to": "superseded",
        "version": now(following).version,
        "reason": "Taken up more widely.",
        "replaced_by": ids.encode("point", other.pk),
    }
    assert following.client("link").post(f"{following.path}/end", sent).status_code == 302
    assert now(following).replaced_by_id == other.pk


def test_who_may_not_end_or_describe_a_point(following: Following) -> None:
    values = {"point": following.point.pk, "based_on": 1, "to": "closed", "reason": "So"}
    for who in ("partner", "other_partner", "analyst"):
        with pytest.raises(NotPermitted):
            following.act(who, point_life.end_point, **values)
        assert following.client(who).get(f"{following.path}/describe").status_code == 403
    assert following.client("stranger").get(f"{following.path}/end").status_code == 404
    with pytest.raises(Stale):
        following.act("link", point_life.end_point, **values | {"based_on": 9})
    with pytest.raises(Invalid):
        following.act("link", point_life.end_point, **values | {"to": "judged"})


def test_themes_are_kept_given_and_retired(following: Following) -> None:
    administrator, link = following.client("administrator"), following.client("link")
    assert administrator.get(f"{THEMES}/new").status_code == 200
    new = {"title": "Sharing information", "position": 1}
    assert administrator.post(f"{THEMES}/new", new).status_code == 302
    assert administrator.post(f"{THEMES}/new", new).status_code == 422
    with scope(following.world.here.pk):
        theme = Theme.objects.get()
    assert theme.code == "sharing-information"
    describe = f"{following.path}/describe"
    assert link.get(describe).status_code == 200
    sent = {"theme": theme.code, "lead_post": "Head of nursing", "version": now(following).version}
    assert link.post(describe, sent).status_code == 302
    point = now(following)
    assert (point.theme, point.lead_post) == (theme, "Head of nursing")
    (said,) = (
        Tool(following.world.here).get("main-points?theme=sharing-information").json()["results"]
    )
    assert (said["lead_post"], said["reference"]) == ("Head of nursing", "A01/2008/1")
    assert "Sharing information" in link.get(THEMES).content.decode()
    one = f"{THEMES}/{ids.encode('theme', theme.pk)}"
    assert administrator.get(one).status_code == 200
    retired = new | {"retired": "on", "version": theme.version}
    assert administrator.post(one, retired).status_code == 302
    assert administrator.post(one, retired).status_code == 409
    with scope(following.world.here.pk):
        MainPointForAction.objects.filter(pk=following.point.pk).update(theme=None)
    refused = link.post(describe, sent | {"version": now(following).version})
    assert refused.status_code == 422
    for who, address in (("link", f"{THEMES}/new"), ("partner", THEMES)):
        assert following.client(who).get(address).status_code == 403
