"""The sections that a programme's returns have."""

import hashlib
from collections.abc import Sequence

import orjson
from django.db import transaction

from evaluations.access import programme_to_change
from evaluations.models import Programme, ReturnQuestion
from evaluations.operations.checks import LONGEST_REASON, raise_if_any, text_fault
from evaluations.operations.identifiers import identifier_faults
from evaluations.rules.returns import LONGEST_TITLE, MOST_SECTIONS
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Stale
from inspectorate.tenancy.scope import because

Question = tuple[str, str]


def questions_of(programme: Programme) -> list[Question]:
    """(title, guidance) of a programme's own questions, in order; empty while it asks the usual."""
    rows = ReturnQuestion.objects.filter(programme=programme).order_by("position", "id")
    return [(title, guidance) for title, guidance in rows.values_list("title", "guidance")]


def digest_of(questions: Sequence[Question]) -> str:
    """Tells one list of questions from another; an edit names the list it was based on."""
    return hashlib.sha256(orjson.dumps(list(questions))).hexdigest()


@transaction.atomic
def save_questions(
    *, actor: Actor, programme: str, based_on: str, questions: Sequence[Question]
) -> int:
    """Replace a programme's questions, in this order; none: it asks the usual ones again. Returns
    that are asked for already stay as they are. How many there are now.

    Raises NotFound, NotPermitted, Invalid (by place: ``title-2``), Stale with the list as it is.
    """
    kept = programme_to_change(actor, programme)
    now = questions_of(kept)
    if digest_of(now) != based_on:
        raise Stale(now)
    wanted = [(title.strip(), guidance.strip()) for title, guidance in questions]
    raise_if_any(_faults(wanted))
    if wanted == now:
        return len(now)
    with because("Questions of its returns"):
        ReturnQuestion.objects.filter(programme=kept).delete()
        ReturnQuestion.objects.bulk_create(
            ReturnQuestion(programme=kept, position=place, title=title, guidance=guidance)
            for place, (title, guidance) in enumerate(wanted, 1)
        )
    return len(wanted)


def _faults(questions: Sequence[Question]) -> dict[str, str]:
    faults: dict[str, str] = {}
    if len(questions) > MOST_SECTIONS:
        faults["questions"] = f"A return has at most {MOST_SECTIONS} sections."
    for place, (title, guidance) in enumerate(questions):
        faults |= text_fault(f"title-{place}", title, LONGEST_TITLE, needed=True)
        faults |= text_fault(f"guidance-{place}", guidance, LONGEST_REASON)
        said = {f"title-{place}": title, f"guidance-{place}": guidance}
        faults |= identifier_faults(said, contacts=True)
    return faults
