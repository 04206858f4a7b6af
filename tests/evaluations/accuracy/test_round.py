"""A draft sent, commented on, returned once, answered and settled; who may, and when not."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from areas.models import Holiday
from evaluations.models import (
    AccuracyComment,
    AccuracyFile,
    AccuracyRound,
    FileContent,
    Inspection,
    InspectionMove,
    Report,
    ReportChapter,
    ReportDraft,
    ReportPoint,
)
from evaluations.operations import move_inspection
from evaluations.operations.accuracy import (
    go_on_without,
    return_comments,
    send_draft,
    settle_round,
    show_changes,
)
from evaluations.operations.accuracy_comments import (
    add_comment_file,
    answer_comment,
    edit_comment,
    withdraw_comment,
)
from evaluations.operations.accuracy_time import ask_for_time, decide_on_time, give_time
from evaluations.queries.before_moves import unsettled_before
from evaluations.queries.working_days import due_after
from evaluations.rules.life import BY_NAME
from evaluations.terms import MoveName
from inspectorate.accounts.models import Duty
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry, Mail
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.evaluations.accuracy.conftest import Ground

pytestmark = pytest.mark.django_db


def duties(ground: Ground, kind: str, *, open_ones: bool = True) -> set[int]:
    with scope(ground.world.here.pk):
        found = Duty.objects.filter(kind=kind, done_at__isnull=open_ones)
        return set(found.values_list("membership_id", flat=True))


def stops(ground: Ground, move: MoveName) -> list[str]:
    with scope(ground.world.here.pk):
        return unsettled_before(
            Inspection.objects.get(pk=ground.world.inspection.pk), BY_NAME[move]
        )


def comment_id(one: AccuracyComment) -> str:
    return ids.encode("accuracy-comment", one.pk)


def test_the_lead_sends_a_draft_and_the_partners_are_told(ground: Ground) -> None:
    ground.discuss()
    one = ground.send()
    with scope(ground.world.here.pk):
        assert Inspection.objects.get(pk=ground.world.inspection.pk).status == "factual-accuracy"
        assert one.due_on == due_after(ground.world.area.pk, timezone.localdate(), 15)
        draft = ReportDraft.objects.get()
        move = InspectionMove.objects.get()
        entry = HistoryEntry.objects.get(table_name="evaluations_accuracyround")
    assert (one.number, one.status, one.working_days) == (1, "open", 15)
    assert one.draft_id == draft.pk
    assert draft.reason == "factual-accuracy"
    assert (
        draft.content["chapters"][0]["blocks"][1]["text"]
        == "Some children waited too long for help."
    )
    assert (move.from_status, move.to_status) == ("findings-discussed", "factual-accuracy")
    assert entry.person_id == ground.people.lead.user.pk
    partners = {ground.people.partner.membership.pk, ground.second.membership.pk}
    assert duties(ground, "accuracy-draft") == partners
    with scope(ground.world.here.pk):
        mailed = Mail.objects.filter(key__startswith="accuracy-draft")
        assert set(mailed.values_list("member_id", flat=True)) == partners


def test_the_time_is_the_inspectorates_or_this_rounds(ground: Ground) -> None:
    ground.discuss()
    Inspectorate.objects.filter(pk=ground.world.here.pk).update(accuracy_days=5)
    with scope(ground.world.here.pk):
        tomorrow = due_after(ground.world.area.pk, timezone.localdate(), 1)
        Holiday.objects.create(area=ground.world.area, on=tomorrow, name="Vale fair")
        expected = due_after(ground.world.area.pk, timezone.localdate(), 5)
    assert ground.send().due_on == expected


def test_a_number_of_days_is_held_to_its_bounds(ground: Ground) -> None:
    ground.discuss()
    with pytest.raises(Invalid):
        ground.send(working_days=91)
    assert ground.send(working_days=3).working_days == 3


@pytest.mark.parametrize(
    ("who", "error"),
    [
        ("inspector", NotPermitted),
        ("moderator", NotPermitted),
        ("inspector_elsewhere", NotFound),
        ("partner", NotFound),
    ],
)
def test_others_do_not_send(ground: Ground, who: str, error: type[Exception]) -> None:
    ground.discuss()
    with pytest.raises(error):
        ground.send(by=getattr(ground.people, who))


def test_nothing_is_sent_before_the_findings_are_discussed(ground: Ground) -> None:
    with pytest.raises(Refused, match="Record the meeting"):
        ground.send()
    ground.discuss(absent=("police",))
    with pytest.raises(Refused, match="Police"):
        ground.send()
    with scope(ground.world.here.pk):
        assert not AccuracyRound.objects.exists()
        assert not ReportDraft.objects.exists()
    ground.discuss(absent=("police",), why="A major incident that morning.")
    assert ground.send().number == 1


def test_the_move_itself_is_made_by_sending(ground: Ground) -> None:
    ground.discuss()
    with pytest.raises(Refused, match="Send the draft"):
        ground.as_(
            ground.people.lead,
            move_inspection,
            move="to-factual-accuracy",
            based_on=ground.version,
        )


def test_a_stale_sending_is_refused(ground: Ground) -> None:
    ground.discuss()
    with pytest.raises(Stale):
        ground.send(based_on=ground.version + 1)


def test_no_second_draft_while_one_is_out(sent: Ground) -> None:
    with pytest.raises(Refused, match="Settle that round first"):
        sent.send()


def test_comments_of_two_agencies_are_returned_once(sent: Ground) -> None:
    first = sent.comment(quoted="In 38 of the 52 records read", proposed="In 38 of the 54")
    second = sent.comment(
        sent.second, paragraph="1.2", agency="police", text="Not so.", about="balance"
    )
    assert first.quoted == "In 38 of the 52 records read"
    assert second.quoted == "Some children waited too long for help."
    assert (
        sent.comment(paragraph="M1", agency="health", text="Since May.").quoted
        == "Improve assessments."
    )
    one = sent.returned(covering_note="With thanks.")
    assert (one.status, one.covering_note) == ("returned", "With thanks.")
    assert duties(sent, "accuracy-draft") == set()
    assert duties(sent, "accuracy-answer") == {sent.people.lead.membership.pk}
    for deed in (
        lambda: sent.comment(),
        lambda: sent.as_(
            sent.people.partner,
            withdraw_comment,
            comment=comment_id(first),
            based_on=first.version,
        ),
        lambda: sent.as_(
            sent.people.partner,
            edit_comment,
            comment=comment_id(first),
            based_on=first.version,
            changes={"text": "Other"},
        ),
        lambda: sent.returned(),
    ):
        with pytest.raises(Refused, match="have been returned"):
            deed()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"paragraph": "9.9"}, "paragraph"),
        ({"agency": "no-such"}, "agency"),
        ({"about": "level"}, "about"),
        ({"quoted": "words that are not there"}, "quoted"),
        ({"text": " "}, "text"),
        ({"text": "x" * 5001}, "text"),
        ({"text": "Call 943 476 5919 about CHI 0101501232."}, "text"),
    ],
)
def test_a_comment_that_cannot_be_taken(sent: Ground, given: dict[str, str], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        sent.comment(**given)
    assert field in refused.value.faults
    with scope(sent.world.here.pk):
        assert not AccuracyComment.objects.exists()


def test_any_partner_of_the_committee_changes_and_withdraws(sent: Ground) -> None:
    made = sent.comment()
    values = {"comment": comment_id(made), "based_on": made.version}
    sent.as_(sent.second, edit_comment, changes={"text": "It is 55."}, **values)
    with pytest.raises(Stale):
        sent.as_(sent.people.partner, edit_comment, changes={"text": "It is 56."}, **values)
    with pytest.raises(Stale):
        sent.as_(sent.people.partner, withdraw_comment, **values)
    sent.as_(sent.people.partner, withdraw_comment, comment=comment_id(made), based_on=2)
    with scope(sent.world.here.pk):
        assert not AccuracyComment.objects.exists()
        kept = HistoryEntry.objects.filter(table_name="evaluations_accuracycomment")
        assert kept.count() == 3


def test_a_withdrawn_comment_takes_its_file_with_it(sent: Ground) -> None:
    made = sent.comment()
    sent.as_(
        sent.second,
        add_comment_file,
        comment=comment_id(made),
        upload=SimpleUploadedFile("rota.txt", b"October to December\n"),
    )
    with scope(sent.world.here.pk):
        assert AccuracyFile.objects.count() == FileContent.objects.count() == 1
    sent.as_(sent.people.partner, withdraw_comment, comment=comment_id(made), based_on=1)
    with scope(sent.world.here.pk):
        assert not AccuracyFile.objects.exists()
        assert not FileContent.objects.exists()


@pytest.mark.parametrize(
    ("who", "error"), [("other_partner", NotFound), ("lead", NotPermitted), ("analyst", NotFound)]
)
def test_others_do_not_comment(sent: Ground, who: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        sent.comment(getattr(sent.people, who))


def test_nothing_to_correct_is_said(sent: Ground) -> None:
    with pytest.raises(Refused, match="nothing to correct"):
        sent.returned()
    sent.comment()
    with pytest.raises(Refused, match="Withdraw them first"):
        sent.returned(nothing_to_correct=True)
    with scope(sent.world.here.pk):
        AccuracyComment.objects.all().delete()
    assert sent.returned(nothing_to_correct=True).status == "returned"
    assert sent.settled().status == "settled"


def test_every_comment_is_answered_before_the_round_is_settled(sent: Ground) -> None:
    first, second = sent.comment(), sent.comment(agency="police")
    with pytest.raises(NotFound):  # the partnership's own until it is returned
        sent.answer(first)
    assert "has the draft until" in stops(sent, MoveName.PUBLISH)[0]
    sent.returned()
    assert "Answer" in stops(sent, MoveName.PUBLISH)[0]
    with pytest.raises(Refused, match="Answer 2 comments"):
        sent.settled()
    answered = sent.answer(first)
    assert (answered.decision, answered.decided_by_id) == (
        "accepted",
        sent.people.lead.membership.pk,
    )
    with pytest.raises(Stale):
        sent.answer(first)
    sent.answer(second, "declined")
    sent.settled()
    assert stops(sent, MoveName.PUBLISH) == []
    assert duties(sent, "accuracy-answer") == set()
    with scope(sent.world.here.pk):
        assert Mail.objects.filter(key__startswith="accuracy-settled").count() == 2
    with pytest.raises(Refused, match="over"):
        sent.answer(AccuracyComment(pk=first.pk, version=2))


@pytest.mark.parametrize("who", ["partner", "inspector", "moderator"])
def test_others_do_not_answer_or_settle(sent: Ground, who: str) -> None:
    made = sent.comment()
    sent.returned()
    person = getattr(sent.people, who)
    with pytest.raises(NotPermitted):
        sent.as_(
            person,
            answer_comment,
            comment=comment_id(made),
            based_on=1,
            decision="accepted",
            answer="Yes.",
        )
    with pytest.raises(NotPermitted):
        sent.as_(person, settle_round, based_on=sent.round().version)


def test_an_answer_says_why(sent: Ground) -> None:
    made = sent.comment()
    sent.returned()
    for values in ({"decision": "accepted", "answer": " "}, {"decision": "waiting", "answer": "x"}):
        with pytest.raises(Invalid):
            sent.as_(
                sent.people.lead, answer_comment, comment=comment_id(made), based_on=1, **values
            )


def test_more_time_is_asked_for_and_granted(sent: Ground) -> None:
    one = sent.round()
    until = one.due_on + timedelta(days=7)
    asked = sent.as_(
        sent.people.partner, ask_for_time, asked_for=until, why="The board meets then."
    )
    assert duties(sent, "accuracy-extension") == {sent.people.lead.membership.pk}
    with pytest.raises(Refused, match="already"):
        sent.as_(sent.second, ask_for_time, asked_for=until, why="Again.")
    decide: dict[str, Any] = {"extension": ids.encode("extension", asked.pk), "based_on": 1}
    with pytest.raises(NotPermitted):
        sent.as_(sent.people.partner, decide_on_time, granted=True, **decide)
    with pytest.raises(Invalid):
        sent.as_(sent.people.lead, decide_on_time, granted=False, **decide)
    sent.as_(sent.people.lead, decide_on_time, granted=True, **decide)
    assert (sent.round().due_on, sent.round().version) == (until, one.version + 1)
    assert duties(sent, "accuracy-extension") == set()
    with scope(sent.world.here.pk):
        assert set(
            Duty.objects.filter(kind="accuracy-draft", done_at__isnull=True).values_list(
                "due_on", flat=True
            )
        ) == {until}


def test_more_time_is_refused_with_a_reason_and_given_unasked(sent: Ground) -> None:
    one = sent.round()
    asked = sent.as_(
        sent.people.partner, ask_for_time, asked_for=one.due_on + timedelta(days=3), why="Busy."
    )
    sent.as_(
        sent.people.lead,
        decide_on_time,
        extension=ids.encode("extension", asked.pk),
        based_on=1,
        granted=False,
        why="The minister waits.",
    )
    assert sent.round().due_on == one.due_on
    until = one.due_on + timedelta(days=2)
    sent.as_(sent.people.lead, give_time, based_on=one.version, until=until, why="Storm.")
    assert sent.round().due_on == until
    with pytest.raises(Invalid):
        sent.as_(
            sent.people.lead,
            give_time,
            based_on=sent.round().version,
            until=date(2020, 1, 1),
            why="Back.",
        )


def test_the_lead_goes_on_when_nothing_came_in_time(sent: Ground) -> None:
    sent.comment()
    deed: dict[str, Any] = {"based_on": sent.round().version, "why": "Asked three times."}
    with pytest.raises(Refused, match="has time until"):
        sent.as_(sent.people.lead, go_on_without, **deed)
    with scope(sent.world.here.pk):
        AccuracyRound.objects.update(sent_on=date(2020, 1, 1), due_on=date(2020, 1, 20))
    with pytest.raises(Invalid):
        sent.as_(sent.people.lead, go_on_without, **{**deed, "why": ""})
    sent.as_(sent.people.lead, go_on_without, **deed)
    assert (sent.round().status, sent.round().settled_why) == ("settled", "Asked three times.")
    assert stops(sent, MoveName.PUBLISH) == []


def test_another_round_and_one_that_was_left_open(sent: Ground) -> None:
    sent.returned(nothing_to_correct=True)
    sent.settled()
    second = sent.send()
    assert (second.number, second.draft.number) == (2, 2)
    sent.as_(
        sent.people.lead,
        move_inspection,
        move="reopen",
        based_on=sent.version,
        reason="New evidence.",
    )
    with pytest.raises(Refused, match="not at factual accuracy"):
        sent.comment()
    sent.status("findings-discussed")
    with scope(sent.world.here.pk):
        InspectionMove.objects.create(
            inspection=sent.world.inspection,
            from_status="moderation",
            to_status="findings-discussed",
        )
    assert stops(sent, MoveName.TO_FACTUAL_ACCURACY)
    assert sent.send().number == 3
    with scope(sent.world.here.pk):
        left = AccuracyRound.objects.get(number=2)
    assert (left.status, left.settled_by_id) == ("settled", None)
    assert "new draft" in left.settled_why


def test_what_changed_is_shown_when_the_lead_says_so(sent: Ground) -> None:
    with pytest.raises(Refused):
        sent.as_(sent.people.lead, show_changes, based_on=sent.round().version, shown=True)
    sent.returned(nothing_to_correct=True)
    sent.settled()
    with pytest.raises(NotPermitted):
        sent.as_(sent.people.partner, show_changes, based_on=sent.round().version, shown=True)
    sent.as_(sent.people.lead, show_changes, based_on=sent.round().version, shown=True)
    assert sent.round().shown_at is not None
    sent.as_(sent.people.lead, show_changes, based_on=sent.round().version, shown=False)
    assert sent.round().shown_at is None


def test_an_inspection_whose_report_is_written_elsewhere_is_not_held_up(ground: Ground) -> None:
    with scope(ground.world.here.pk):
        for model in (ReportPoint, ReportChapter, Report):
            model.objects.all().delete()
    assert stops(ground, MoveName.TO_FACTUAL_ACCURACY) == []
    with pytest.raises(Refused, match="no report yet"):
        ground.as_(ground.people.lead, send_draft, based_on=ground.version)


def test_a_stale_return_is_refused(sent: Ground) -> None:
    with pytest.raises(Stale):
        sent.as_(sent.people.partner, return_comments, based_on=99, nothing_to_correct=True)
