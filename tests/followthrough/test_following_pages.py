"""What the link inspector does on a point, and dates that are asked and answered."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas.models import LinkInspector
from followthrough.models import (
    Contact,
    DateChange,
    LinkNote,
    PlannedAction,
    PointLook,
    PointMove,
    Progress,
    SuccessFactor,
)
from followthrough.operations.dates import ask_date
from followthrough.operations.updates import make_update
from inspectorate.accounts.models import Duty
from inspectorate.kernel import ids
from inspectorate.kernel.models import Event, HistoryEntry, Mail
from inspectorate.tenancy.scope import scope
from tests.followthrough.following import WORDS, Following, following

__all__ = ["following"]

FOLLOWERS = [
    ("link", 200),
    ("administrator", 200),
    ("partner", 403),
    ("moderator", 403),
    ("other_partner", 403),
    ("stranger", 404),
]


def told_to(following: Following, kind: str) -> set[str]:
    with scope(following.world.here.pk):
        had = set(Mail.objects.filter(key__startswith=kind).values_list("member_id", flat=True))
    return {
        name for name, one in following.world.people if one.membership and one.membership.pk in had
    }


# ---------- looking ----------


def test_there_is_nothing_to_look_at_before_something_was_told(following: Following) -> None:
    assert "told nothing of this point yet" in following.page("link")
    answer = following.client("link").post(f"{following.path}/look", {"enough": "yes"})
    assert answer.status_code == 409
    with scope(following.world.here.pk):
        assert not PointLook.objects.exists()


def test_the_link_inspector_says_whether_there_is_enough(following: Following) -> None:
    following.act("partner", make_update, point=following.point.pk, **WORDS | {"own_view": "done"})
    client = following.client("link")
    empty = client.post(f"{following.path}/look", {"enough": "no", "told": " "})
    assert empty.status_code == 422
    assert "Say what is wanted" in empty.content.decode()
    named = {"enough": "no", "told": "Ask a.mother@example.org."}
    refused = client.post(f"{following.path}/look", named)
    assert refused.status_code == 422
    assert "This could tell who somebody is" in refused.content.decode()
    assert "Ask a.mother@example.org." in refused.content.decode()
    more = {"enough": "no", "told": "A count of cases, please."}
    assert client.post(f"{following.path}/look", more).status_code == 302
    assert told_to(following, "looked-more") == {"partner"}
    assert "A count of cases, please." in following.page("partner")
    assert client.post(f"{following.path}/look", {"enough": "yes"}).status_code == 302
    assert told_to(following, "looked-enough") == {"partner"}
    assert "On the list for a follow-through inspection" in following.page("link")
    with scope(following.world.here.pk):
        assert list(PointLook.objects.values_list("enough", flat=True)) == [False, True]
        assert Event.objects.filter(kind="main-point.enough").count() == 1
        # It is no judgement: the point stands as it stood.
        following.point.refresh_from_db()
        assert following.point.status == "open"


@pytest.mark.parametrize(("who", "status"), FOLLOWERS)
def test_only_who_follows_looks_and_notes(following: Following, who: str, status: int) -> None:
    client = following.client(who)
    for path in ("/look", "/notes/new"):
        assert client.get(following.path + path).status_code == status, path
    answer = client.post(f"{following.path}/notes/new", {"text": "Seen."})
    assert answer.status_code == (302 if status == 200 else status)


# ---------- notes ----------


def test_a_note_is_the_link_inspectors_own_until_it_is_shared_for_good(
    following: Following,
) -> None:
    link = following.client("link")
    said = {"text": "The lead officer is new.\nGo slowly."}
    assert link.post(f"{following.path}/notes/new", said).status_code == 302
    sees = {"link", "administrator"}
    everybody = ("link", "administrator", "partner", "moderator", "other_partner", "inspector")
    assert {who for who in everybody if "is new" in following.page(who)} == sees
    with scope(following.world.here.pk):
        note = LinkNote.objects.get()
        assert not Mail.objects.exists()
        assert not Event.objects.exists()
    address = f"{following.path}/notes/{ids.encode('note', note.pk)}"
    assert following.client("partner").get(address).status_code == 403
    assert "Sharing is final" in link.get(address).content.decode()
    unsure = link.post(address, {"version": 1})
    assert unsure.status_code == 422
    assert "Tick this to go on" in unsure.content.decode()
    stale = link.post(address, {"version": 7, "sure": "on"})
    assert stale.status_code == 409
    assert link.post(address, {"version": 1, "sure": "on"}).status_code == 302
    assert told_to(following, "note-shared") == {"partner"}
    sees |= {"partner", "moderator", "inspector"}
    assert {who for who in everybody if "is new" in following.page(who)} == sees
    again = link.post(address, {"version": 2, "sure": "on"}, follow=True)
    assert "shared already" in again.content.decode()
    with scope(following.world.here.pk):
        entries = HistoryEntry.objects.filter(table_name="followthrough_linknote")
        assert entries.get(operation="U").why == "Shared with the partnership"


def test_a_successor_reads_the_notes_and_who_left_does_not(following: Following) -> None:
    link = following.client("link")
    link.post(f"{following.path}/notes/new", {"text": "Go slowly."})
    with scope(following.world.here.pk):
        LinkInspector.objects.update(to_on=date(2020, 1, 1))
    assert "Go slowly." not in following.page("link")


def test_a_note_of_another_point_is_not_there(following: Following) -> None:
    with scope(following.world.here.pk):
        other = LinkNote.objects.create(point=following.world.hidden, text="Elsewhere")
    address = f"{following.path}/notes/{ids.encode('note', other.pk)}"
    assert following.client("link").get(address).status_code == 404


# ---------- dates ----------


def asked(following: Following, to_on: date = date(2030, 9, 30)) -> DateChange:
    made: DateChange = following.act(
        "partner", ask_date, action=following.action.pk, to_on=to_on, reason="The board meets later"
    )
    return made


def date_path(following: Following) -> str:
    return f"/hmie/main-points/actions/{ids.encode('action', following.action.pk)}/date"


def due(following: Following) -> date:
    with scope(following.world.here.pk):
        found: date = PlannedAction.objects.get(pk=following.action.pk).due_on
    return found


def test_a_date_is_asked_waits_and_changes_only_by_agreement(following: Following) -> None:
    partner, link = following.client("partner"), following.client("link")
    sent = {"to_on": "2030-09-30", "reason": "The board meets later"}
    assert partner.get(date_path(following)).status_code == 200
    assert partner.post(date_path(following), sent).status_code == 302
    assert due(following) == date(2030, 6, 30)
    with scope(following.world.here.pk):
        change = DateChange.objects.get()
        duty = Duty.objects.get(kind="date-asked")
        assert (duty.membership, duty.done_at) == (following.person("link").membership, None)
    second = partner.post(date_path(following), sent)
    assert second.status_code == 409
    assert "One waits at a time" in second.content.decode()
    address = f"/hmie/main-points/date-changes/{ids.encode('date-change', change.pk)}"
    assert address in following.page("link")
    assert "The board meets later" in link.get(address).content.decode()
    stale = link.post(address, {"version": 9, "agree": "yes"})
    assert stale.status_code == 409
    assert link.post(address, {"version": 1, "agree": "yes"}).status_code == 302
    assert due(following) == date(2030, 9, 30)
    assert told_to(following, "date-agreed") == {"partner"}
    with scope(following.world.here.pk):
        duty.refresh_from_db()
        assert duty.done_at is not None
        entry = HistoryEntry.objects.get(table_name="followthrough_plannedaction", operation="U")
        assert "agreed by the link inspector" in entry.why
        kinds = Event.objects.order_by("id").values_list("kind", flat=True)
        assert list(kinds) == ["action.date-asked", "action.date-changed"]
    shown = following.page("partner")
    assert "30 Jun 2030 to 30 Sep 2030" in shown
    assert "The other date was agreed" in shown
    again = link.post(address, {"version": 2, "agree": "no", "reason": "No"})
    assert again.status_code == 409
    assert "answered already" in again.content.decode()
    assert link.get(address).status_code == 302


def test_a_date_is_refused_with_the_reason(following: Following) -> None:
    change = asked(following)
    address = f"/hmie/main-points/date-changes/{ids.encode('date-change', change.pk)}"
    link = following.client("link")
    silent = link.post(address, {"version": 1, "agree": "no"})
    assert silent.status_code == 422
    assert "Say why not" in silent.content.decode()
    no = {"version": 1, "agree": "no", "reason": "It was moved twice."}
    assert link.post(address, no).status_code == 302
    assert due(following) == date(2030, 6, 30)
    assert told_to(following, "date-refused") == {"partner"}
    assert "It was moved twice." in following.page("partner")
    asked(following)  # another may be asked now


def test_what_ended_meanwhile_is_not_agreed_any_more(following: Following) -> None:
    change = asked(following)
    with scope(following.world.here.pk):
        PlannedAction.objects.update(state="done", done_on=date(2009, 4, 1))
    address = f"/hmie/main-points/date-changes/{ids.encode('date-change', change.pk)}"
    answer = following.client("link").post(address, {"version": 1, "agree": "yes"})
    assert answer.status_code == 409
    assert "has ended" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"to_on": "2030-06-30", "reason": "Later"}, "This is the date it has"),
        ({"to_on": "2030-02-31", "reason": "Later"}, "a date that exists"),
        ({"to_on": "9999-01-01", "reason": "Later"}, "Give a day from"),
        ({"to_on": "2030-07-30", "reason": ""}, "Fill this in"),
        ({"to_on": "2030-07-30", "reason": "Ask a@b.example.org"}, "could tell who"),
    ],
)
def test_a_date_that_cannot_be_asked_is_said(
    following: Following, sent: dict[str, str], said: str
) -> None:
    answer = following.client("partner").post(date_path(following), sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("who", "asks", "answers"),
    [
        ("partner", 200, 403),
        ("link", 403, 200),
        ("other_partner", 403, 404),
        ("analyst", 403, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_asks_and_who_answers(following: Following, who: str, asks: int, answers: int) -> None:
    client = following.client(who)
    assert client.get(date_path(following)).status_code == asks
    change = asked(following)
    address = f"/hmie/main-points/date-changes/{ids.encode('date-change', change.pk)}"
    assert client.get(address).status_code == answers


def test_before_the_plan_is_accepted_its_dates_are_its_own(following: Following) -> None:
    with scope(following.world.here.pk):
        following.plan.status = "sent"
        following.plan.save()
    assert following.client("other_partner").get(date_path(following)).status_code == 404
    answer = following.client("partner").get(date_path(following), follow=True)
    assert "Change the date in the plan itself" in answer.content.decode()


# ---------- the page as a whole ----------


def fill(following: Following, times: int) -> None:
    """Something of everything, several times."""
    with scope(following.world.here.pk):
        for number in range(times):
            day = {"on": date(2009, 1, 1 + number)}
            Contact.objects.create(
                committee=following.committee, kind="visit", about="Progress", said="Well", **day
            )
            LinkNote.objects.create(point=following.point, text=f"Note {number}")
            PointLook.objects.create(point=following.point, enough=False, told="More")
            PointMove.objects.create(
                point=following.point, from_status="open", to_status="closed", reason="Done"
            )
            PlannedAction.objects.create(
                plan=following.plan,
                point=following.point,
                number=following.plan.actions.count() + 1,
                text="More",
                lead_post="Head",
                due_on=date(2030, 1, 1),
            )
    for _ in range(times):
        following.act("partner", make_update, point=following.point.pk, **WORDS)


@pytest.mark.parametrize("who", ["link", "partner", "analyst"])
def test_as_many_statements_for_a_long_story_as_for_a_short_one(
    following: Following, who: str
) -> None:
    def statements() -> int:
        client = following.client(who)
        client.get(following.path)
        with CaptureQueriesContext(connection) as captured:
            client.get(following.path)
        return len([one for one in captured if "SAVEPOINT" not in one["sql"]])

    with scope(following.world.here.pk):
        following.world.follow_up.status = "published"
        following.world.follow_up.published_on = date(2009, 5, 1)
        following.world.follow_up.save()
        Progress.objects.create(
            point=following.point, inspection=following.world.follow_up, level=5
        )
    fill(following, 1)
    few = statements()
    fill(following, 6)
    assert statements() == few <= 12, few


def test_everything_stands_on_one_line_in_order(following: Following) -> None:
    with scope(following.world.here.pk):
        Contact.objects.create(
            committee=following.committee,
            kind="visit",
            on=date(2009, 1, 5),
            about="The protocol",
            said="Asked for a count",
        )
        Contact.objects.create(
            committee=following.committee,
            kind="visit",
            on=date(2009, 1, 6),
            about="Not held",
            cancelled_why="Snow",
        )
    following.act("partner", make_update, point=following.point.pk, **WORDS)
    link: Any = following.page("link")
    places = [
        link.index(said)
        for said in ("Main point published", "The protocol", "Asked for a count", WORDS["text"])
    ]
    assert places == sorted(places)
    assert "Not held" not in link
    partner = following.page("partner")
    assert "The protocol" in partner
    assert "Asked for a count" not in partner
    assert "The protocol" not in following.page("analyst")


def test_a_judgement_says_what_was_decided_and_what_worked(following: Following) -> None:
    at = {"point": following.point, "inspection": following.world.follow_up}
    with scope(following.world.here.pk):
        Progress.objects.create(
            level=5, rationale="Steady.", decision="close", decision_reason="It holds", **at
        )
        SuccessFactor.objects.create(title="One shared desk", **at)
    assert "One shared desk" not in following.page("partner")
    with scope(following.world.here.pk):
        following.world.follow_up.status = "published"
        following.world.follow_up.published_on = date(2009, 5, 1)
        following.world.follow_up.save()
    shown = following.page("analyst")
    for said in ("very good", "Decided: Close.", "It holds", "One shared desk"):
        assert said in shown, said
    assert "Steady." not in shown


def test_a_closed_point_says_why_it_is_told_nothing_more(following: Following) -> None:
    following.act("partner", make_update, point=following.point.pk, **WORDS)
    following.status("closed")
    shown = following.page("partner")
    assert "Tell what happened" in shown
    assert "nothing more is told of it" in shown
    assert "Judged</b>" not in shown
