"""Note that case-level material was read: every page, endpoint, export and device that shows it."""

from collections.abc import Iterable

from evaluations.access.case_material import CaseAccess
from evaluations.models import CaseMaterialRead
from evaluations.terms import ReadHow
from inspectorate.tenancy.scope import current_scope

MOST_RECORDS = 5_000


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
