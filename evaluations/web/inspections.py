"""The pages of inspections: the list, one of them, its facts."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import access, operations
from evaluations.queries.accuracy_list import accuracy_link
from evaluations.queries.choices import area_choices
from evaluations.queries.history import evaluation_history
from evaluations.queries.inspections import (
    GROUPS,
    InspectionFilters,
    inspection_list,
    inspection_page,
    published_page,
)
from evaluations.queries.programmes import programmes as all_programmes
from evaluations.queries.returns import return_link
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import InspectionKind, InspectionStatus
from evaluations.web.forms import InspectionEditForm, InspectionForm, ScheduleForm
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.web.panels import panels_for

TABS = {
    "going-on": gettext_lazy("Going on"),
    "published": gettext_lazy("Published"),
    "abandoned": gettext_lazy("Abandoned"),
    "all": gettext_lazy("All"),
}


def _filters(request: Any) -> InspectionFilters:
    sent = {
        name: request.GET.get(name, "").replace("\x00", "")[:200].strip()
        for name in ("group", "programme", "status", "kind", "area")
    }
    if sent["group"] not in GROUPS:
        sent["group"] = "going-on"
    for name, known in (("status", InspectionStatus), ("kind", InspectionKind)):
        if sent[name] not in known.values:
            sent[name] = ""
    return InspectionFilters(**sent)


@require_safe
def inspections(request: Any, inspectorate: str) -> HttpResponse:
    """The inspections this person may see, newest first, narrowed as asked."""
    filters = _filters(request)
    after = request.GET.get("after", "").replace("\x00", "")
    shown = inspection_list(request.actor, filters, after)
    kept = {
        name: value
        for name, value in vars(filters).items()
        if value and name not in {"group", "status"}
    }
    tabs = [
        (group, label, f"?{urlencode({**kept, 'group': group})}", shown.counts[group])
        for group, label in TABS.items()
    ]
    more = {**kept, "group": filters.group, "status": filters.status, "after": shown.after}
    return TemplateResponse(
        request,
        "evaluations/inspections.html",
        {
            "shown": shown,
            "filters": filters,
            "tabs": tabs,
            "next": f"?{urlencode(more)}" if shown.after else "",
            "programmes": all_programmes(request.actor),
            "kinds": InspectionKind.choices,
            "may_plan": request.actor.may(P.PLAN_INSPECTIONS),
        },
    )


@require_safe
def inspection(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """One inspection: its facts, stage, team, evaluations, versions and what can be done next."""
    page = inspection_page(request.actor, inspection)
    returned = return_link(request.actor, page.inspection)
    values = {"page": page, "inspection_id": inspection, "returned": returned}
    values["accuracy"] = accuracy_link(request.actor, page.inspection)
    values["panels"] = panels_for("inspection", request.actor, page.inspection)
    return TemplateResponse(request, "evaluations/inspection.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def schedule(request: Any, inspectorate: str) -> HttpResponse:
    """Plan an inspection."""
    request.actor.require(P.PLAN_INSPECTIONS)
    programmes = [(one.id, one.title) for one in all_programmes(request.actor)]
    form = ScheduleForm(
        request.POST or None,
        initial={name: request.GET.get(name, "") for name in ("programme", "area")},
        programmes=programmes,
        areas=area_choices(),
    )

    def save() -> HttpResponse:
        made = operations.schedule_inspection(actor=request.actor, **form.changes)
        messages.success(request, _("The inspection is planned. Form its team next."))
        return redirect("inspection", inspectorate, ids.encode("inspection", made.pk))

    return form_page(
        request,
        form,
        save,
        title=_("Schedule an inspection"),
        button=_("Schedule"),
        back=reverse("inspections", args=[inspectorate]),
        nothing="" if programmes else _("There is no programme yet. Make one first."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Change an inspection's reference, kind and dates."""
    found = access.inspection_for(request.actor, inspection)
    request.actor.require(P.PLAN_INSPECTIONS)
    initial = {name: getattr(found, name) for name in InspectionForm.base_fields}
    form = InspectionEditForm(request.POST or None, initial=initial)

    def save() -> HttpResponse:
        operations.edit_inspection(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            changes=form.changes,
            reason=form.cleaned_data["reason"],
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("The inspection is saved."))
        return redirect("inspection", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Edit %(area)s") % {"area": found.area.name},
        button=_("Save"),
        back=reverse("inspection", args=[inspectorate, inspection]),
    )


@require_safe
def published(request: Any, inspectorate: str, inspection: str, number: str) -> HttpResponse:
    """One published version, as it was frozen."""
    if not (number.isascii() and number.isdigit() and len(number) < 5):  # noqa: PLR2004
        raise NotFound
    page = published_page(request.actor, inspection, int(number))
    return TemplateResponse(
        request, "evaluations/published.html", {"page": page, "inspection_id": inspection}
    )


@require_safe
def history(request: Any, inspectorate: str, inspection: str, indicator: str) -> HttpResponse:
    """What happened to one evaluation."""
    page, changes = evaluation_history(request.actor, inspection, indicator)
    return TemplateResponse(
        request,
        "evaluations/history.html",
        {"page": page, "changes": changes, "inspection_id": inspection},
    )
