"""Jobs on a real broker and real workers: seen, killed, taken for dead, asked for without a broker."""

import signal
from typing import Any

import pytest
from django.test import Client
from kombu.exceptions import OperationalError

from inspectorate.celery import app
from inspectorate.kernel.models import Job, OutboxMessage
from inspectorate.kernel.terms import JobState
from inspectorate.national import operations
from inspectorate.national.models import NationalSummary
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.kernel.workers import NOBODY_LISTENS, Workers, speak_to, until, workers
from tests.national.loading import load_first_cycle
from tests.people import People, sign_in

__all__ = ["workers"]
pytestmark = [
    pytest.mark.worker,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]
STEPS = 24
SLOW = 0.25


@pytest.fixture
def first_cycle(hmie: Inspectorate) -> Inspectorate:
    load_first_cycle()
    return hmie


def ask(people: People) -> Job:
    with scope(people.analyst.inspectorate.pk):
        return operations.ask_for_summary(actor=people.analyst.actor, programme="first-cycle")


def job(here: Inspectorate) -> Job:
    with scope(here.pk):
        return Job.objects.get()


def summaries(here: Inspectorate) -> list[NationalSummary]:
    with scope(here.pk):
        return list(NationalSummary.objects.all())


def recovered(here: Inspectorate) -> bool:
    """Ask for recovery, as the scheduler does every few seconds; whether the job is done."""
    app.send_task("kernel.recover_jobs")
    return bool(job(here).state == JobState.DONE)


def assert_one_complete_summary(here: Inspectorate) -> None:
    (made,) = summaries(here)
    done = job(here)
    assert done.result == {"summary": made.pk, "version": 1}
    assert (made.number, made.job_id) == (1, done.pk)
    assert '"positive_reports":{"positive":23,"counted":30}' in made.content


def test_progress_is_seen_while_it_runs(
    workers: Workers, first_cycle: Inspectorate, people: People, client: Client
) -> None:
    workers.start(pace=0.1)
    sign_in(client, people.analyst)
    page = "/hmie/national/first-cycle"
    assert client.post(f"{page}/compile", {"as_at": "2009-11-26"}).status_code == 302
    seen: list[tuple[int, int]] = []

    def ended() -> bool:
        now = job(first_cycle)
        if now.state == JobState.RUNNING and (now.done, now.total) not in seen:
            seen.append((now.done, now.total))
            if now.total and len(seen) == 4:
                said = client.get(page).content.decode()
                assert "Compiling a new version" in said
                assert f"of {now.total}" in said
        return bool(now.state == JobState.DONE)

    until(ended, "the compilation is done")
    assert len(seen) > 5
    assert seen == sorted(seen)
    assert {total for _, total in seen if total} == {STEPS}
    assert job(first_cycle).attempt == 1
    assert_one_complete_summary(first_cycle)
    assert "Version 1" in client.get(page).content.decode()


def test_a_worker_killed_half_way_leaves_one_complete_summary(
    workers: Workers, first_cycle: Inspectorate, people: People
) -> None:
    first = workers.start(pace=SLOW)
    ask(people)
    until(lambda: job(first_cycle).done >= 3, "the first worker is at it")
    first.kill()
    assert job(first_cycle).state == JobState.RUNNING
    assert summaries(first_cycle) == []
    workers.start()
    until(lambda: recovered(first_cycle), "another worker has done it")
    assert job(first_cycle).attempt == 2
    assert_one_complete_summary(first_cycle)


def test_a_worker_taken_for_dead_stores_nothing_when_it_wakes(
    workers: Workers, first_cycle: Inspectorate, people: People
) -> None:
    first = workers.start(pace=SLOW)
    ask(people)
    until(lambda: job(first_cycle).done >= 3, "the first worker is at it")
    first.signal(signal.SIGSTOP)
    second = workers.start()
    until(lambda: recovered(first_cycle), "another worker has done it")
    assert second.has_said("kernel.run_job")
    first.signal(signal.SIGCONT)
    until(
        lambda: first.has_said("Task kernel.run_job") and first.has_said("succeeded"),
        "the first worker has given up quietly",
    )
    assert job(first_cycle).attempt == 2
    assert_one_complete_summary(first_cycle)


def test_without_a_broker_asking_succeeds_and_the_work_is_done_later(
    workers: Workers, first_cycle: Inspectorate, people: People, client: Client
) -> None:
    speak_to(NOBODY_LISTENS)
    with pytest.raises(OperationalError):
        app.send_task("kernel.deliver_outbox", retry=False)
    sign_in(client, people.analyst)
    asked = client.post("/hmie/national/first-cycle/compile", {"as_at": "2009-11-26"})
    assert asked.status_code == 302
    assert job(first_cycle).state == JobState.QUEUED
    assert "waiting for a worker" in client.get(asked["Location"]).content.decode()
    with scope(first_cycle.pk):
        assert OutboxMessage.objects.get(task="kernel.run_job").delivered_at is None
    speak_to(workers.broker)
    workers.start()
    app.send_task("kernel.deliver_outbox")
    until(lambda: job(first_cycle).state == JobState.DONE, "the waiting job is done")
    assert_one_complete_summary(first_cycle)


def test_a_message_lost_with_the_brokers_memory_is_sent_again(
    workers: Workers, first_cycle: Inspectorate, people: People
) -> None:
    ask(people)
    with scope(first_cycle.pk):
        OutboxMessage.objects.update(delivered_at="2026-01-01T00:00:00Z")
    workers.start()
    until(lambda: recovered(first_cycle), "the job nobody knew of is done")
    assert_one_complete_summary(first_cycle)


def test_a_job_that_fails_says_why_and_can_be_asked_for_again(
    workers: Workers, first_cycle: Inspectorate, people: People, client: Client
) -> None:
    worker = workers.start()
    with scope(first_cycle.pk):
        found = operations.access.programme_by_code(people.analyst.actor, "first-cycle")
        operations.ask_for_job(
            kind="compile-national-summary",
            subject="first-cycle",
            parameters={"programme_id": found.pk + 9, "as_at": "2009-11-26", "membership_id": None},
            asked_by=None,
        )
    until(lambda: job(first_cycle).state == JobState.FAILED, "the job has failed")
    until(lambda: worker.has_said("NotFound"), "the worker has logged why")
    failed = job(first_cycle)
    assert failed.ended_at is not None
    assert failed.error == "The programme is no longer there. Ask for one that is."
    sign_in(client, people.analyst)
    page = client.get("/hmie/national/first-cycle").content.decode()
    assert "failed" in page
    assert failed.error in page
    again = ask(people)
    assert again.pk != failed.pk

    def done() -> Any:
        with scope(first_cycle.pk):
            return Job.objects.filter(pk=again.pk, state=JobState.DONE).exists()

    until(done, "the second job is done")
    assert len(summaries(first_cycle)) == 1
