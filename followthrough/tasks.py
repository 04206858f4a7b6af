"""What runs by itself for main points."""

from celery import shared_task
from django.utils import timezone

from followthrough.operations.reminders import remind_of_points
from inspectorate.kernel.tasks import JobTask
from inspectorate.tenancy.everywhere import all_inspectorates


@shared_task(name="followthrough.remind_of_points", base=JobTask)  # type: ignore[untyped-decorator]
def remind_points() -> int:
    told = 0
    for inspectorate in all_inspectorates(reason="main points are due in any of them"):
        with timezone.override(inspectorate.time_zone):
            told += remind_of_points()
    return told
