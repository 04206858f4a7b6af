"""The pages of programmes."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import operations
from evaluations.queries.inspections import InspectionFilters, inspection_list
from evaluations.queries.programme_plan import planned_areas
from evaluations.queries.programmes import edition_choices, programme_page
from evaluations.queries.programmes import programmes as all_programmes
from evaluations.shared.editing import form_page
from evaluations.web.forms import NewProgrammeForm, ProgrammeForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids


@require_safe
def programmes(request: Any, inspectorate: str) -> HttpResponse:
    """Every programme and how far it is."""
    return TemplateResponse(
        request,
        "evaluations/programmes.html",
        {
            "programmes": all_programmes(request.actor),
            "may_plan": request.actor.may(P.PLAN_INSPECTIONS),
        },
    )


@require_safe
def programme(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """One programme and its inspections."""
    found, line = programme_page(request.actor, programme)
    shown = inspection_list(
        request.actor,
        InspectionFilters(group="all", programme=line.code),
        request.GET.get("after", "").replace("\x00", ""),
    )
    return TemplateResponse(
        request,
        "evaluations/programme.html",
        {
            "one": line,
            "programme": found,
            "areas": planned_areas(request.actor, found),
            "shown": shown,
            "may_plan": request.actor.may(P.PLAN_INSPECTIONS),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new_programme(request: Any, inspectorate: str) -> HttpResponse:
    """Make a programme."""
    request.actor.require(P.PLAN_INSPECTIONS)
    form = NewProgrammeForm(request.POST or None, editions=edition_choices(request.actor))

    def save() -> HttpResponse:
        made = operations.create_programme(actor=request.actor, **form.changes)
        messages.success(request, _("The programme is made. Schedule its inspections next."))
        return redirect("programme", inspectorate, ids.encode("programme", made.pk))

    return form_page(
        request,
        form,
        save,
        title=_("New programme"),
        button=_("Make the programme"),
        back=reverse("programmes", args=[inspectorate]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_programme(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """Change a programme's title, dates and who asked for it."""
    request.actor.require(P.PLAN_INSPECTIONS)
    found, _line = programme_page(request.actor, programme)
    initial = {name: getattr(found, name) for name in ProgrammeForm.base_fields}
    form = ProgrammeForm(request.POST or None, initial=initial)

    def save() -> HttpResponse:
        operations.edit_programme(
            actor=request.actor, programme=programme, based_on=form.based_on, changes=form.changes
        )
        messages.success(request, _("The programme is saved."))
        return redirect("programme", inspectorate, programme)

    return form_page(
        request,
        form,
        save,
        title=_("Edit the programme"),
        button=_("Save"),
        back=reverse("programme", args=[inspectorate, programme]),
    )
