"""The pre-release list: who reads a report under embargo, each at a secret address of their own.

The secret is worked out from the reader's row and the product's key whenever it is needed, and only
its digest is kept; it is shown once to who adds the reader, and mailed to the reader.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override as language

from evaluations.access.releases import early_reader_of, release_to_change
from evaluations.models import EarlyReader, Release
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.release_words import early_reader_message
from evaluations.rules.releases import MOST_EARLY_READERS, why_not_early
from evaluations.terms import ReleaseState
from inspectorate.accounts.digests import digest_of
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound, Refused
from inspectorate.kernel.mail import absolute
from inspectorate.kernel.outbox import after_commit
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

SEND = "evaluations.send_early_reader"
LONGEST_NAME, LONGEST_POST, LONGEST_EMAIL = 150, 200, 254


def secret_of(reader: EarlyReader) -> str:
    """The last part of the reader's address."""
    said = f"early-reader|{reader.inspectorate_id}|{reader.release_id}|{reader.pk}|{reader.email}"
    mac = hmac.new(settings.SECRET_KEY.encode(), said.encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(mac.digest()).decode().rstrip("=")


@transaction.atomic
def add_early_reader(
    *,
    actor: Actor,
    inspection: str,
    release: str,
    name: str,
    post: str,
    email: str,
    from_at: datetime | None = None,
) -> tuple[EarlyReader, str]:
    """Let somebody read the approved report before its release, from ``from_at`` (None: now).

    Returns the reader and their address, which is not shown again. Raises NotFound, NotPermitted,
    Refused (the release is not planned, the list is full, they are on it), Invalid.
    """
    kept = release_to_change(actor, inspection, release)
    _require_planned(kept)
    name, post, email = " ".join(name.split()), " ".join(post.split()), email.strip().lower()
    begins = from_at or timezone.now()
    raise_if_any(_faults(kept, name, post, email, begins))
    there = EarlyReader.objects.filter(release=kept, withdrawn_at__isnull=True)
    if there.filter(email=email).exists():
        raise Refused(f"{email} is on the list already. Take them off it first.")
    if there.count() >= MOST_EARLY_READERS:
        raise Refused(f"The list has {MOST_EARLY_READERS} readers. Take somebody off it first.")
    made: EarlyReader = EarlyReader.objects.create(
        release=kept,
        name=name,
        post=post,
        email=email,
        from_at=begins,
        digest=digest_of(secrets.token_urlsafe(32)),  # until the row has its number
        added_by_id=actor.membership_id,
    )
    secret = secret_of(made)
    made.digest = digest_of(secret)
    made.save(update_fields=["digest"])
    after_commit(SEND, reader_id=made.pk)
    return made, address_of(secret)


def _require_planned(release: Release) -> None:
    if release.state != ReleaseState.PLANNED:
        raise Refused("Early readers belong to a planned release, and this one is over.")


def _faults(release: Release, name: str, post: str, email: str, begins: datetime) -> dict[str, str]:
    faults = {
        **text_fault("name", name, LONGEST_NAME, needed=True),
        **text_fault("post", post, LONGEST_POST, needed=True),
        **text_fault("email", email, LONGEST_EMAIL, needed=True),
    }
    try:
        validate_email(email)
    except ValidationError:
        faults.setdefault("email", "Give an e-mail address such as name@example.org.")
    not_then = why_not_early(begins, release.at)
    return faults | ({"from_at": not_then} if not_then else {})


@transaction.atomic
def withdraw_early_reader(
    *, actor: Actor, inspection: str, release: str, reader: str
) -> EarlyReader:
    """Take somebody off the list; their address stops working at once. Raises NotFound,
    NotPermitted."""
    kept = release_to_change(actor, inspection, release)
    found = early_reader_of(kept, reader)
    if found.withdrawn_at is None:
        found.withdrawn_at = timezone.now()
        found.version += 1
        found.save(update_fields=["withdrawn_at", "version"])
    return found


@transaction.atomic
def open_early(secret: str) -> EarlyReader:
    """The reader whose address this is, with the release and its draft; the first opening is noted.

    Raises NotFound for an address that does not work, or not any more.
    """
    found: EarlyReader | None = (
        EarlyReader.objects.select_related("release__draft", "release__inspection__area")
        .filter(digest=digest_of(secret), withdrawn_at__isnull=True)
        .exclude(release__state=ReleaseState.CALLED_OFF)
        .first()
    )
    if found is None:
        raise NotFound
    begun = found.from_at <= timezone.now()
    if begun and found.seen_at is None and found.release.state == ReleaseState.PLANNED:
        found.seen_at = timezone.now()
        found.save(update_fields=["seen_at"])
    return found


def address_of(secret: str) -> str:
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    return absolute(reverse("early-report", args=[here.slug, secret]))


def send_early_reader(reader_id: int) -> bool:
    """Mail a reader their address, unless they are off the list again; whether it was sent."""
    found = (
        EarlyReader.objects.select_related("release__inspection__area")
        .filter(pk=reader_id, withdrawn_at__isnull=True, release__state=ReleaseState.PLANNED)
        .first()
    )
    if found is None:
        return False
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    with language(here.language), timezone.override(here.time_zone):
        subject, body = early_reader_message(found, address_of(secret_of(found)), here.name)
    EmailMessage(subject, body, None, [found.email]).send()
    return True
