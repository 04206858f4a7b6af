"""Messages that go out after the change that asks for them has been committed."""

from celery import shared_task

from inspectorate.accounts.messages import send_invitation_message
from inspectorate.accounts.operations.invitations import SEND
from inspectorate.kernel.tasks import InspectorateTask


@shared_task(name=SEND, base=InspectorateTask)  # type: ignore[untyped-decorator]
def send_invitation(*, invitation_id: int, site: str) -> None:
    send_invitation_message(invitation_id=invitation_id, site=site)
