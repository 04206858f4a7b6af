"""Deciding an indicator's national label, with the reason."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Invalid, Stale
from inspectorate.national import access, operations, queries
from inspectorate.national.web.forms import DecisionForm


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: Any, inspectorate: str, programme: str, indicator: str) -> HttpResponse:
    """The rule's suggestion, what stands now, and the decision with its reason."""
    request.actor.require(Permission.COMPILE_NATIONAL)
    found = access.programme_by_code(request.actor, programme)
    page = queries.decision_page(found, indicator)
    form = DecisionForm(request.POST or None, choices=page.choices, initial=page.initial)
    if request.method == "POST":
        refused = _decided(request, form, page.version, programme, indicator)
        if refused is None:
            messages.success(request, _("Decided. It shows from the next compilation on."))
            return redirect("national-summary", inspectorate=inspectorate, programme=programme)
        form = refused
    return TemplateResponse(
        request,
        "national/decide.html",
        {"programme": found, "page": page, "form": form},
        status=422 if request.method == "POST" else 200,
    )


def _decided(
    request: Any, form: DecisionForm, version: int, programme: str, indicator: str
) -> DecisionForm | None:
    """Decide as the form says; the form with its faults when that cannot be."""
    if not form.is_valid():
        return form
    try:
        operations.decide_finding(
            actor=request.actor, programme=programme, indicator=indicator, **form.cleaned_data
        )
    except Invalid as error:
        form.take_faults(error.faults)
        return form
    except Stale:
        said = _("Somebody decided this meanwhile. What they chose is below; choose again.")
        form.add_error(None, said)
        return form.with_version(version)
    return None
