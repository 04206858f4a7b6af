"""Who sees a round of factual accuracy, and who they are to it.

The partners of the committee that the draft was sent to, on the days they act for it: nobody of
another committee. Of the inspectorate: the inspection's team, those who plan, those who see evaluations
before publication; nobody who was recused. Comments are the partnership's own until they are returned,
answers the inspectorate's own until the round is settled.
"""

from dataclasses import dataclass
from typing import cast

from evaluations.access.inspections import inspection_for
from evaluations.access.returns import inspectorate_parties, partner_of, reads_return
from evaluations.models import AccuracyComment, AccuracyExtension, AccuracyRound, Inspection
from evaluations.rules.returns import ReturnParty
from evaluations.terms import AccuracyStatus
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted

FOR_PARTNERS = "This is for the partners of the committee that the draft was sent to."
FOR_THE_INSPECTORATE = "This is for its lead inspector or somebody who plans inspections."


@dataclass(frozen=True, slots=True)
class AccuracyAccess:
    """A round that ``actor`` sees, and who they are to it."""

    actor: Actor
    round: AccuracyRound
    parties: frozenset[ReturnParty]

    @property
    def inspection(self) -> Inspection:
        return cast(Inspection, self.round.inspection)

    @property
    def for_partnership(self) -> bool:
        return ReturnParty.PARTNER in self.parties

    @property
    def decides(self) -> bool:
        return bool(self.parties) and not self.for_partnership

    @property
    def sees_comments(self) -> bool:
        return self.for_partnership or self.round.returned_at is not None

    @property
    def sees_answers(self) -> bool:
        return not self.for_partnership or self.round.status == AccuracyStatus.SETTLED

    def require_partner(self) -> None:
        if not self.for_partnership:
            raise NotPermitted(FOR_PARTNERS)

    def require_deciding(self) -> None:
        if not self.decides:
            raise NotPermitted(FOR_THE_INSPECTORATE)


def round_for(
    actor: Actor, inspection: str, number: int | None = None, *, lock: bool = False
) -> AccuracyAccess:
    """The round of this number, or the latest that this person sees. Raises NotFound."""
    inspection_id = ids.decode("inspection", inspection)
    rows = AccuracyRound.objects.select_related("inspection__area", "committee", "draft")
    rows = rows.filter(inspection_id=inspection_id).order_by("-number")
    if number is not None:
        rows = rows.filter(number=number)
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    mine = partner_of(actor)
    if mine:
        found = rows.filter(committee_id__in=mine).first()
        if found is not None:
            return AccuracyAccess(actor, found, frozenset({ReturnParty.PARTNER}))
    seen = inspection_for(actor, inspection)
    found = rows.first() if reads_return(actor, seen) else None
    if found is None:
        raise NotFound
    return AccuracyAccess(actor, found, inspectorate_parties(actor, seen))


def comment_for(
    actor: Actor, inspection: str, comment: str, *, lock: bool = False
) -> tuple[AccuracyAccess, AccuracyComment]:
    """A comment that this person sees, with its round. Raises NotFound."""
    rows = AccuracyComment.objects.filter(
        pk=ids.decode("accuracy-comment", comment),
        accuracy_round__inspection_id=ids.decode("inspection", inspection),
    )
    number = rows.values_list("accuracy_round__number", flat=True).first()
    if number is None:
        raise NotFound
    access = round_for(actor, inspection, number, lock=lock)
    if lock:
        rows = rows.select_for_update(no_key=True, of=("self",))
    found: AccuracyComment | None = rows.filter(accuracy_round=access.round).first()
    if found is None or not access.sees_comments:
        raise NotFound
    return access, found


def extension_to_decide(
    actor: Actor, inspection: str, extension: str
) -> tuple[AccuracyAccess, AccuracyExtension]:
    """What was asked for, locked. Raises NotFound, NotPermitted."""
    number = ids.decode("extension", extension)
    access = round_for(actor, inspection, lock=True)
    rows = AccuracyExtension.objects.select_for_update(no_key=True, of=("self",))
    found: AccuracyExtension | None = rows.filter(pk=number, accuracy_round=access.round).first()
    if found is None:
        raise NotFound
    access.require_deciding()
    return access, found
