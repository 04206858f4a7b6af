"""Jobs: work in the background that can be watched, left, killed and started again.

A job is a row. It is asked for in one transaction, run in several short ones (so that its progress
can be seen), and stores its result in one more, guarded by its attempt number.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.models import Job
from inspectorate.kernel.outbox import after_commit
from inspectorate.kernel.terms import JobState
from inspectorate.tenancy.scope import scope

RUN_JOB = "kernel.run_job"


class Superseded(Exception):
    """Another attempt has taken this job over; what this worker has done is dropped."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Reports how far an attempt is. Raises Superseded when the job is no longer this attempt's."""

    inspectorate_id: int
    job_id: int
    attempt: int

    def __call__(self, step: str, done: int, total: int) -> None:
        with scope(self.inspectorate_id):
            self.hold(step=step[:200], done=done, total=total)
        if settings.JOB_PACE_SECONDS:
            time.sleep(settings.JOB_PACE_SECONDS)

    def hold(self, **values: Any) -> None:
        """Within the caller's transaction: note progress, or stop when another attempt took over."""
        changed = Job.objects.filter(
            pk=self.job_id, attempt=self.attempt, state=JobState.RUNNING
        ).update(reported_at=timezone.now(), **values)
        if not changed:
            raise Superseded

    def end(self, result: dict[str, Any]) -> None:
        """Within the transaction that stores what was made: the job is done. Both are committed or
        neither, so a worker that dies at any moment leaves one result or none."""
        self.hold(state=JobState.DONE, result=result, ended_at=timezone.now())


Handler = Callable[[Job, Progress], None]
_handlers: dict[str, Handler] = {}


def job_handler(kind: str) -> Callable[[Handler], Handler]:
    """Register what runs for a kind of job. It stores what it made in a transaction of its own,
    which calls ``progress.hold()`` first and ``progress.end(result)`` last."""

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return register


def ask_for_job(
    *, kind: str, subject: str, parameters: dict[str, Any], asked_by: int | None
) -> Job:
    """Queue a job, or return the one of this kind and subject that is already waiting or running."""
    try:
        with transaction.atomic():
            job: Job = Job.objects.create(
                kind=kind, subject=subject, parameters=parameters, asked_by=asked_by
            )
    except IntegrityError:
        waiting: Job = Job.objects.get(
            kind=kind, subject=subject, state__in=[JobState.QUEUED, JobState.RUNNING]
        )
        return waiting
    after_commit(RUN_JOB, job_id=job.pk)
    return job


def run_job(*, inspectorate_id: int, job_id: int) -> None:
    """Run a queued job to its end; does nothing for one that is running or has ended."""
    with scope(inspectorate_id):
        job = _take(job_id)
    if job is None:
        return
    progress = Progress(inspectorate_id, job.pk, job.attempt)
    try:
        _handlers[job.kind](job, progress)
    except Superseded:
        return
    except Exception as error:
        _fail(progress, str(error)[:2000] or type(error).__name__)
        raise


def _take(job_id: int) -> Job | None:
    job: Job | None = (
        Job.objects.select_for_update().filter(pk=job_id, state=JobState.QUEUED).first()
    )
    if job is None:
        return None
    job.state, job.attempt = JobState.RUNNING, job.attempt + 1
    job.started_at = job.reported_at = timezone.now()
    job.save(update_fields=["state", "attempt", "started_at", "reported_at"])
    return job


def _fail(progress: Progress, error: str) -> None:
    """Note why an attempt failed, unless another has taken the job over."""
    with scope(progress.inspectorate_id), suppress(Superseded):
        progress.hold(
            state=JobState.FAILED, error=error.replace("\x00", ""), ended_at=timezone.now()
        )


def recover_silent_jobs() -> int:
    """Queue again the jobs that nothing has been heard of. Within a scope; returns how many.

    A running one has lost its worker. A queued one may have lost its message with the broker's
    memory; should it only be waiting its turn, the second message finds nothing to do.
    """
    now = timezone.now()
    before = now - timedelta(seconds=settings.JOB_SILENCE_SECONDS)
    silent = Job.objects.select_for_update(skip_locked=True).filter(
        Q(reported_at__lt=before) | Q(reported_at__isnull=True, asked_at__lt=before),
        state__in=[JobState.QUEUED, JobState.RUNNING],
    )
    jobs = list(silent)
    for job in jobs:
        job.state, job.reported_at = JobState.QUEUED, now
        job.save(update_fields=["state", "reported_at"])
        after_commit(RUN_JOB, job_id=job.pk)
    return len(jobs)


def job_of(job_id: int) -> Job:
    """A job of the open scope. Raises NotFound."""
    job: Job | None = Job.objects.filter(pk=job_id).first()
    if job is None:
        raise NotFound
    return job
