"""What runs by itself for inspections."""

from celery import shared_task

from evaluations.operations.concern_routes import widen_waiting
from inspectorate.kernel.tasks import JobTask
from inspectorate.tenancy.everywhere import all_inspectorates


@shared_task(name="evaluations.widen_concerns", base=JobTask)  # type: ignore[untyped-decorator]
def widen_concerns() -> int:
    widened = 0
    for _inspectorate in all_inspectorates(reason="a child at risk waits in any of them"):
        widened += widen_waiting()
    return widened
