"""What every page shows of concerns: the way to raise one, and that some wait."""

from functools import partial
from typing import Any

from django.urls import reverse

from evaluations.access.concerns import may_raise
from evaluations.queries.concerns import waiting_for
from inspectorate.accounts.terms import Permission as P


def concerns_in_shell(request: Any) -> dict[str, Any]:
    """`concern_url` for whoever works on inspections, with the inspection that the page is about;
    `concerns_waiting` (asked for once, when the page is drawn) for whoever handles concerns."""
    actor, slug = request.actor, request.inspectorate.slug
    given: dict[str, Any] = {}
    if may_raise(actor):
        match = request.resolver_match
        about = match.kwargs.get("inspection", "") if match is not None else ""
        url = reverse("child-at-risk", args=[slug])
        given["concern_url"] = f"{url}?inspection={about}" if about else url
    if actor.may(P.HANDLE_CONCERNS):
        given["concerns_url"] = reverse("concerns", args=[slug])
        given["concerns_waiting"] = partial(waiting_for, actor)
    return given
