"""The relay, the runner of jobs and the base of every task that works for one inspectorate."""

import json
from typing import Any

from celery import Task, current_app, shared_task

from inspectorate.kernel import jobs, mail, outbox, tidying
from inspectorate.tenancy.everywhere import all_inspectorates
from inspectorate.tenancy.scope import scope


class InspectorateTask(Task):  # type: ignore[misc]
    """Opens the scope named by ``inspectorate_id`` around the task, once."""

    abstract = True

    def __call__(self, *args: Any, inspectorate_id: int, **kwargs: Any) -> Any:
        with scope(inspectorate_id):
            return super().__call__(*args, **kwargs)


class JobTask(Task):  # type: ignore[misc]
    """A job opens its scope several times, in short transactions, so that progress is seen."""

    abstract = True


@shared_task(name=jobs.RUN_JOB, base=JobTask)  # type: ignore[untyped-decorator]
def run_job(*, inspectorate_id: int, job_id: int) -> None:
    jobs.run_job(inspectorate_id=inspectorate_id, job_id=job_id)


def _send(_: int, inspectorate_id: int, task: str, arguments: str) -> None:
    current_app.send_task(
        task, kwargs={"inspectorate_id": inspectorate_id, **json.loads(arguments)}, retry=False
    )


@shared_task(name=outbox.DELIVER, base=JobTask)  # type: ignore[untyped-decorator]
def deliver_outbox() -> int:
    return outbox.deliver(_send)


@shared_task(name="kernel.recover_jobs", base=JobTask)  # type: ignore[untyped-decorator]
def recover_jobs() -> int:
    recovered = 0
    for _inspectorate in all_inspectorates(reason="a worker may have died in any of them"):
        recovered += jobs.recover_silent_jobs()
    return recovered


@shared_task(name="kernel.tidy", base=JobTask)  # type: ignore[untyped-decorator]
def tidy() -> int:
    return sum(tidying.tidy() for _ in all_inspectorates(reason="old machinery is in all of them"))


@shared_task(name=mail.SEND, base=InspectorateTask)  # type: ignore[untyped-decorator]
def send_mail(*, key: str) -> int:
    return mail.send_waiting(key)
