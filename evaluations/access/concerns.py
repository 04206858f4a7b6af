"""Who may raise a concern about a child at risk now, see it, and deal with it.

It is raised by whoever works on inspections, and seen by whoever raised it and by those who handle
concerns: a child must not wait for one person. Somebody who was recused from its inspection handles
it no more.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q

from evaluations.models import Concern, ConcernRecipient, TeamMember
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted

RAISE = (P.RECORD_EVALUATIONS, P.LEAD_INSPECTIONS, P.SEE_CASE_MATERIAL, P.HANDLE_CONCERNS)
"""Any of these: somebody who works on inspections, or with their records."""
A_CHILD_AT_RISK = "A child at risk now"
"""The purpose that the read log keeps."""
_RECUSED = (
    "exists (select 1 from evaluations_teammember m where m.inspectorate_id = c.inspectorate_id "
    "and m.inspection_id = c.inspection_id and m.membership_id = %s and m.recused_at is not null)"
)


def may_raise(actor: Actor) -> bool:
    return any(actor.may(permission) for permission in RAISE)


def require_raising(actor: Actor) -> None:
    """Raises NotPermitted."""
    if not may_raise(actor):
        raise NotPermitted(
            "Concerns are raised here by inspectors. If a child is at risk now, call the police or "
            "social work."
        )


def concerns_visible_sql(actor: Actor) -> tuple[str, Sequence[Any]]:
    """Which concerns this person sees, as a condition on the concern ``c``."""
    me = actor.membership_id or 0
    if not actor.may(P.HANDLE_CONCERNS):
        return "c.membership_id = %s", (me,)
    return f"(c.membership_id = %s or not {_RECUSED})", (me, me)


def _visible(actor: Actor) -> Q:
    me = actor.membership_id or 0
    if not actor.may(P.HANDLE_CONCERNS):
        return Q(membership_id=me)
    recused = TeamMember.objects.filter(
        inspection_id=OuterRef("inspection_id"), membership_id=me, recused_at__isnull=False
    )
    return Q(membership_id=me) | ~Q(Exists(recused))


def concern_for(actor: Actor, reference: str) -> Concern:
    """The concern with this opaque id. Raises NotFound."""
    found = Concern.objects.select_related("inspection__area", "sampled_case")
    concern: Concern = _one(found.filter(_visible(actor), pk=ids.decode("concern", reference)))
    return concern


def require_handling(actor: Actor, concern: Concern) -> None:
    """A tool deals with no concern: it is a person who tells somebody. Raises NotPermitted."""
    actor.require(P.HANDLE_CONCERNS)
    if actor.membership_id is None:
        raise NotPermitted("Concerns are dealt with by people, on the pages.")
    recused = TeamMember.objects.filter(
        inspection_id=concern.inspection_id,
        membership_id=actor.membership_id,
        recused_at__isnull=False,
    )
    if concern.inspection_id is not None and recused.exists():
        raise NotPermitted("You were recused from this inspection. Somebody else deals with it.")


def concern_to_handle(actor: Actor, reference: str) -> Concern:
    """The concern, locked, for who deals with it. Raises NotFound, NotPermitted."""
    seen = concern_for(actor, reference)
    require_handling(actor, seen)
    locked = Concern.objects.select_for_update(no_key=True, of=("self",))
    concern: Concern = _one(locked.filter(pk=seen.pk))
    return concern


def recipient_for(actor: Actor, reference: str) -> ConcernRecipient:
    """A person to whom every concern goes, by its opaque id. Raises NotPermitted, NotFound."""
    actor.require(P.MANAGE_PEOPLE)
    kept = ConcernRecipient.objects.filter(pk=ids.decode("recipient", reference))
    recipient: ConcernRecipient = _one(kept)
    return recipient


def _one(found: Any) -> Any:
    record = found.first()
    if record is None:
        raise NotFound
    return record
