"""A round: begun by the move, taken, chosen, drawn, judged, given; the panel; asking and signing."""

from typing import Any

import pytest

from evaluations.models import (
    Evaluation,
    Moderation,
    PanelDecision,
    Report,
    ReportChapter,
    SecondJudgement,
    TeamMember,
)
from evaluations.operations.identifiers import IdentifiersFound
from evaluations.operations.judgements import decide, save_judgement
from evaluations.operations.moderation import (
    choose_indicators,
    do_without,
    draw_indicators,
    take_moderation,
)
from evaluations.rules.values import Chosen
from inspectorate.accounts.models import Duty
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.moderated import moderate
from tests.people import Person

REASON = "Records show delay in two of three cases."


def judge(act: Any, person: Person, code: str = "1.1", **values: Any) -> dict[str, Any]:
    values = {"based_on": 1, "value": Chosen(level="good"), "reason": REASON, **values}
    return act(save_judgement, person, indicator=code, **values)  # type: ignore[no-any-return]


def person_id(person: Person) -> str:
    assert person.membership is not None
    return ids.encode("person", person.membership.pk)


@pytest.fixture
def taken(in_moderation: World, act: Any) -> World:
    act(take_moderation, in_moderation.people.moderator)
    return in_moderation


def test_the_move_begins_a_round_and_asks_moderators(in_moderation: World) -> None:
    with scope(in_moderation.here.pk):
        round_ = Moderation.objects.get()
        assert (round_.number, round_.status, round_.moderator_id) == (1, "open", None)
        duty = Duty.objects.get(kind="moderate")
        assert duty.membership == in_moderation.people.moderator.membership
        assert duty.title == "Moderate the inspection of Torrance Vale"


@pytest.mark.parametrize("name", ["lead", "inspector", "administrator"])
def test_the_team_and_others_do_not_take_it(in_moderation: World, act: Any, name: str) -> None:
    with pytest.raises((NotPermitted, NotFound)):
        act(take_moderation, getattr(in_moderation.people, name))


@pytest.mark.parametrize("name", ["partner", "inspector_elsewhere", "stranger"])
def test_who_does_not_see_it_finds_nothing(in_moderation: World, act: Any, name: str) -> None:
    person = getattr(in_moderation.people, name)
    with pytest.raises(NotFound):
        act(take_moderation, person)


def test_who_was_on_the_team_before_does_not_moderate(in_moderation: World, act: Any) -> None:
    moderator = in_moderation.people.moderator
    with scope(in_moderation.here.pk):
        place = TeamMember.objects.create(
            inspection=in_moderation.inspection, membership=moderator.membership, role="inspector"
        )
        place.delete()
    with pytest.raises(NotPermitted, match="are or were on the team"):
        act(take_moderation, moderator)


def test_choosing_needs_the_round_taken(
    in_moderation: World, act: Any, second_moderator: Person
) -> None:
    with pytest.raises(Refused, match="Take the moderation first"):
        act(choose_indicators, second_moderator, codes=["1.1"])
    act(take_moderation, in_moderation.people.moderator)
    with pytest.raises(Refused, match="Somebody else has taken"):
        act(choose_indicators, second_moderator, codes=["1.1"])


def test_choose_and_draw_once_with_a_seed_that_is_kept(taken: World, act: Any) -> None:
    moderator = taken.people.moderator
    assert act(choose_indicators, moderator, codes=["1.1", "1.1", "3.3"]) == ["1.1", "3.3"]
    with pytest.raises(Invalid, match="codes"):
        act(choose_indicators, moderator, codes=["9.9"])
    with pytest.raises(Invalid):
        act(draw_indicators, moderator, count=99)
    drawn = act(draw_indicators, moderator, count=2, seed="harbour")
    assert len(drawn) == 2
    assert not set(drawn) & {"1.1", "3.3"}
    with scope(taken.here.pk):
        assert Moderation.objects.get().drawn_with == "2 of 16, harbour"
    with pytest.raises(Refused, match="drawn already"):
        act(draw_indicators, moderator, count=2, seed="another")


def test_a_judgement_is_kept_then_given_and_remembers_the_teams(taken: World, act: Any) -> None:
    moderator = taken.people.moderator
    act(choose_indicators, moderator, codes=["1.1"])
    saved = judge(act, moderator, value=Chosen(), reason="")
    assert (saved["given"], saved["version"]) == (False, 2)
    with pytest.raises(Stale):
        judge(act, moderator)
    with pytest.raises(Invalid) as raised:
        judge(act, moderator, based_on=2, value=Chosen(), reason="", give=True)
    assert set(raised.value.faults) == {"level", "reason"}
    given = judge(act, moderator, based_on=2, value=Chosen(level="weak"), give=True)
    assert (given["level"], given["given"]) == ("weak", True)
    with scope(taken.here.pk):
        kept = SecondJudgement.objects.get()
        assert (kept.level, kept.team_level) == (2, 4)
    with pytest.raises(Refused, match="given"):
        judge(act, moderator, based_on=3)


def test_what_a_judgement_is_not(taken: World, act: Any) -> None:
    moderator = taken.people.moderator
    act(choose_indicators, moderator, codes=["1.1"])
    with pytest.raises(NotFound):
        judge(act, moderator, code="3.3")
    with pytest.raises(Invalid):
        judge(act, moderator, value=Chosen(level_set=("weak", "good")))
    with pytest.raises(Invalid):
        judge(act, moderator, value=Chosen(level="splendid"))
    with pytest.raises(IdentifiersFound):
        judge(act, moderator, reason="Born 3 May 2011, CHI 0305111234.")


def test_taking_over_strikes_what_was_begun(
    taken: World, act: Any, second_moderator: Person
) -> None:
    act(choose_indicators, taken.people.moderator, codes=["1.1", "3.3"])
    judge(act, taken.people.moderator, give=True)
    judge(act, taken.people.moderator, code="3.3")
    act(take_moderation, second_moderator)
    with scope(taken.here.pk):
        first, second = SecondJudgement.objects.order_by("indicator__code")
        assert (first.level, first.membership) == (4, taken.people.moderator.membership)
        assert (second.level, second.reason, second.membership) == (None, "", None)


def test_doing_without_needs_a_reason_and_keeps_what_is_given(taken: World, act: Any) -> None:
    moderator = taken.people.moderator
    act(choose_indicators, moderator, codes=["1.1", "3.3"])
    judge(act, moderator, give=True)
    with pytest.raises(Invalid):
        act(do_without, moderator, indicator="3.3", reason=" ")
    with pytest.raises(Refused):
        act(do_without, moderator, indicator="1.1", reason="x")
    act(do_without, moderator, indicator="3.3", reason="Too little evidence of it.")
    with scope(taken.here.pk):
        assert SecondJudgement.objects.count() == 1
        gone = HistoryEntry.objects.get(table_name="evaluations_secondjudgement", operation="D")
        assert gone.why == "Too little evidence of it."
    with pytest.raises(Refused, match="would not be blind"):
        act(choose_indicators, moderator, codes=["3.3"])


def test_signing_waits_for_judgements_and_the_panel(
    in_moderation: World, act: Any, move: Any, second_moderator: Person
) -> None:
    people = in_moderation.people
    with pytest.raises(Refused, match="Choose at least one"):
        move(people.moderator, "sign-off")
    moderate(in_moderation.inspection, people.moderator, {"1.1": None, "3.3": "weak"})
    with pytest.raises(Refused, match=r"A panel decides where judgements differ: 3\.3"):
        move(people.moderator, "sign-off")
    decision = {
        "indicator": "3.3",
        "based_on": 0,
        "value": Chosen(level="satisfactory"),
        "why": "Delay in some records, none in most.",
    }
    with pytest.raises(Invalid, match="panel"):
        act(decide, people.moderator, panel=[], **decision)
    act(decide, people.moderator, panel=[person_id(people.lead)], **decision)
    with scope(in_moderation.here.pk):
        made = PanelDecision.objects.get()
        assert len(made.panel) == 2
        team = Evaluation.objects.get(indicator__code="3.3")
        assert (team.level, team.version) == (3, 2)
        changed = HistoryEntry.objects.filter(
            table_name="evaluations_evaluation", record_id=team.pk
        ).latest("id")
        assert changed.why == "Decided by a panel: Delay in some records, none in most."
        assert changed.person_id == people.moderator.user.pk
    with pytest.raises(Stale):
        act(decide, people.moderator, panel=[person_id(people.lead)], **decision)
    move(people.moderator, "sign-off")
    with scope(in_moderation.here.pk):
        ended = Moderation.objects.get()
        assert (ended.status, ended.ended_by) == ("signed-off", people.moderator.membership)


def test_a_panel_decides_only_what_differs(in_moderation: World, act: Any) -> None:
    people = in_moderation.people
    moderate(in_moderation.inspection, people.moderator, {"1.1": None})
    about = {"based_on": 0, "value": Chosen(level="good"), "why": "x", "panel": []}
    with pytest.raises(Refused, match="the same"):
        act(decide, people.moderator, indicator="1.1", **about)
    with pytest.raises(NotFound):
        act(decide, people.moderator, indicator="3.3", **about)
    with pytest.raises(NotPermitted):
        act(decide, people.lead, indicator="1.1", **about)


def test_changes_asked_for_end_the_round_and_the_next_one_begins(
    in_moderation: World, act: Any, move: Any
) -> None:
    people = in_moderation.people
    act(take_moderation, people.moderator)
    act(choose_indicators, people.moderator, codes=["1.1"])
    with pytest.raises(Refused, match=r"Give your judgement first.*1\.1"):
        move(people.moderator, "ask-for-change", reason="Write more.")
    judge(act, people.moderator, give=True)
    move(people.moderator, "ask-for-change", reason="Write more.")
    with scope(in_moderation.here.pk):
        first = Moderation.objects.get()
        assert (first.status, first.ended_why) == ("changes-asked", "Write more.")
        assert Duty.objects.filter(kind="moderation-changes", done_at__isnull=True).count() == 1
        assert not Duty.objects.filter(kind="moderate", done_at__isnull=True).exists()
    move(people.lead, "to-moderation")
    with scope(in_moderation.here.pk):
        assert [one.number for one in Moderation.objects.all()] == [1, 2]
        assert not Duty.objects.filter(kind="moderation-changes", done_at__isnull=True).exists()
    move(people.moderator, "sign-off")


def test_nobody_signs_what_they_wrote(in_moderation: World, move: Any) -> None:
    people = in_moderation.people
    moderate(in_moderation.inspection, people.moderator)
    with scope(in_moderation.here.pk, person_id=people.moderator.user.pk):
        report = Report.objects.create(inspection=in_moderation.inspection, title="Report")
        ReportChapter.objects.create(report=report, position=1, title="Summary", text="Words.")
    with pytest.raises(NotPermitted, match="wrote words"):
        move(people.moderator, "sign-off")
