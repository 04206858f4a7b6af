"""Forming a team, and recusal from it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import access, operations
from evaluations.operations.recusal import place_of
from evaluations.queries.choices import people_choices
from evaluations.queries.team import recusal_page, team_page
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.forms import TeamForm
from evaluations.web.planning.forms import RecusalForm
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Who is on the team, what it lacks, and putting somebody on it."""
    page = team_page(request.actor, inspection)
    if not page.may_form:
        raise NotPermitted(_("The team is formed by its lead or a planner, before publication."))
    form = TeamForm(request.POST or None, people=people_choices())
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                operations.put_on_team(
                    actor=request.actor, inspection=inspection, **form.cleaned_data
                )
                messages.success(request, _("The team is saved."))
                return redirect("inspection-team", inspectorate, inspection)
            except Invalid as invalid:
                form.take_faults(invalid.faults)
            except Refused as refused:
                form.add_error(None, str(refused))
                status = 409
    values = {"page": page, "form": form, "inspection_id": inspection}
    return TemplateResponse(request, "evaluations/team.html", values, status=status)


@require_POST
def off_team(request: Any, inspectorate: str, inspection: str, person: str) -> HttpResponse:
    """Take somebody off the team; what they recorded stays."""
    try:
        operations.take_off_team(actor=request.actor, inspection=inspection, person=person)
        messages.success(request, _("Taken off the team. What they recorded stays."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("inspection-team", inspectorate, inspection)


@require_http_methods(["GET", "HEAD", "POST"])
def recuse(request: Any, inspectorate: str, inspection: str, person: str) -> HttpResponse:
    """Recuse oneself, or somebody of one's team."""
    found = access.inspection_for(request.actor, inspection)
    page = recusal_page(request.actor, found, place_of(request.actor, found, person))
    form = RecusalForm(request.POST or None, heirs=page.heirs if page.leads else None)

    def save() -> HttpResponse:
        operations.recuse(
            actor=request.actor,
            inspection=inspection,
            person=person,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        said = _("%(name)s is recused, and has lost sight of the inspection.")
        messages.success(request, said % {"name": page.name})
        if page.own:
            return redirect("inspections", inspectorate)
        return redirect("inspection-team", inspectorate, inspection)

    title = _("Recuse yourself") if page.own else _("Recuse %(name)s") % {"name": page.name}
    return form_page(
        request,
        form,
        save,
        title=f"{found.area.name}: {title}",
        button=_("Recuse"),
        back=reverse("inspection", args=[inspectorate, inspection]),
        nothing=_("A recusal is for good: access ends at once, and the record stays."),
    )
