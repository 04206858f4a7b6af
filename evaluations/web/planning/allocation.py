"""Who does what: indicators and cases shared out among the team."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations import operations
from evaluations.queries.allocation import allocation_page
from inspectorate.kernel.errors import Invalid, Refused

MOST_SENT = 2_000
"""More ticks than any edition and team have together."""


def _shares(sent: list[str]) -> set[tuple[str, str]]:
    """Ticks as the form sends them: an indicator's code and a person, parted by a space."""
    parted = (one.replace("\x00", "").rpartition(" ") for one in sent[:MOST_SENT])
    return {(code, person) for code, _space, person in parted}


def _said(invalid: Invalid) -> str:
    return " ".join(reason for reasons in invalid.faults.values() for reason in reasons)


@require_http_methods(["GET", "HEAD", "POST"])
def allocation(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The grid of indicators and people. Sent with what was ticked when it was opened, so that two
    people who change different ticks both succeed."""
    fault, status = "", 200
    if request.method == "POST":
        was, now = _shares(request.POST.getlist("was")), _shares(request.POST.getlist("give"))
        try:
            operations.allocate_indicators(
                actor=request.actor, inspection=inspection, give=now - was, take=was - now
            )
            messages.success(request, _("Saved."))
            return redirect("allocation", inspectorate, inspection)
        except Invalid as invalid:
            fault, status = _said(invalid), 422
        except Refused as refused:
            fault, status = str(refused), 409
    page = allocation_page(request.actor, inspection)
    values = {"page": page, "inspection_id": inspection, "fault": fault}
    return TemplateResponse(request, "evaluations/allocation.html", values, status=status)


@require_POST
def cases(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Who reads which case."""
    readers = {
        name.removeprefix("reader-"): str(person)
        for name, person in request.POST.items()
        if name.startswith("reader-")
    }
    try:
        operations.allocate_cases(actor=request.actor, inspection=inspection, readers=readers)
        messages.success(request, _("Saved."))
    except Invalid as invalid:
        messages.error(request, _said(invalid))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("allocation", inspectorate, inspection)
