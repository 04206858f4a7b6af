"""Ask the partnership for its pre-inspection return, send it, send it back for more, accept it."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from areas.queries import committee_of_area, partner_members
from evaluations.access import inspection_to_change
from evaluations.access.returns import ReturnAccess, inspectorate_parties, return_to_change
from evaluations.messages import (
    RETURN_ACCEPTED,
    RETURN_MORE,
    RETURN_MOVED,
    RETURN_READ,
    RETURN_WRITE,
    WRITING_A_RETURN,
)
from evaluations.models import Inspection, PreInspectionReturn, ReturnQuestion, ReturnSection
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, Answers, require_answers
from evaluations.operations.return_records import as_record
from evaluations.operations.telling import ask, leads_of, tell
from evaluations.queries.return_due import usual_due_date
from evaluations.rules.returns import (
    STEPS,
    WRITTEN_IN,
    due_fault,
    not_yours,
    obstacle,
    usual_sections,
    why_not_ask,
)
from evaluations.terms import ReturnMove, ReturnStatus
from indicators.queries import edition_document
from inspectorate.accounts.operations import end_duty
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.tenancy.scope import because

FOR_THE_INSPECTORATE = "This is for its lead inspector or somebody who plans inspections."
WANTED = "Say for at least one section what more is wanted."


@transaction.atomic
def ask_for_return(
    *,
    actor: Actor,
    inspection: str,
    due_on: date | None = None,
    note: str = "",
    reasons: Mapping[str, str] = NO_REASONS,
) -> PreInspectionReturn:
    """Ask the committee of the inspection's area for a return by ``due_on``, the usual day if none is
    given; its partners are told. ``reasons``: why identifiers stay in the ``note`` to them.

    It has the sections of the programme's questions, or the usual ones; later changes of those leave
    it as it is. Raises NotFound, NotPermitted, Refused, Invalid, IdentifiersFound.
    """
    kept = inspection_to_change(actor, inspection)
    if not inspectorate_parties(actor, kept):
        raise NotPermitted(FOR_THE_INSPECTORATE)
    committee = _committee_to_ask(kept)
    due_on = due_on or usual_due_date(kept)
    fault = due_fault(due_on, timezone.localdate(), kept.fieldwork_from)
    faults = {"due_on": fault} if fault else {}
    raise_if_any(faults | text_fault("note", note, LONGEST_REASON))
    asked = _asked(actor, kept, committee, due_on, note.strip(), reasons)
    ask(
        partner_members(committee, timezone.localdate()),
        kept,
        RETURN_WRITE,
        about=_about(asked),
        on=due_on,
    )
    return asked


def _about(asked: PreInspectionReturn) -> str:
    return f"return-{asked.pk}"


def _sent(asked: PreInspectionReturn) -> str:
    """One for each time that it was sent."""
    return f"{_about(asked)}:{asked.sent_at:%Y%m%d%H%M%S}"


def _writing_ends(asked: PreInspectionReturn) -> None:
    """Nobody has to write it any more, or not by the day that stood on their lists."""
    for kind in WRITING_A_RETURN:
        end_duty(kind=kind, subject=_about(asked))


def _asked(
    actor: Actor,
    inspection: Inspection,
    committee: int,
    due_on: date,
    note: str,
    reasons: Mapping[str, str],
) -> PreInspectionReturn:
    """The new return with its sections. Raises IdentifiersFound, Invalid."""
    answers = require_answers(inspection=inspection, texts={"note": note}, reasons=reasons)
    asked: PreInspectionReturn = PreInspectionReturn.objects.create(
        inspection=inspection, committee_id=committee, due_on=due_on, note=note
    )
    answers.keep(actor=actor, table=asked._meta.db_table, record_id=asked.pk, new=True)
    ReturnSection.objects.bulk_create(
        ReturnSection(of_return=asked, position=place, title=title, guidance=guidance)
        for place, (title, guidance) in enumerate(sections_to_ask(inspection), 1)
    )
    return asked


def _committee_to_ask(inspection: Inspection) -> int:
    """The committee, when it can be asked now. Raises Refused."""
    wrong = why_not_ask(inspection.status)
    if not wrong and PreInspectionReturn.objects.filter(inspection=inspection).exists():
        wrong = "A return has been asked for already. There is one for the whole partnership."
    today = timezone.localdate()
    committee = committee_of_area(inspection.area_id, today)
    if not wrong and committee is None:
        wrong = "No child protection committee covers this area today. Link one to the area first."
    if not wrong and committee is not None and not partner_members(committee, today):
        wrong = "Nobody acts for the committee today. Add a partner on its page first."
    if wrong or committee is None:
        raise Refused(wrong)
    return committee


def sections_to_ask(inspection: Inspection) -> list[tuple[str, str]]:
    """(title, guidance) of the sections that a return of this inspection has."""
    own = ReturnQuestion.objects.filter(programme_id=inspection.programme_id)
    found = list(own.order_by("position", "id").values_list("title", "guidance"))
    if found:
        return found
    edition = edition_document(inspection.edition_id)
    return usual_sections([one.title for one in edition.sections])


@transaction.atomic
def change_due_date(
    *, actor: Actor, inspection: str, based_on: int, due_on: date
) -> PreInspectionReturn:
    """Give the partnership another day; its partners are told. Raises NotFound, NotPermitted,
    Refused, Invalid, Stale."""
    access = return_to_change(actor, inspection)
    asked = access.asked
    _decides(access)
    _current(access, based_on)
    if asked.status not in WRITTEN_IN:
        raise Refused("It has been sent: its due date does not matter any more.")
    if due_on == asked.due_on:
        return asked
    _another_day(access, due_on)
    _save(asked)
    _writing_ends(asked)
    about = f"{_about(asked)}:{asked.version}"
    ask(_partners(asked), access.inspection, RETURN_MOVED, about=about, on=due_on)
    return asked


def _another_day(access: ReturnAccess, due_on: date) -> None:
    """Raises Invalid."""
    fault = due_fault(due_on, timezone.localdate(), access.inspection.fieldwork_from)
    raise_if_any({"due_on": fault} if fault else {})
    access.asked.due_on = due_on


@transaction.atomic
def send_return(*, actor: Actor, inspection: str, based_on: int) -> PreInspectionReturn:
    """Send it to the inspectorate, when every section is complete; the lead inspector is told.
    Raises NotFound, NotPermitted, Refused (names what is missing), Stale."""
    access = return_to_change(actor, inspection)
    asked = access.asked
    rows = ReturnSection.objects.filter(of_return=asked, complete=False).order_by("position", "id")
    _ready(access, ReturnMove.SEND, based_on, incomplete=list(rows.values_list("title", flat=True)))
    asked.status = STEPS[ReturnMove.SEND].target
    asked.sent_at, asked.sent_by_id = timezone.now(), actor.membership_id
    _save(asked)
    _writing_ends(asked)
    ask(leads_of(access.inspection), access.inspection, RETURN_READ, about=_sent(asked))
    return asked


@transaction.atomic
def accept_return(*, actor: Actor, inspection: str, based_on: int) -> PreInspectionReturn:
    """Accept it; the partners are told. Raises NotFound, NotPermitted, Refused, Stale."""
    access = return_to_change(actor, inspection)
    asked = access.asked
    _ready(access, ReturnMove.ACCEPT, based_on)
    _decided(asked, actor, STEPS[ReturnMove.ACCEPT].target)
    end_duty(kind=RETURN_READ, subject=_sent(asked))
    about = f"{_about(asked)}:{asked.version}"
    tell(_partners(asked), access.inspection, RETURN_ACCEPTED, about=about)
    return asked


@transaction.atomic
def send_return_back(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    wanted: Mapping[str, str],
    due_on: date | None = None,
    move: ReturnMove | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> PreInspectionReturn:
    """Send it back for more, or open an accepted one again. ``wanted`` says by section what more is
    wanted; those sections are to be completed anew. ``due_on``: by when, otherwise as before. ``move``:
    none is whichever of the two its status allows. ``reasons``: why identifiers stay in what is wanted.

    Raises NotFound, NotPermitted, Refused, Invalid (by section), IdentifiersFound, Stale.
    """
    access = return_to_change(actor, inspection)
    asked = access.asked
    again = asked.status == ReturnStatus.ACCEPTED
    _ready(access, move or (ReturnMove.REOPEN if again else ReturnMove.SEND_BACK), based_on)
    more = _wanted(asked, wanted)
    answers = _held_to_the_rules(access.inspection, more, reasons)
    if due_on is not None and due_on != asked.due_on:
        _another_day(access, due_on)
    with because("More is wanted"):
        for section in ReturnSection.objects.filter(of_return=asked).order_by("id"):
            _ask_more(actor, section, more.get(section.pk, ""), answers)
        _decided(asked, actor, ReturnStatus.SENT_BACK)
    end_duty(kind=RETURN_READ, subject=_sent(asked))
    about = f"{_about(asked)}:{asked.version}"
    ask(_partners(asked), access.inspection, RETURN_MORE, about=about, on=asked.due_on)
    return asked


def move_return(
    *,
    actor: Actor,
    inspection: str,
    based_on: int,
    move: ReturnMove,
    wanted: Mapping[str, str],
    due_on: date | None = None,
    reasons: Mapping[str, str] = NO_REASONS,
) -> PreInspectionReturn:
    """Make the move of this name; see the operations above. Raises as they do."""
    place: dict[str, Any] = {"actor": actor, "inspection": inspection, "based_on": based_on}
    if move is ReturnMove.SEND:
        return send_return(**place)
    if move is ReturnMove.ACCEPT:
        return accept_return(**place)
    return send_return_back(**place, wanted=wanted, due_on=due_on, move=move, reasons=reasons)


def _wanted(asked: PreInspectionReturn, wanted: Mapping[str, str]) -> dict[int, str]:
    """What more is wanted by section's number. Raises Invalid."""
    known = set(ReturnSection.objects.filter(of_return=asked).values_list("pk", flat=True))
    found: dict[int, str] = {}
    faults: dict[str, str] = {}
    for reference, text in wanted.items():
        faults |= text_fault(reference, text, LONGEST_REASON)
        try:
            number = ids.decode("return-section", reference)
        except NotFound:
            number = 0
        if number not in known:
            faults[reference[:40]] = "Choose sections of this return."
        elif text.strip():
            found[number] = text.strip()
    raise_if_any(faults)
    if not found:
        raise Invalid({"wanted": WANTED})
    return found


def _held_to_the_rules(
    inspection: Inspection, more: Mapping[int, str], reasons: Mapping[str, str]
) -> Answers:
    """What stays in what is wanted, by section's opaque id. Raises IdentifiersFound, Invalid."""
    texts = {ids.encode("return-section", number): text for number, text in more.items()}
    return require_answers(inspection=inspection, texts=texts, reasons=reasons)


def _ask_more(actor: Actor, section: ReturnSection, more: str, answers: Answers) -> None:
    if not more and not section.more_wanted:
        return
    section.more_wanted = more
    section.complete = section.complete and not more
    section.version += 1
    section.save()
    reference = ids.encode("return-section", section.pk)
    answers.only(reference, "more_wanted").keep(
        actor=actor, table=section._meta.db_table, record_id=section.pk
    )


def _ready(
    access: ReturnAccess, move: ReturnMove, based_on: int, incomplete: list[str] | None = None
) -> None:
    """Raises NotPermitted, Stale, Refused."""
    wrong = not_yours(move, access.parties)
    if wrong:
        raise NotPermitted(wrong)
    _current(access, based_on)
    wrong = obstacle(move, access.asked.status, access.inspection.status, incomplete or ())
    if wrong:
        raise Refused(wrong)


def _decides(access: ReturnAccess) -> None:
    if not access.parties or access.for_partnership:
        raise NotPermitted(FOR_THE_INSPECTORATE)


def _current(access: ReturnAccess, based_on: int) -> None:
    if access.asked.version != based_on:
        raise Stale(as_record(access))


def _decided(asked: PreInspectionReturn, actor: Actor, status: str) -> None:
    asked.status = status
    asked.decided_at, asked.decided_by_id = timezone.now(), actor.membership_id
    _save(asked)


def _save(asked: PreInspectionReturn) -> None:
    asked.version += 1
    asked.save()


def _partners(asked: PreInspectionReturn) -> list[int]:
    return partner_members(asked.committee_id, timezone.localdate())
