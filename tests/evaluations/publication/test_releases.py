"""Approving, calling off and carrying out a release; early readers."""

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from evaluations.models import (
    EarlyReader,
    Evaluation,
    Inspection,
    PublicChange,
    PublishedVersion,
    Release,
    ReportChapter,
    ReportDraft,
)
from evaluations.operations import move_inspection
from evaluations.operations.early_readers import (
    add_early_reader,
    open_early,
    send_early_reader,
    withdraw_early_reader,
)
from evaluations.operations.releases import approve_release, call_off_release, release_due
from followthrough.models import MainPointForAction
from inspectorate.accounts.models import Duty
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.publication.conftest import WORDS, fresh, of, opened
from tests.people import Person

pytestmark = pytest.mark.django_db


def approve(world: World, person: Person | None = None, **values: Any) -> Release:
    person = person or world.people.moderator
    values.setdefault("at", timezone.now() + timedelta(hours=2))
    with opened(person):
        seen = Inspection.objects.filter(pk=world.inspection.pk).first()
        values.setdefault("based_on", seen.version if seen else 1)
        return approve_release(actor=person.actor, inspection=of(world), **values)


def carry_out(world: World, release: Release, **later: int) -> int:
    with scope(world.here.pk):
        return release_due(release.at + timedelta(**(later or {"seconds": 0})))


def test_an_approval_keeps_the_draft_and_cuts_the_instant_to_its_minute(ready: World) -> None:
    at = timezone.now().replace(microsecond=5, second=59) + timedelta(days=1)
    made = approve(ready, at=at, reason="Cleared with the minister's office.")
    with scope(ready.here.pk):
        kept = Release.objects.select_related("draft").get()
        assert kept == made
        assert kept.at == at.replace(second=0, microsecond=0)
        assert (kept.state, kept.approved_by) == ("planned", ready.people.moderator.membership)
        assert kept.draft.reason == "release"
        assert kept.draft.content["chapters"][0]["blocks"][0]["text"] == WORDS
        assert fresh(ready).status == "factual-accuracy"
        entry = HistoryEntry.objects.get(table_name="evaluations_release")
        assert (entry.why, entry.person_id) == (made.reason, ready.people.moderator.user.pk)


@pytest.mark.parametrize("name", ["lead", "inspector", "administrator"])
def test_who_may_not_approve(ready: World, name: str) -> None:
    with pytest.raises(NotPermitted, match="publishes and is not on the team"):
        approve(ready, getattr(ready.people, name))


@pytest.mark.parametrize("name", ["inspector_elsewhere", "partner", "stranger"])
def test_who_finds_nothing(ready: World, name: str) -> None:
    with pytest.raises(NotFound):
        approve(ready, getattr(ready.people, name))


def test_a_minute_that_has_passed_and_one_too_far_away(ready: World) -> None:
    for at in (timezone.now(), timezone.now() + timedelta(days=400)):
        with pytest.raises(Invalid) as raised:
            approve(ready, at=at)
        assert list(raised.value.faults) == ["at"]
    with scope(ready.here.pk):
        assert not ReportDraft.objects.filter(reason="release").exists()


def test_only_what_is_ready_is_approved_once_and_as_it_was_seen(ready: World) -> None:
    with pytest.raises(Stale):
        approve(ready, based_on=99)
    approve(ready)
    with pytest.raises(Refused, match="planned already"):
        approve(ready)
    with scope(ready.here.pk):
        Release.objects.update(state="called-off")
        Evaluation.objects.filter(indicator__code="3.3").update(level=None)
    with pytest.raises(Refused, match=r"3\.3"):
        approve(ready)
    with scope(ready.here.pk):
        Inspection.objects.update(status="moderation")
    with pytest.raises(Refused, match="factual accuracy"):
        approve(ready)


def test_nothing_before_the_minute_everything_at_it(ready: World) -> None:
    made = approve(ready)
    assert carry_out(ready, made, seconds=-1) == 0
    assert carry_out(ready, made) == 1
    with scope(ready.here.pk):
        kept = fresh(ready)
        assert (kept.status, kept.published_number) == ("published", 1)
        assert kept.published_on == timezone.localdate(made.at)
        version = PublishedVersion.objects.get()
        assert version.membership == ready.people.moderator.membership
        assert version.content["report"]["chapters"][0]["blocks"][0]["text"] == WORDS
        assert len(version.content["evaluations"]) == len(ready.codes)
        released = Release.objects.get()
        assert (released.state, released.ended_by) == ("released", None)
        line = PublicChange.objects.get()
        assert (line.number, line.kind, line.published) == (1, "published", version)
        points = MainPointForAction.objects.order_by("number")
        assert [point.text for point in points] == [
            "Assess risks and needs better.",
            "Plan with the family.",
        ]


def test_what_is_released_is_what_was_approved(ready: World) -> None:
    made = approve(ready)
    with scope(ready.here.pk):
        ReportChapter.objects.filter(position=1).update(text="Changed afterwards.")
    carry_out(ready, made)
    with scope(ready.here.pk):
        version = PublishedVersion.objects.get()
        assert version.content["report"]["chapters"][0]["blocks"][0]["text"] == WORDS


def test_a_late_start_catches_up_and_a_second_round_does_nothing(ready: World) -> None:
    made = approve(ready)
    assert carry_out(ready, made, days=3) == 1
    assert carry_out(ready, made, days=3) == 0
    with scope(ready.here.pk):
        assert PublishedVersion.objects.count() == 1
        assert fresh(ready).published_on == timezone.localdate(made.at + timedelta(days=3))


def test_a_worker_that_dies_leaves_nothing_and_the_next_does_it(
    ready: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = approve(ready)

    def die(*_: Any) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr("evaluations.operations.releases.tell_released", die)
        assert carry_out(ready, made) == 0
    with scope(ready.here.pk):
        assert not PublishedVersion.objects.exists()
        assert Release.objects.get().state == "planned"
    assert carry_out(ready, made) == 1


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_workers_release_once(ready: World) -> None:
    made = approve(ready)
    results: list[int] = []
    together = threading.Barrier(2)

    def work() -> None:
        try:
            together.wait(20)
            results.append(carry_out(ready, made))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert sorted(results) == [0, 1]
    with scope(ready.here.pk):
        assert PublishedVersion.objects.count() == 1
        assert [line.number for line in PublicChange.objects.all()] == [1]


def test_what_can_no_longer_be_released_is_called_off_and_somebody_is_told(ready: World) -> None:
    made = approve(ready)
    with scope(ready.here.pk):
        Evaluation.objects.filter(indicator__code="3.3").update(level=5)
    assert carry_out(ready, made) == 0
    with scope(ready.here.pk):
        kept = Release.objects.get()
        assert kept.state == "called-off"
        assert "no longer those of the approved draft" in kept.ended_why
        assert not PublishedVersion.objects.exists()
        told = set(Duty.objects.values_list("membership", flat=True))
        assert ready.people.moderator.membership.pk in told
        assert ready.people.lead.membership.pk in told


def test_calling_off_needs_a_reason_and_lets_another_be_planned(ready: World) -> None:
    made = approve(ready)
    person = ready.people.moderator
    values = {
        "actor": person.actor,
        "inspection": of(ready),
        "release": ids.encode("release", made.pk),
    }
    with opened(person):
        with pytest.raises(Stale):
            call_off_release(based_on=9, reason="x", **values)
        with pytest.raises(Invalid):
            call_off_release(based_on=1, reason=" ", **values)
        off = call_off_release(based_on=1, reason="An election was called.", **values)
        assert (off.state, off.ended_why) == ("called-off", "An election was called.")
        with pytest.raises(Refused, match="called off already"):
            call_off_release(based_on=2, reason="again", **values)
    assert carry_out(ready, made) == 0
    approve(ready)


def test_reopening_calls_the_release_off(ready: World) -> None:
    made = approve(ready)
    lead = ready.people.lead
    with opened(lead):
        move_inspection(
            actor=lead.actor,
            inspection=of(ready),
            move="reopen",
            based_on=fresh(ready).version,
            reason="A level has to be looked at again.",
        )
        kept = Release.objects.get()
        assert (kept.state, kept.ended_why) == ("called-off", "A level has to be looked at again.")
    assert carry_out(ready, made) == 0


def test_the_move_releases_now_what_was_approved(ready: World) -> None:
    approve(ready)
    person = ready.people.moderator
    with opened(person):
        ReportChapter.objects.filter(position=1).update(text="Changed afterwards.")
        move_inspection(
            actor=person.actor,
            inspection=of(ready),
            move="publish",
            based_on=fresh(ready).version,
            published_on=timezone.localdate(),
        )
        kept = Release.objects.get()
        assert (kept.state, kept.ended_by) == ("released", person.membership)
        content = PublishedVersion.objects.get().content
        assert content["report"]["chapters"][0]["blocks"][0]["text"] == WORDS


def add(world: World, release: Release, **values: Any) -> tuple[EarlyReader, str]:
    person = world.people.moderator
    said = {"name": "Iona Grant", "post": "Minister's office", "email": "Iona@gov.example"}
    with opened(person):
        return add_early_reader(
            actor=person.actor,
            inspection=of(world),
            release=ids.encode("release", release.pk),
            **{**said, **values},
        )


def test_an_early_reader_has_an_address_of_which_only_a_digest_is_kept(ready: World) -> None:
    made = approve(ready)
    reader, address = add(ready, made)
    secret = address.rsplit("/", 1)[1]
    assert len(secret) == 43
    with scope(ready.here.pk):
        kept = EarlyReader.objects.get()
        assert secret not in str(vars(kept))
        assert not HistoryEntry.objects.filter(row_data__icontains=secret).exists()
        assert open_early(secret) == reader
        assert EarlyReader.objects.get().seen_at is not None
        assert send_early_reader(reader.pk)
    (message,) = mail.outbox
    assert message.to == ["iona@gov.example"]
    assert address in message.body
    assert WORDS not in message.body
    with pytest.raises(Refused, match="on the list already"):
        add(ready, made)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("post", ""),
        ("email", "nobody"),
        ("from_at", datetime(2999, 1, 1, tzinfo=UTC)),
    ],
)
def test_what_is_wrong_with_an_early_reader(ready: World, field: str, value: Any) -> None:
    made = approve(ready)
    with pytest.raises(Invalid) as raised:
        add(ready, made, **{field: value})
    assert list(raised.value.faults) == [field]


def test_an_address_stops_working(ready: World) -> None:
    made = approve(ready)
    reader, address = add(ready, made)
    secret = address.rsplit("/", 1)[1]
    person = ready.people.moderator
    with opened(person):
        withdraw_early_reader(
            actor=person.actor,
            inspection=of(ready),
            release=ids.encode("release", made.pk),
            reader=ids.encode("early-reader", reader.pk),
        )
        with pytest.raises(NotFound):
            open_early(secret)
        assert not send_early_reader(reader.pk)
    _again, address = add(ready, made)
    with scope(ready.here.pk):
        open_early(address.rsplit("/", 1)[1])
        Release.objects.update(state="called-off")
        with pytest.raises(NotFound):
            open_early(address.rsplit("/", 1)[1])
        with pytest.raises(NotFound):
            open_early("x" * 43)


def test_numbers_of_the_feed_have_no_gap_after_a_transaction_that_failed(ready: World) -> None:
    made = approve(ready)
    with scope(ready.here.pk), transaction.atomic():
        assert release_due(made.at) == 1
        transaction.set_rollback(True)
    assert carry_out(ready, made) == 1
    with scope(ready.here.pk):
        assert [line.number for line in PublicChange.objects.all()] == [1]
