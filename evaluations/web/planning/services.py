"""The page of the services to children, in this inspectorate's own words."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.operations import services as operations
from evaluations.queries.services import service_lines
from evaluations.shared.editing import form_page
from evaluations.web.forms import Versioned
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import NotFound, Refused
from inspectorate.kernel.web.forms import Form


class NewServiceForm(Form):
    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=operations.LONGEST_CODE,
        help_text=gettext_lazy("Short, as files and other systems name it. It stays."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=operations.LONGEST_NAME)


class ServiceForm(Versioned):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=operations.LONGEST_NAME)
    position = forms.IntegerField(
        label=gettext_lazy("Place in the list"), min_value=1, max_value=operations.LAST_POSITION
    )


@require_safe
def services(request: Any, inspectorate: str) -> HttpResponse:
    """The list, and what can be changed in it."""
    request.actor.require(P.PLAN_INSPECTIONS)
    lines = service_lines()
    return TemplateResponse(
        request, "evaluations/services.html", {"lines": lines, "own": bool(lines[0].id)}
    )


@require_POST
def adopt(request: Any, inspectorate: str) -> HttpResponse:
    """Make the usual list one's own."""
    operations.adopt_services(actor=request.actor)
    messages.success(request, _("The list is your own now. Change it as you need."))
    return redirect("services", inspectorate)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, inspectorate: str) -> HttpResponse:
    """Add a service."""
    request.actor.require(P.PLAN_INSPECTIONS)
    form = NewServiceForm(request.POST or None)

    def save() -> HttpResponse:
        made = operations.add_service(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("%(name)s is on the list.") % {"name": made.name})
        return redirect("services", inspectorate)

    back = reverse("services", args=[inspectorate])
    return form_page(request, form, save, title=_("Add a service"), button=_("Add"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, service: str) -> HttpResponse:
    """Rename a service or move it in the list."""
    request.actor.require(P.PLAN_INSPECTIONS)
    one = next((line for line in service_lines() if line.id == service), None)
    if one is None:
        raise NotFound
    initial = {"version": one.version, "name": one.name, "position": one.position}
    form = ServiceForm(request.POST or None, initial=initial)

    def save() -> HttpResponse:
        operations.edit_service(
            actor=request.actor, service=service, based_on=form.based_on, **form.changes
        )
        messages.success(request, _("The service is saved."))
        return redirect("services", inspectorate)

    back = reverse("services", args=[inspectorate])
    return form_page(request, form, save, title=one.name, button=_("Save"), back=back)


@require_POST
def remove(request: Any, inspectorate: str, service: str) -> HttpResponse:
    """Take a service off the list."""
    try:
        operations.remove_service(actor=request.actor, service=service)
        messages.success(request, _("The service is off the list."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("services", inspectorate)
