"""Messages that go out after the change that asks for them has been committed."""

from celery import shared_task

from inspectorate.accounts.messages import send_invitation_message
from inspectorate.accounts.operations.digests import send_digests
from inspectorate.accounts.operations.invitations import SEND
from inspectorate.kernel.tasks import InspectorateTask, JobTask
from inspectorate.tenancy.everywhere import all_inspectorates


@shared_task(name=SEND, base=InspectorateTask)  # type: ignore[untyped-decorator]
def send_invitation(*, invitation_id: int, site: str) -> None:
    send_invitation_message(invitation_id=invitation_id, site=site)


@shared_task(name="accounts.send_digests", base=JobTask)  # type: ignore[untyped-decorator]
def digests() -> int:
    every = all_inspectorates(reason="the day's messages are due in all of them")
    return sum(send_digests() for _inspectorate in every)
