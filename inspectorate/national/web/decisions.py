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
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                operations.decide_finding(
                    actor=request.actor,
                    programme=programme,
                    indicator=indicator,
                    **form.cleaned_data,
                )
            except Invalid as error:
                form.take_faults(error.faults)
            except Stale:
                form.add_error(
                    None,
                    _("Somebody decided this meanwhile. What they chose is below; choose again."),
                )
                form = form.with_version(page.version)
            else:
                messages.success(request, _("Decided. It shows from the next compilation on."))
                return redirect("national-summary", inspectorate=inspectorate, programme=programme)
        status = 422
    return TemplateResponse(
        request,
        "national/decide.html",
        {"programme": found, "page": page, "form": form},
        status=status,
    )
