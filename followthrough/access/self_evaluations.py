"""Who sees what a committee says of itself, and who they are to it.

Its partners write it. Whoever follows the committee sees it once it is finished. To everybody else it
is not there, with consent or without: consent is to counts, never to the values of one committee.
"""

from dataclasses import dataclass
from typing import Any

from areas.access import committee_for
from followthrough.access.committees import answers, follows
from followthrough.models import SelfEvaluation
from followthrough.rules.self_evaluation import FINISHED
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted

FOR_ITS_PARTNERS = "This is for those who act for the committee."


@dataclass(frozen=True, slots=True)
class Inside:
    """A committee and this person's place in it: ``answers`` for it, or ``follows`` it."""

    committee: Any
    answers: bool
    follows: bool

    @property
    def id(self) -> str:
        return ids.encode("committee", self.committee.pk)

    def require_partner(self) -> None:
        if not self.answers:
            raise NotPermitted(FOR_ITS_PARTNERS)


def committee_inside(actor: Actor, committee: str) -> Inside:
    """The committee with this opaque id, for its partners and who follows it. Raises NotFound."""
    found = committee_for(actor, committee)
    one = frozenset({found.pk})
    speaks = answers(actor, one)
    following = follows(actor, one)
    if not (speaks or following):
        raise NotFound
    return Inside(found, speaks, following)


def self_evaluations_of(inside: Inside) -> Any:
    """The self-evaluations of a committee that this person sees, newest first."""
    rows = SelfEvaluation.objects.filter(committee_id=inside.committee.pk)
    return rows if inside.answers else rows.filter(status=FINISHED)


def self_evaluation_for(
    actor: Actor, committee: str, self_evaluation: str, *, lock: bool = False
) -> tuple[Inside, SelfEvaluation]:
    """One self-evaluation of a committee. Raises NotFound, for who follows it too while it is
    being written."""
    inside = committee_inside(actor, committee)
    rows = self_evaluations_of(inside).filter(pk=ids.decode("self-evaluation", self_evaluation))
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found: SelfEvaluation | None = rows.select_related(
        "area", "edition", "committee", "consent_by__user"
    ).first()
    if found is None:
        raise NotFound
    return inside, found
