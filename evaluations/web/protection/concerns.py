"""A child at risk now: raising it in two clicks, and dealing with it."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.access.concerns import may_raise, require_raising
from evaluations.operations import concerns as deeds
from evaluations.operations.reading_log import note_concerns_read
from evaluations.queries.concerns import GROUPS, concern_list, concern_page, raising_page
from evaluations.shared.editing import form_page
from evaluations.terms import ReadHow
from evaluations.web.protection.forms import CloseForm, ConcernForm, ReopenForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused, Stale
from inspectorate.kernel.web.editing import LARGEST_VERSION, posted


@require_http_methods(["GET", "HEAD", "POST"])
def child_at_risk(request: Any, inspectorate: str) -> HttpResponse:
    """The first click opens it, the second raises the concern."""
    require_raising(request.actor)
    page = raising_page(request.actor, request.GET.get("inspection", ""))
    form = ConcernForm(
        posted(request),
        initial={"inspection": page.inspection, "client_key": uuid4()},
        inspections=page.inspections,
        cases=page.cases,
    )
    if form.is_valid():
        try:
            made = deeds.raise_concern(actor=request.actor, **form.cleaned_data)
            messages.success(request, _("It is raised. Those named below have been told."))
            return redirect("concern", inspectorate, made["id"])
        except Invalid as invalid:
            form.take_faults(invalid.faults)
    return TemplateResponse(
        request,
        "evaluations/protection/child_at_risk.html",
        {"form": form, "page": page},
        status=422 if form.errors else 200,
    )


@require_safe
def concerns(request: Any, inspectorate: str) -> HttpResponse:
    """The concerns this person raised; all of them for whoever handles concerns."""
    if not may_raise(request.actor):
        raise NotPermitted(
            _("Concerns are shown to those who raise them and those who handle them.")
        )
    group = request.GET.get("group", "")
    group = group if group in GROUPS else "open"
    shown = concern_list(request.actor, group, request.GET.get("after", ""))
    labels = {"open": _("Open"), "closed": _("Closed")}
    return TemplateResponse(
        request,
        "evaluations/protection/concerns.html",
        {
            "shown": shown,
            "tabs": [(one, labels[one], f"?group={one}", shown.counts[one]) for one in GROUPS],
            "group": group,
            "next": f"?group={group}&after={shown.after}" if shown.after else "",
            "handles": request.actor.may(P.HANDLE_CONCERNS),
            "may_set": request.actor.may(P.MANAGE_PEOPLE),
        },
    )


@require_safe
def concern(request: Any, inspectorate: str, concern: str) -> HttpResponse:
    """One concern: what is wrong, who has been told, and what can be done with it."""
    page = concern_page(request.actor, concern)
    one = page.concern
    note_concerns_read(request.actor, {one.pk: one.inspection_id}, ReadHow.PAGE)
    return TemplateResponse(request, "evaluations/protection/concern.html", {"page": page})


@require_POST
def acknowledge(request: Any, inspectorate: str, concern: str) -> HttpResponse:
    """ "I am dealing with it", or taking it over."""
    try:
        deeds.acknowledge_concern(
            actor=request.actor,
            concern=concern,
            based_on=_version(request.POST.get("version", "")),
            take_over=request.POST.get("take_over") == "yes",
        )
        messages.success(request, _("You have it in hand. Close it when somebody has been told."))
    except Refused as refused:
        messages.error(request, str(refused))
    except Stale:
        messages.error(request, _("Somebody else was quicker. This is how it stands now."))
    return redirect("concern", inspectorate, concern)


def _version(sent: str) -> int:
    known = sent.isascii() and sent.isdigit() and len(sent) <= len(str(LARGEST_VERSION))
    return int(sent) if known else 0


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Any, inspectorate: str, concern: str) -> HttpResponse:
    """Who was told, when, and what they do about it."""
    page = concern_page(request.actor, concern)
    if not request.actor.may(P.HANDLE_CONCERNS):
        raise NotPermitted(_("Concerns are closed by those who handle them."))
    form = CloseForm(posted(request), initial={"version": page.concern.version})

    def save() -> HttpResponse:
        given = {"based_on": form.based_on, **form.changes}
        deeds.close_concern(actor=request.actor, concern=concern, **given)
        messages.success(request, _("The concern is closed. Who was told is kept with it."))
        return redirect("concern", inspectorate, concern)

    return form_page(
        request,
        form,
        save,
        title=_("Close the concern"),
        button=_("Close it"),
        back=reverse("concern", args=[inspectorate, concern]),
        nothing="" if page.may_close else _("It cannot be closed now."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def reopen(request: Any, inspectorate: str, concern: str) -> HttpResponse:
    """Open a closed concern again, with the reason."""
    page = concern_page(request.actor, concern)
    if not request.actor.may(P.HANDLE_CONCERNS):
        raise NotPermitted(_("Concerns are opened again by those who handle them."))
    form = ReopenForm(posted(request), initial={"version": page.concern.version})

    def save() -> HttpResponse:
        given = {"based_on": form.based_on, **form.changes}
        deeds.reopen_concern(actor=request.actor, concern=concern, **given)
        messages.success(request, _("The concern is open again and in your hands."))
        return redirect("concern", inspectorate, concern)

    return form_page(
        request,
        form,
        save,
        title=_("Open the concern again"),
        button=_("Open it again"),
        back=reverse("concern", args=[inspectorate, concern]),
        nothing="" if page.may_reopen else _("It is still open."),
    )
