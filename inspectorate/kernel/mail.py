"""Mail that tells members of something: committed with the change, sent once for a person and key.

What is said is a sentence and a link. Nothing of a child's case goes into mail.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import timezone

from inspectorate.kernel.models import Mail
from inspectorate.kernel.outbox import after_commit

SEND = "kernel.send_mail"
LONGEST_SUBJECT = 200


def absolute(path: str) -> str:
    """The address that a link in mail leads to, where no request says how the product is reached."""
    return str(urljoin(settings.SITE_URL, path))


def send_after_commit(to_membership_ids: Iterable[int], subject: str, body: str, key: str) -> None:
    """Send a message to members of the open inspectorate once the transaction has committed.

    The same ``key`` again sends nothing to whoever has had it; ``key`` names the event
    ("concern-raised-12"), at most 200 characters.
    """
    members = sorted(set(to_membership_ids))
    if not members:
        return
    said = " ".join(subject.split())[:LONGEST_SUBJECT]
    Mail.objects.bulk_create(
        [Mail(key=key, member_id=member, subject=said, body=body) for member in members],
        ignore_conflicts=True,
    )
    after_commit(SEND, key=key)


def send_each_after_commit(letters: Mapping[int, tuple[str, str]], key: str) -> None:
    """The same with a subject and body for each member: one batch under one key."""
    if not letters:
        return
    Mail.objects.bulk_create(
        [
            Mail(
                key=key,
                member_id=member,
                subject=" ".join(subject.split())[:LONGEST_SUBJECT],
                body=body,
            )
            for member, (subject, body) in sorted(letters.items())
        ],
        ignore_conflicts=True,
    )
    after_commit(SEND, key=key)


def had_mail(key: str) -> set[int]:
    """The members for whom there is mail under this key, sent or waiting."""
    return set(Mail.objects.filter(key=key).values_list("member_id", flat=True))


def send_waiting(key: str) -> int:
    """Send what waits under this key, to who is still a member and not switched off; how many.

    Sent, then marked: a worker that dies in between sends one of them again, which is better than
    never.
    """
    sent = 0
    waiting = Mail.objects.filter(key=key, sent_at__isnull=True)
    for one in waiting.select_for_update(skip_locked=True).order_by("id"):
        address = _address(one.member_id)
        if address:
            EmailMessage(one.subject, one.body, None, [address]).send()
            sent += 1
        Mail.objects.filter(pk=one.pk).update(sent_at=timezone.now())
    return sent


def _address(member_id: int) -> str:
    """A member's e-mail address; empty when their membership has ended or they are switched off."""
    # By name: accounts is a layer above.
    membership: Any = apps.get_model("accounts", "Membership")
    found = membership.objects.select_related("user").filter(pk=member_id).first()
    over = found is None or (found.to_on is not None and found.to_on < timezone.localdate())
    return "" if over or not found.user.is_active else str(found.user.email)
