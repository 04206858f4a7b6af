"""Who may see, compile and decide national summaries."""

from typing import cast

from evaluations.access import programme_by_code, programme_by_id
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import NotFound
from inspectorate.national.models import NationalSummary

__all__ = [
    "newest_summary",
    "programme_by_code",
    "programme_by_id",
    "summary_by_id",
    "summary_by_number",
]


def summary_by_id(actor: Actor, summary_id: int) -> NationalSummary:
    """Raises NotFound, NotPermitted."""
    actor.require(Permission.SEE_NATIONAL)
    found = NationalSummary.objects.select_related("programme").filter(pk=summary_id).first()
    if found is None:
        raise NotFound
    return cast(NationalSummary, found)


def summary_by_number(actor: Actor, programme_id: int, number: int) -> NationalSummary:
    """One version of a programme's summary. Raises NotFound, NotPermitted."""
    actor.require(Permission.SEE_NATIONAL)
    found = NationalSummary.objects.filter(programme_id=programme_id, number=number).first()
    if found is None:
        raise NotFound
    return cast(NationalSummary, found)


def newest_summary(actor: Actor, programme_id: int) -> NationalSummary | None:
    actor.require(Permission.SEE_NATIONAL)
    return cast(
        NationalSummary | None,
        NationalSummary.objects.filter(programme_id=programme_id).order_by("-number").first(),
    )
