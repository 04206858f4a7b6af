"""What runs by itself for inspections."""

from celery import shared_task
from django.utils import timezone

from evaluations.operations import documents, early_readers, files, names_declared
from evaluations.operations.accuracy_reminders import remind_of_drafts
from evaluations.operations.concern_routes import widen_waiting
from evaluations.operations.releases import release_due
from evaluations.operations.return_reminders import remind_of_returns
from inspectorate.kernel.scanning import ScannerUnreachable
from inspectorate.kernel.tasks import InspectorateTask, JobTask
from inspectorate.tenancy.everywhere import all_inspectorates


@shared_task(name="evaluations.widen_concerns", base=JobTask)  # type: ignore[untyped-decorator]
def widen_concerns() -> int:
    widened = 0
    for _inspectorate in all_inspectorates(reason="a child at risk waits in any of them"):
        widened += widen_waiting()
    return widened


@shared_task(name=files.SCAN, base=InspectorateTask)  # type: ignore[untyped-decorator]
def scan_file(*, file_id: int) -> bool:
    try:
        return files.scan_file(file_id)
    except ScannerUnreachable:
        return False  # it goes on waiting; scan_waiting asks again


@shared_task(name=documents.MAKE, base=InspectorateTask)  # type: ignore[untyped-decorator]
def make_documents(*, version_id: int) -> int:
    return documents.make_documents(version_id)


@shared_task(name=names_declared.LOOK, base=InspectorateTask)  # type: ignore[untyped-decorator]
def look_for_names(*, inspection_id: int) -> int:
    return names_declared.look_for_names(inspection_id)


@shared_task(name="evaluations.scan_waiting", base=JobTask)  # type: ignore[untyped-decorator]
def scan_waiting() -> int:
    every = all_inspectorates(reason="files wait to be scanned in any of them")
    return sum(files.scan_waiting() for _inspectorate in every)


@shared_task(name="evaluations.remind_of_returns", base=JobTask)  # type: ignore[untyped-decorator]
def remind_returns() -> int:
    every = all_inspectorates(reason="returns are due in any of them")
    return sum(remind_of_returns() for _inspectorate in every)


@shared_task(name="evaluations.remind_of_drafts", base=JobTask)  # type: ignore[untyped-decorator]
def remind_drafts() -> int:
    every = all_inspectorates(reason="drafts are with partnerships in any of them")
    return sum(remind_of_drafts() for _inspectorate in every)


@shared_task(name="evaluations.release_due", base=JobTask)  # type: ignore[untyped-decorator]
def release_reports() -> int:
    every = all_inspectorates(reason="reports are released to the minute in any of them")
    released = 0
    for inspectorate in every:
        with timezone.override(inspectorate.time_zone):
            released += release_due()
    return released


@shared_task(name=early_readers.SEND, base=InspectorateTask)  # type: ignore[untyped-decorator]
def send_early_reader(*, reader_id: int) -> bool:
    return early_readers.send_early_reader(reader_id)
