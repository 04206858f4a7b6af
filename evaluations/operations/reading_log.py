"""Note that case-level material was read: every page, endpoint, export and device that shows it."""

from collections.abc import Iterable, Mapping

from evaluations.access.case_material import CaseAccess
from evaluations.access.concerns import A_CHILD_AT_RISK
from evaluations.access.evidence_lists import purpose_of
from evaluations.models import CaseMaterialRead
from evaluations.terms import ReadHow
from inspectorate.accounts.people import Actor
from inspectorate.tenancy.scope import current_scope

MOST_RECORDS = 5_000
OVERSIGHT = "Oversight of identifiers left in free text"
"""The purpose of whoever takes that list out."""


def note_read(access: CaseAccess, what: str, records: Iterable[int], how: ReadHow) -> None:
    """Note one reading of records of one kind (``evidence``, ``sampled-case``, ``case-key``,
    ``file``, ``concern``). Nothing shown, nothing noted. One statement, in the reader's transaction:
    what cannot be noted is not shown.
    """
    seen = list(records)[:MOST_RECORDS]
    if not seen:
        return
    here = current_scope()
    CaseMaterialRead.objects.create(
        inspection=access.inspection,
        membership_id=access.actor.membership_id,
        token_id=access.actor.token_id,
        what=what,
        records=seen,
        how=how,
        purpose=access.purpose,
        request_id=here.request_id if here else "",
    )


def note_concerns_read(actor: Actor, concerns: Mapping[int, int | None], how: ReadHow) -> None:
    """The same for concerns about a child: ``concerns`` maps each to its inspection, or to None. One
    statement, one entry for each inspection."""
    _note_each(actor, "concern", concerns, how, A_CHILD_AT_RISK)


def note_kept_identifiers_read(actor: Actor, kept: Mapping[int, int | None], how: ReadHow) -> None:
    """The same for the list of identifiers that stay in texts."""
    _note_each(actor, "kept-identifier", kept, how, OVERSIGHT)


def _note_each(
    actor: Actor, what: str, records: Mapping[int, int | None], how: ReadHow, purpose: str
) -> None:
    here = current_scope()
    CaseMaterialRead.objects.bulk_create(
        CaseMaterialRead(
            inspection_id=inspection_id,
            membership_id=actor.membership_id,
            token_id=actor.token_id,
            what=what,
            records=sorted(one for one, its in records.items() if its == inspection_id),
            how=how,
            purpose=purpose,
            request_id=here.request_id if here else "",
        )
        for inspection_id in sorted(set(records.values()), key=lambda one: one or 0)
    )


def note_evidence_read(actor: Actor, evidence: Mapping[int, int], how: ReadHow) -> None:
    """The same for a list of evidence of several inspections: ``evidence`` maps each piece to its
    inspection. One statement for the entries, one for each inspection."""
    here = current_scope()
    purposes = purpose_of(actor, set(evidence.values()))
    CaseMaterialRead.objects.bulk_create(
        CaseMaterialRead(
            inspection_id=inspection_id,
            membership_id=actor.membership_id,
            token_id=actor.token_id,
            what="evidence",
            records=sorted(one for one, its in evidence.items() if its == inspection_id),
            how=how,
            purpose=purpose,
            request_id=here.request_id if here else "",
        )
        for inspection_id, purpose in sorted(purposes.items())
    )
