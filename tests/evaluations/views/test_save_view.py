"""One's own view: private, given, changed, fixed; and nobody sees another's too early."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone

from evaluations.access import place_on_team
from evaluations.models import Inspection, MemberView, TeamMember
from evaluations.operations.identifiers import IdentifiersFound
from evaluations.operations.recording import Clash
from evaluations.operations.views import save_view
from evaluations.queries.views import TeamViews, views_of
from evaluations.rules.life import OUT
from evaluations.rules.views import others_shown
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.views.conftest import GiveView
from tests.people import Person

Agree = Callable[..., None]


def seen_by(world: World, person: Person, code: str = "1.1") -> TeamViews:
    with scope(world.here.pk):
        inspection = Inspection.objects.get(pk=world.inspection.pk)
        evaluations = inspection.evaluations.exclude(level__isnull=True)
        agreed = set(evaluations.values_list("indicator__code", flat=True))
        actor = person.actor
        place = place_on_team(actor, inspection)
        return views_of(actor, inspection, place, [code], agreed)[code]


def test_a_view_is_kept_as_it_is_typed_and_then_given(world: World, give_view: GiveView) -> None:
    me = world.people.inspector
    first = give_view(me, level="good", given=None)
    assert (first["level"], first["given"], first["version"]) == ("good", False, 1)
    second = give_view(me, based_on=1, reason="Three of four records.", given=None)
    assert (second["level"], second["reason"], second["version"]) == (
        "good",
        "Three of four records.",
        2,
    )
    given = give_view(me, based_on=2)
    assert (given["given"], given["version"], given["id"]) == (True, 3, first["id"])
    with scope(world.here.pk):
        kept = MemberView.objects.get()
        assert (kept.level, kept.membership) == (4, me.membership)
        assert kept.given_at is not None
        entries = HistoryEntry.objects.filter(table_name="evaluations_memberview")
        assert [one.row_data["level"] for one in entries.order_by("id")] == [4, 4, 4]
        assert {one.person_id for one in entries} == {me.user.pk}


def test_a_level_and_a_non_grade_replace_each_other(world: World, give_view: GiveView) -> None:
    me = world.people.inspector
    give_view(me, level="good")
    changed = give_view(me, based_on=1, non_grade="not-graded")
    assert (changed["level"], changed["non_grade"]) == (None, "not-graded")
    with pytest.raises(Invalid, match="keeps a level"):
        give_view(me, based_on=2, level=None)


def test_a_draft_can_be_cleared(world: World, give_view: GiveView) -> None:
    give_view(world.people.inspector, level="good", given=None)
    cleared = give_view(world.people.inspector, based_on=1, level=None, given=None)
    assert (cleared["level"], cleared["version"]) == (None, 2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"given": True}, "level"),
        ({"given": True, "reason": "only words"}, "level"),
        ({"level": "splendid"}, "level"),
        ({"level": "good", "non_grade": "not-graded"}, "non_grade"),
        ({"non_grade": "because"}, "non_grade"),
        ({"reason": "x" * 4_001}, "reason"),
        ({"reason": "a\x00b"}, "reason"),
        ({"level_set": ["good"]}, "level_set"),
    ],
)
def test_what_cannot_be_taken_names_its_field(
    world: World, give_view: GiveView, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as raised:
        give_view(world.people.inspector, **{"given": None, **changes})
    assert list(raised.value.faults) == [field]
    with scope(world.here.pk):
        assert not MemberView.objects.exists()


def test_what_is_given_stays_given_and_may_change_until_the_team_agrees(
    world: World, give_view: GiveView, agree: Agree
) -> None:
    me = world.people.inspector
    give_view(me, level="good")
    with pytest.raises(Invalid, match="stays given"):
        give_view(me, based_on=1, given=False)
    assert give_view(me, based_on=1, level="weak")["level"] == "weak"
    agree()
    with pytest.raises(Refused, match=r"agreed its evaluation of 1\.1"):
        give_view(me, based_on=2, level="good")
    assert give_view(me, based_on=2, level="weak")["version"] == 2, (
        "nothing changed, nothing refused"
    )


def test_a_view_that_is_still_missing_may_be_given_after_the_team_agreed(
    world: World, give_view: GiveView, agree: Agree
) -> None:
    agree()
    assert give_view(world.people.inspector, level="weak")["given"]
    with pytest.raises(Refused):
        give_view(world.people.inspector, based_on=1, level="good")


def test_views_of_two_people_never_clash(world: World, give_view: GiveView) -> None:
    give_view(world.people.inspector, level="good")
    assert give_view(world.people.lead, level="weak")["version"] == 1


def test_two_windows_of_one_person(world: World, give_view: GiveView) -> None:
    me = world.people.inspector
    give_view(me, level="good", given=None)
    both = give_view(me, based_on=0, reason="From the other window.", given=None)
    assert (both["level"], both["reason"]) == ("good", "From the other window.")
    with pytest.raises(Clash) as raised:
        give_view(me, based_on=0, level="weak", given=None)
    clash = raised.value
    assert clash.fields == ("value",)
    assert [one["level"] for one in (clash.base, clash.mine, clash.current)] == [
        None,
        "weak",
        "good",
    ]
    give_view(me, based_on=2, reason="Once more.", given=None)
    with pytest.raises(Clash) as raised:
        give_view(me, based_on=2, reason="Otherwise.", level="good", given=None)
    assert raised.value.fields == ("reason",)
    assert raised.value.base["reason"] == "From the other window."


def test_the_same_sent_again_is_no_change(world: World, give_view: GiveView) -> None:
    for _ in range(3):
        assert give_view(world.people.inspector, level="good", reason="Same")["version"] == 1


def test_a_tool_that_names_a_version_is_held_to_it(world: World, give_view: GiveView) -> None:
    me = world.people.inspector
    give_view(me, level="good")
    with scope(world.here.pk), pytest.raises(Stale):
        save_view(
            actor=me.actor,
            inspection=ids.encode("inspection", world.inspection.pk),
            indicator="1.1",
            based_on=7,
            changes={"reason": "x"},
            exact=True,
        )


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("moderator", NotFound),
        ("administrator", NotFound),
        ("inspector_elsewhere", NotFound),
        ("partner", NotFound),
        ("stranger", NotFound),
    ],
)
def test_only_the_team_gives_views(
    world: World, give_view: GiveView, name: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        give_view(getattr(world.people, name), level="good")
    with scope(world.here.pk):
        assert not MemberView.objects.exists()


def test_whoever_was_recused_gives_none(world: World, give_view: GiveView) -> None:
    with scope(world.here.pk):
        TeamMember.objects.filter(membership=world.people.inspector.membership).update(
            recused_at=timezone.now(), recused_why="A former post."
        )
    with pytest.raises(NotFound):
        give_view(world.people.inspector, level="good")


@pytest.mark.parametrize("status", ["planned", "preparing", "moderation", "published", "suspended"])
def test_outside_fieldwork_and_evaluating_no_view_is_given(
    world: World, give_view: GiveView, status: str
) -> None:
    with scope(world.here.pk):
        Inspection.objects.update(status=status, resumes_to="fieldwork")
    with pytest.raises(Refused):
        give_view(world.people.inspector, level="good")


@pytest.mark.parametrize("code", ["9.9", "\x00", ""])
def test_no_such_indicator(world: World, give_view: GiveView, code: str) -> None:
    with pytest.raises(NotFound):
        give_view(world.people.inspector, code, level="good")


def test_an_identifier_in_the_reason_needs_an_answer(world: World, give_view: GiveView) -> None:
    with pytest.raises(IdentifiersFound) as raised:
        give_view(world.people.inspector, level="good", reason="Told by ann@example.org.")
    assert raised.value.found[0]["field"] == "reason"


def test_others_are_hidden_until_ones_own_is_given_from_the_lead_too(
    team_of_four: World, give_view: GiveView
) -> None:
    world, people = team_of_four, team_of_four.people
    give_view(people.inspector, level="good", reason="Mine")
    give_view(people.medical, level="weak")
    give_view(people.associate, level="excellent", given=None)
    lead = seen_by(world, people.lead)
    assert (lead.mine, lead.shown, lead.hidden) == (None, (), True)
    assert [(one.name, one.given) for one in lead.givers] == [
        ("Lorna Sim", False),
        ("Ailsa Gow", False),
        ("Dr Morven Tait", True),
        ("Isla Baird", True),
    ]
    give_view(people.lead, level="satisfactory")
    lead = seen_by(world, people.lead)
    assert [(one.name, one.reason) for one in lead.spread] == [
        ("Isla Baird", "Mine"),
        ("Lorna Sim", ""),
        ("Dr Morven Tait", ""),
    ], "given views only, highest first; a draft is nobody else's"
    associate = seen_by(world, people.associate)
    assert associate.mine is not None
    assert (associate.mine.value.ranks, associate.shown, associate.hidden) == ({6}, (), True)


def test_somebody_outside_the_team_sees_views_when_the_team_has_agreed(
    world: World, give_view: GiveView, agree: Agree
) -> None:
    give_view(world.people.inspector, level="good")
    before = seen_by(world, world.people.moderator)
    assert (before.shown, before.givers, before.hidden) == ((), (), True)
    agree()
    after = seen_by(world, world.people.moderator)
    assert [one.name for one in after.shown] == ["Isla Baird"]
    for name in ("link", "administrator", "inspector_elsewhere"):
        assert seen_by(world, getattr(world.people, name)).shown == ()


@pytest.mark.parametrize("status", ["fieldwork", "evaluating", "moderation", "factual-accuracy"])
@pytest.mark.parametrize("agreed", [True, False])
def test_the_rule_for_a_member_who_has_not_given(status: str, agreed: bool) -> None:
    seen = {"on_team": True, "agreed": agreed, "drafts": True, "status": status}
    assert not others_shown(given=False, **seen)
    assert others_shown(given=True, **seen)


@pytest.mark.parametrize("status", OUT)
def test_after_publication_the_team_sees_them(status: str) -> None:
    assert others_shown(on_team=True, given=False, agreed=False, drafts=True, status=status)
    assert not others_shown(on_team=False, given=False, agreed=True, drafts=False, status=status)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_the_first_save_of_two_windows_at_once(world: World, give_view: GiveView) -> None:
    def one(number: int) -> str:
        try:
            changes = {"reason": "At once."} if number else {"level": "good"}
            return str(give_view(world.people.inspector, given=None, **changes)["version"])
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        versions = sorted(threads.map(one, range(2)))
    assert versions == ["1", "2"]
    with scope(world.here.pk):
        kept = MemberView.objects.get()
        assert (kept.level, kept.reason) == (4, "At once.")
