"""What a job is promised, moment by moment, without a worker in between."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from inspectorate.kernel import jobs
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.models import Job, OutboxMessage
from inspectorate.kernel.terms import JobState
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

KIND = "tell-the-time"


@pytest.fixture
def handled() -> Iterator[dict[str, Any]]:
    """What the handler of this kind does is what the test puts under "does"."""
    told: dict[str, Any] = {"calls": 0}

    @jobs.job_handler(KIND)
    def handler(job: Job, progress: jobs.Progress) -> None:
        told["calls"] += 1
        told["does"](job, progress)

    yield told
    jobs._handlers.pop(KIND)


def ask(here: Inspectorate, subject: str = "noon") -> Job:
    with scope(here.pk):
        return jobs.ask_for_job(kind=KIND, subject=subject, parameters={}, asked_by=None)


def now(here: Inspectorate, job: Job) -> Job:
    with scope(here.pk):
        return jobs.job_of(job.pk)


def finish(here: Inspectorate) -> Any:
    def does(_: Job, progress: jobs.Progress) -> None:
        progress("looking", 1, 2)
        with scope(here.pk):
            progress.hold(step="storing")
            progress.end({"hour": 12})

    return does


def age(here: Inspectorate, job: Job, **values: Any) -> None:
    past = timezone.now() - timedelta(minutes=5)
    with scope(here.pk):
        Job.objects.filter(pk=job.pk).update(
            **{name: past for name in ("asked_at", "reported_at")} | values
        )


def recover(here: Inspectorate) -> int:
    with scope(here.pk):
        return jobs.recover_silent_jobs()


def test_asking_queues_a_job_and_a_message_in_one_transaction(hmie: Inspectorate) -> None:
    job = ask(hmie)
    with scope(hmie.pk):
        message = OutboxMessage.objects.get()
    assert job.state == JobState.QUEUED
    assert (message.task, message.arguments) == ("kernel.run_job", {"job_id": job.pk})
    assert message.delivered_at is None


def test_asked_twice_there_is_one_job_and_other_subjects_wait_for_nobody(
    hmie: Inspectorate, other: Inspectorate
) -> None:
    first = ask(hmie)
    assert ask(hmie).pk == first.pk
    assert ask(hmie, "midnight").pk != first.pk
    assert ask(other).pk != first.pk
    with scope(hmie.pk):
        assert OutboxMessage.objects.count() == 2


def test_a_job_runs_to_its_end_once(hmie: Inspectorate, handled: dict[str, Any]) -> None:
    handled["does"] = finish(hmie)
    job = ask(hmie)
    for _ in range(3):
        jobs.run_job(inspectorate_id=hmie.pk, job_id=job.pk)
    done = now(hmie, job)
    assert handled["calls"] == 1
    assert (done.state, done.attempt, done.result) == (JobState.DONE, 1, {"hour": 12})
    assert (done.done, done.total, done.step) == (1, 2, "storing")
    assert done.ended_at is not None
    assert ask(hmie).pk != job.pk


def test_another_inspectorates_job_is_neither_run_nor_seen(
    hmie: Inspectorate, other: Inspectorate, handled: dict[str, Any]
) -> None:
    job = ask(hmie)
    jobs.run_job(inspectorate_id=other.pk, job_id=job.pk)
    assert handled["calls"] == 0
    assert now(hmie, job).state == JobState.QUEUED
    with scope(other.pk), pytest.raises(NotFound):
        jobs.job_of(job.pk)


@pytest.mark.parametrize(
    ("error", "said"),
    [(ValueError("No clock."), "No clock."), (KeyError(), "KeyError"), (ValueError("a\0b"), "ab")],
)
def test_a_job_that_fails_keeps_the_reason(
    hmie: Inspectorate, handled: dict[str, Any], error: Exception, said: str
) -> None:
    def does(_: Job, __: jobs.Progress) -> None:
        raise error

    handled["does"] = does
    job = ask(hmie)
    with pytest.raises(type(error)):
        jobs.run_job(inspectorate_id=hmie.pk, job_id=job.pk)
    failed = now(hmie, job)
    assert (failed.state, failed.error) == (JobState.FAILED, said)
    assert failed.ended_at is not None
    assert ask(hmie).pk != job.pk


def test_what_is_stored_and_the_end_of_the_job_are_one_change(
    hmie: Inspectorate, handled: dict[str, Any]
) -> None:
    def does(_: Job, progress: jobs.Progress) -> None:
        with scope(hmie.pk):
            progress.end({"hour": 12})
            Inspectorate.objects.filter(pk=hmie.pk).first()
            raise RuntimeError("The machine stopped here.")

    handled["does"] = does
    job = ask(hmie)
    with pytest.raises(RuntimeError):
        jobs.run_job(inspectorate_id=hmie.pk, job_id=job.pk)
    assert now(hmie, job).result is None


@pytest.mark.parametrize("state", [JobState.QUEUED, JobState.RUNNING])
def test_a_silent_job_is_queued_again_once(hmie: Inspectorate, state: JobState) -> None:
    job = ask(hmie)
    assert recover(hmie) == 0
    age(hmie, job, state=state)
    assert recover(hmie) == 1
    assert recover(hmie) == 0
    assert now(hmie, job).state == JobState.QUEUED
    with scope(hmie.pk):
        assert OutboxMessage.objects.count() == 2


def test_one_that_was_never_reported_on_counts_from_when_it_was_asked_for(
    hmie: Inspectorate,
) -> None:
    job = ask(hmie)
    age(hmie, job, reported_at=None)
    assert recover(hmie) == 1


def test_a_job_that_has_ended_is_left_alone(hmie: Inspectorate) -> None:
    job = ask(hmie)
    age(hmie, job, state=JobState.FAILED, ended_at=timezone.now())
    assert recover(hmie) == 0


@pytest.mark.parametrize("wakes", ["reports", "stores", "fails"])
def test_an_attempt_that_was_taken_over_changes_nothing_any_more(
    hmie: Inspectorate, handled: dict[str, Any], wakes: str
) -> None:
    job = ask(hmie)

    def does(_: Job, progress: jobs.Progress) -> None:
        age(hmie, job)
        assert recover(hmie) == 1
        handled["does"] = finish(hmie)
        jobs.run_job(inspectorate_id=hmie.pk, job_id=job.pk)
        if wakes == "fails":
            raise ValueError("Too late.")
        if wakes == "reports":
            progress("late", 1, 9)
        with scope(hmie.pk):
            progress.end({"hour": 13})
        pytest.fail("It went on.")

    handled["does"] = does
    if wakes == "fails":
        with pytest.raises(ValueError, match="Too late"):
            jobs.run_job(inspectorate_id=hmie.pk, job_id=job.pk)
    else:
        jobs.run_job(inspectorate_id=hmie.pk, job_id=job.pk)
    done = now(hmie, job)
    assert (done.state, done.attempt, done.result) == (JobState.DONE, 2, {"hour": 12})
    assert (done.error, done.total) == ("", 2)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_who_ask_at_the_same_moment_get_the_same_job(hmie: Inspectorate) -> None:
    start, got = threading.Barrier(4), []

    def asks() -> None:
        start.wait(10)
        got.append(ask(hmie).pk)
        connection.close()

    threads = [threading.Thread(target=asks) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert len(got) == 4
    assert len(set(got)) == 1
    with scope(hmie.pk):
        assert Job.objects.count() == OutboxMessage.objects.count() == 1
