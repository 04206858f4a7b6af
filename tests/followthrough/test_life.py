"""The life of a main point: only along the table, and never to an end without a ground."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followthrough.models import MainPointForAction, PointMove
from followthrough.operations.moves import move_point
from followthrough.rules import life
from followthrough.terms import PointStatus
from inspectorate.kernel.errors import Refused
from inspectorate.kernel.models import Event
from inspectorate.tenancy.scope import scope
from tests.followthrough.conftest import World


def test_the_table_knows_every_status() -> None:
    assert set(life.STEPS) == set(PointStatus.values) == life.LIVE | life.ENDED
    assert set(itertools.chain(*life.STEPS.values())) <= set(PointStatus.values)


@given(
    st.sampled_from(PointStatus.values),
    st.lists(
        st.tuples(
            st.sampled_from(PointStatus.values), st.sampled_from(["", " ", "So"]), st.booleans()
        )
    ),
)
def test_no_point_ends_without_judgement_or_reason(
    start: str, wishes: list[tuple[str, str, bool]]
) -> None:
    now = start
    for wish, reason, judged in wishes:
        if life.why_not(now, wish, reason=reason, judged=judged):
            continue
        if wish in life.ENDED or now in life.ENDED:
            assert judged or reason.strip()
        assert wish in life.STEPS[now]
        now = wish


def test_a_step_keeps_who_when_and_why(world: World) -> None:
    with scope(world.here.pk):
        point = MainPointForAction.objects.get(pk=world.point.pk)
        before = point.version
        assert move_point(
            point, PointStatus.CLOSED, actor=world.people.administrator.actor, reason=" Done "
        )
        assert not move_point(point, PointStatus.CLOSED, actor=None, reason="again")
        step = PointMove.objects.get(point=point)
        assert (step.from_status, step.to_status, step.reason) == ("open", "closed", "Done")
        assert step.membership == world.people.administrator.membership
        assert (point.status, point.version) == ("closed", before + 1)
        assert Event.objects.get(kind="main-point.closed").collection == "main-points"


def test_a_step_without_a_ground_changes_nothing(world: World) -> None:
    with scope(world.here.pk), pytest.raises(Refused, match="Say why"):
        move_point(world.point, PointStatus.CLOSED, actor=None)
    with scope(world.here.pk):
        assert not PointMove.objects.exists()
        assert MainPointForAction.objects.get(pk=world.point.pk).status == "open"
