"""Pages that record mergers, splits and new names of areas and committees."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from areas import operations, queries
from areas.models import LocalAuthorityArea
from areas.operations import NewBody
from areas.terms import BodyKind, SuccessionKind
from areas.web.areas import either
from areas.web.asking import trail
from areas.web.bodies import above
from areas.web.forms import SuccessionForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.web.editing import carried_out, form_page, posted
from inspectorate.kernel.web.views import InspectorateRequest


@either
def area_succession(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Record that areas were followed by others."""
    request.actor.require(P.MAINTAIN_AREAS)
    rows = LocalAuthorityArea.objects.order_by("name").values_list("pk", "name", "code")
    choices = [(ids.encode("area", pk), f"{name} ({code})") for pk, name, code in rows]
    page = {
        "title": _("Record a merger, a split or a new name of areas"),
        "back": reverse("areas", args=[inspectorate]),
        "trail": trail(inspectorate),
        "intro": _(
            "Those before, and their links, end the day before. Those after begin on the day and "
            "are served by whoever served them before."
        ),
    }
    return _recorded(request, choices, operations.record_area_succession, page)


@either
def committee_succession(request: InspectorateRequest, inspectorate: str) -> HttpResponse:
    """Record that committees were followed by others."""
    request.actor.require(P.MAINTAIN_AREAS)
    choices = [(one.id, one.name) for one in queries.body_names(BodyKind.COMMITTEE)]
    page = {
        "title": _("Record a merger, a split or a new name of committees"),
        "back": reverse("bodies", args=[inspectorate, BodyKind.COMMITTEE.value]),
        "trail": above(inspectorate, BodyKind.COMMITTEE),
        "intro": _(
            "Those before end the day before. Their areas go to the one that follows; after a split, "
            "place each area by hand. Link inspectors and partners go on where a committee only got "
            "a new name; otherwise assign them anew."
        ),
    }
    return _recorded(request, choices, operations.record_committee_succession, page)


def _recorded(
    request: InspectorateRequest, choices: list[tuple[str, str]], deed: Any, page: dict[str, Any]
) -> HttpResponse:
    form = SuccessionForm(posted(request), choices=choices)
    if form.is_valid():
        sent = form.cleaned_data
        after = [*sent["successors"], *(NewBody(name, code) for code, name in sent["new"])]
        done = carried_out(
            form,
            lambda: deed(
                actor=request.actor,
                kind=SuccessionKind(sent["kind"]),
                predecessors=sent["predecessors"],
                successors=after,
                on=sent["on"],
            ),
        )
        if done is not None:
            messages.success(request, _said(done))
            return redirect(page["back"])
    return form_page(request, form, **page)


def _said(done: operations.Succession) -> str:
    names = ", ".join(one.name for one in done.undecided)
    if names:
        return _("Recorded. Still to be placed by hand, with a committee or force: %(names)s.") % {
            "names": names
        }
    return _("Recorded.")
