"""Take an inspection out whole, at any time and in any state; bring one in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from evaluations.access import levels_visible, parties
from evaluations.access.case_material import CaseAccess, case_material_for
from evaluations.archive import bringing
from evaluations.archive.bringing import Brought
from evaluations.archive.writing import archive_of
from evaluations.models import Concern, Evidence, Inspection, SampledCase, StoredFile
from evaluations.operations.reading_log import note_read
from evaluations.rules.life import Party
from evaluations.terms import ReadHow
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotPermitted
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import current_scope, require_inspectorate_id, scope

WHOSE = (
    "An inspection is taken out whole by its lead inspector, or by somebody who may read it for a "
    "stated reason."
)


READ_WHOLE: tuple[tuple[str, Any], ...] = (
    ("evidence", Evidence),
    ("sampled-case", SampledCase),
    ("file", StoredFile),
    ("concern", Concern),
)
"""What of an archive is case-level, as the read log names it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """An archive that is about to be written: a name for it, and its bytes as they come."""

    name: str
    chunks: Iterator[bytes]


def archive_access(actor: Actor, inspection: str) -> CaseAccess:
    """Who may take it out: see WHOSE; a tool by its scope. Raises NotFound, NotPermitted,
    PurposeNeeded."""
    access = case_material_for(actor, inspection)
    leads = Party.LEAD in parties(actor, access.place)
    blind = access.place is None and actor.may(P.MODERATE)
    if blind and not levels_visible(actor, access.inspection, None):
        raise NotPermitted("Give your judgements first: an archive holds the team's evaluations.")
    if access.place is not None and not leads and not actor.may(P.READ_WITH_REASON):
        raise NotPermitted(WHOSE)
    return access


def take_out(*, actor: Actor, inspection: str) -> Taken:
    """The inspection as an archive. The reading of everything in it is noted now; the bytes come
    when they are asked for, in a scope of their own. Raises NotFound, NotPermitted, PurposeNeeded."""
    access = archive_access(actor, inspection)
    _note(access)
    here = Inspectorate.objects.get(pk=require_inspectorate_id())
    about = {
        "inspectorate": here.name,
        "taken_by": actor.display_name,
        "purpose": access.purpose,
        "inspection": access.inspection.reference,
    }
    reference = access.inspection.reference.replace("/", "-")
    chunks = _in_scope(access.inspection.pk, medical=access.medical, about=about)
    return Taken(f"{reference}.zip", chunks)


def _note(access: CaseAccess) -> None:
    """Everything case-level in the archive is read by whoever takes it."""
    for what, model in READ_WHOLE:
        there = model.objects.filter(inspection=access.inspection)
        note_read(access, what, there.values_list("pk", flat=True), ReadHow.EXPORT)


def _in_scope(inspection_id: int, *, medical: bool, about: dict[str, Any]) -> Iterator[bytes]:
    """The bytes, read in a scope that lasts as long as they are fetched: the request's own is over
    when the first of them leaves."""
    now = current_scope()
    here, person = require_inspectorate_id(), now.person_id if now else None

    def chunks() -> Iterator[bytes]:
        with scope(here, person_id=person):
            yield from archive_of(inspection_id, medical=medical, about=about)

    return chunks()


def take_out_as_operator(inspection: Inspection) -> Iterator[bytes]:
    """For the command, which is given by who runs the installation for the inspectorate."""
    about = {"inspection": inspection.reference, "taken_by": "command export_inspection"}
    return archive_of(inspection.pk, medical=True, about=about)


def bring_in(*, actor: Actor, stream: BinaryIO, dry_run: bool = False) -> Brought:
    """See archive/bringing.py."""
    return bringing.bring_in(actor=actor, stream=stream, dry_run=dry_run)
