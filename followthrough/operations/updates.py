"""A partnership tells what happened on a main point: its own words and view, values, files."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from areas.queries import partner_agencies
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.files import store_file
from evaluations.operations.identifiers import (
    NO_REASONS,
    Answers,
    IdentifiersFound,
    require_answers,
)
from followthrough import access, messages
from followthrough.access import Place
from followthrough.models import MainPointForAction, ProgressUpdate, UpdateFile
from followthrough.operations.measures import NewValue, keep_value
from followthrough.operations.progress_telling import links_of, tell
from followthrough.queries.kept_files import kept_files
from followthrough.rules import progress as rules
from followthrough.terms import OwnView
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.kernel.events import record_event

TABLE = ProgressUpdate._meta.db_table
RENAME = "Rename the file and bring it again."


def partnership_answers(
    point: MainPointForAction, texts: Mapping[str, str], reasons: Mapping[str, str]
) -> Answers:
    """Hold what a partnership writes to the patterns of identifiers, not to the names declared for a
    sample: a refusal by one of those would tell it which children were in it. Raises
    IdentifiersFound."""
    answers = require_answers(inspection=None, texts=texts, reasons=reasons)
    return replace(answers, inspection_id=point.inspection_id)


@transaction.atomic
def bring_file(*, actor: Actor, point: int, upload: "UploadedFile[Any]") -> Any:
    """Bring a file for an update that is being written; it goes with the update that names it.

    Held to the sizes, kinds and scan of every file. Raises NotFound, NotPermitted, Refused, Invalid
    (``file``)."""
    found, _ = access.to_answer(actor, point)
    refuse(rules.why_not_told(found.status))
    try:
        return store_file(
            actor=actor, inspection=found.inspection, upload=upload, by_partnership=True
        )
    except IdentifiersFound as told:
        said = " ".join(dict.fromkeys(one["said"] for one in told.found))
        raise Invalid({"file": f"Its name: {said} {RENAME}"}) from None


@transaction.atomic
def make_update(
    *,
    actor: Actor,
    point: int,
    text: str,
    own_view: str,
    own_reason: str,
    committee: int | None = None,
    values: Sequence[NewValue] = (),
    files: Collection[str] = (),
    reasons: Mapping[str, str] = NO_REASONS,
) -> ProgressUpdate:
    """Tell what happened, for a committee (the only one the actor answers for unless it is named).
    ``files`` were brought before by the same person (opaque ids); ``values`` are of the point's own
    measures. All of it is kept or none. The link inspector is told once. An update is never edited.
    Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound.
    """
    found, place = access.to_answer(actor, point, lock=True)
    refuse(rules.why_not_told(found.status))
    texts = {"text": text.strip(), "own_reason": own_reason.strip()}
    speaks_for, faults = _speaker(place, committee)
    raise_if_any({**_faults(texts, own_view, files), **faults})
    answers = partnership_answers(found, texts, reasons)
    kept = _brought(actor, found, files)
    made: ProgressUpdate = ProgressUpdate.objects.create(
        point=found,
        committee_id=speaks_for,
        agency=partner_agencies(actor.membership_id or 0, timezone.localdate()).get(speaks_for, ""),
        own_view=own_view,
        membership_id=actor.membership_id,
        at=timezone.now(),
        **texts,
    )
    for value in values:
        keep_value(actor, found, value, update=made)
    for file in kept:
        UpdateFile.objects.create(update=made, file=file)
    answers.keep(actor=actor, table=TABLE, record_id=made.pk, new=True)
    _let_know(made, found, place)
    return made


def _let_know(made: ProgressUpdate, point: MainPointForAction, place: Place) -> None:
    tell(point, links_of(place.owners), messages.PROGRESS_TOLD, about=f"update-{made.pk}")
    subject = ids.encode("update", made.pk)
    record_event("progress-update.made", collection="main-points", subject=subject)


def _speaker(place: Place, committee: int | None) -> tuple[int, dict[str, str]]:
    """The committee that an update is of: the one that was named, or the only one."""
    if committee is None and len(place.speaks_for) == 1:
        return next(iter(place.speaks_for)), {}
    if committee in place.speaks_for:
        return int(committee or 0), {}
    return 0, {"committee": "Choose the committee that you speak for."}


def _faults(texts: Mapping[str, str], own_view: str, files: Collection[str]) -> dict[str, str]:
    faults = text_fault("text", texts["text"], rules.LONGEST_TEXT, needed=True)
    faults |= text_fault("own_reason", texts["own_reason"], rules.LONGEST_REASON, needed=True)
    if own_view not in OwnView.values:
        faults["own_view"] = f"Choose one of: {', '.join(OwnView.values)}."
    if len(set(files)) > rules.MOST_FILES:
        faults["files"] = f"An update has at most {rules.MOST_FILES} files. Leave some out."
    return faults


def _brought(actor: Actor, point: MainPointForAction, files: Collection[str]) -> list[Any]:
    found = kept_files(actor, point, files) if files else []
    if len(found) != len(set(files)):
        raise Invalid({"files": "Bring each file for this point first; one goes with one update."})
    return found


def refuse(why: str) -> None:
    """Raises Refused with the reason, where there is one."""
    if why:
        raise Refused(why)
