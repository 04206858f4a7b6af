"""Moving an inspection along, correcting what was published."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from evaluations import access, operations
from evaluations.queries.inspections import Step, inspection_page
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import MoveName
from evaluations.web.forms import CorrectionForm, MoveForm, PublishForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotFound


@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, inspectorate: str, inspection: str, move: str) -> HttpResponse:
    """One step of an inspection's life, with its reason."""
    if move not in MoveName.values:
        raise NotFound
    page = inspection_page(request.actor, inspection)
    found = page.inspection
    initial = {"version": found.version, "published_on": found.published_on}
    form_class = PublishForm if move == MoveName.PUBLISH else MoveForm
    form = form_class(request.POST or None, initial=initial)

    def save() -> HttpResponse:
        by = {"actor": request.actor, "based_on": form.based_on}
        done = operations.move_inspection(
            inspection=inspection, move=move, reasons=reasons_in(request.POST), **by, **form.changes
        )
        said = {"area": done.area.name, "status": done.get_status_display().lower()}
        messages.success(request, _("%(area)s is now: %(status)s.") % said)
        return redirect("inspection", inspectorate, inspection)

    step: Step | None = next((one for one in page.steps if one.name == move), None)
    return form_page(
        request,
        form,
        save,
        title=f"{found.area.name}: {MoveName(move).label}",
        button=str(MoveName(move).label),
        back=reverse("inspection", args=[inspectorate, inspection]),
        nothing=step.why_not if step else _("This step does not lead on from where it is now."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Publish the evaluations as they now stand as the next version."""
    found = access.inspection_for(request.actor, inspection)
    request.actor.require(P.PUBLISH_REPORTS)
    form = CorrectionForm(request.POST or None, initial={"version": found.version})

    def save() -> HttpResponse:
        made = operations.publish_correction(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Version %(number)s is published.") % {"number": made.number})
        return redirect("inspection-published", inspectorate, inspection, made.number)

    return form_page(
        request,
        form,
        save,
        title=_("Publish a correction for %(area)s") % {"area": found.area.name},
        button=_("Publish the correction"),
        back=reverse("inspection", args=[inspectorate, inspection]),
    )
