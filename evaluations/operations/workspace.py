"""Hand an inspection to a device that will hold it, and note that it was read."""

import hashlib
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import transaction
from django.utils import timezone

from evaluations.access import CaseAccess, case_material_for
from evaluations.models import Notice
from evaluations.operations.reading_log import note_read
from evaluations.queries.evidence import numbers_of as pieces
from evaluations.queries.sampled_cases import numbers_of as cases
from evaluations.queries.workspace_document import document, evidence_page
from evaluations.terms import ReadHow
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True)
class Held:
    """A document for a device. ``content`` is None when the device has it already."""

    etag: str
    content: dict[str, Any] | None


def _access(actor: Actor, inspection: str) -> CaseAccess:
    """Only for its team, on the days they are on it: not even a stated reason takes an inspection
    away on a device. Raises NotFound, PurposeNeeded."""
    access = case_material_for(actor, inspection)
    if access.place is None:
        raise NotFound
    return access


@transaction.atomic
def hold_inspection(*, actor: Actor, inspection: str, known: str = "") -> Held:
    """The inspection as its team's devices hold it; ``known`` is the ETag of what is held already.

    What is handed over is noted in the log of reading. Raises NotFound, PurposeNeeded.
    """
    access = _access(actor, inspection)
    content = document(access)
    digest = hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
    etag = f'"{digest[:32]}"'
    if known == etag:
        return Held(etag, None)
    _note(access, content["evidence"])
    note_read(access, "sampled-case", cases(content["cases"]), ReadHow.OFFLINE)
    return Held(etag, {"as_at": timezone.now(), **content})


@transaction.atomic
def hold_evidence(*, actor: Actor, inspection: str, before: int) -> dict[str, Any]:
    """Evidence below a number, for an inspection with more than one page of it.

    Raises NotFound, PurposeNeeded.
    """
    access = _access(actor, inspection)
    found, more = evidence_page(access, before)
    _note(access, found)
    return {"evidence": found, "evidence_next": more}


def _note(access: CaseAccess, evidence: list[dict[str, Any]]) -> None:
    note_read(access, "evidence", pieces(evidence), ReadHow.OFFLINE)


@transaction.atomic
def see_notice(*, actor: Actor, notice: str) -> None:
    """Note that a person has seen what they were to be told. Raises NotFound."""
    found = Notice.objects.filter(
        membership_id=actor.membership_id or 0, pk=ids.decode("notice", notice)
    )
    if not found.update(seen_at=timezone.now()):
        raise NotFound
