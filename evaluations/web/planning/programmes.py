"""A programme's areas, its timeline, and who is on what when."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import operations
from evaluations.queries.capacity import WEEKS, capacity_page
from evaluations.queries.programme_plan import area_ticks
from evaluations.queries.programme_plan import timeline as programme_timeline
from evaluations.terms import Discipline
from inspectorate.kernel.errors import Invalid, Refused
from inspectorate.kernel.web.downloads import as_csv

MOST_SENT = 2_000
LEGEND = [
    ("planned", gettext_lazy("planned or preparing")),
    ("working", gettext_lazy("going on")),
    ("held", gettext_lazy("suspended")),
    ("out", gettext_lazy("published")),
    ("gone", gettext_lazy("abandoned")),
    ("before", gettext_lazy("where fieldwork was first planned")),
]
"""What each look of a bar means."""
COLUMNS = (
    "area_code",
    "area",
    "reference",
    "status",
    "fieldwork_from",
    "fieldwork_to",
    "first_planned_from",
    "first_planned_to",
    "published_on",
)
FIRST_YEAR, LAST_YEAR = 1990, 2200


@require_http_methods(["GET", "HEAD", "POST"])
def areas(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """Which areas a programme is to inspect. Sent with what was ticked when it was opened."""
    fault, status = "", 200
    if request.method == "POST":
        was = set(request.POST.getlist("was")[:MOST_SENT])
        now = set(request.POST.getlist("area")[:MOST_SENT])
        try:
            operations.change_programme_areas(
                actor=request.actor, programme=programme, add=now - was, remove=was - now
            )
            messages.success(request, _("The programme's areas are saved."))
            return redirect("programme", inspectorate, programme)
        except Invalid as invalid:
            fault, status = str(invalid.faults["areas"][0]), 422
        except Refused as refused:
            fault, status = str(refused), 409
    found, ticks = area_ticks(request.actor, programme)
    values = {"programme": found, "programme_id": programme, "ticks": ticks, "fault": fault}
    return TemplateResponse(request, "evaluations/programme_areas.html", values, status=status)


@require_safe
def timeline(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """A programme's inspections over the months."""
    page = programme_timeline(request.actor, programme)
    values = {"page": page, "programme_id": programme, "legend": LEGEND}
    return TemplateResponse(request, "evaluations/timeline.html", values)


@require_safe
def timeline_csv(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """The same as a table for a spreadsheet: the days of fieldwork, and those first planned."""
    page = programme_timeline(request.actor, programme)
    rows = [
        [
            *(row.area_code, row.area, row.reference, row.status, row.first, row.last),
            *(row.planned_from, row.planned_to, row.published_on),
        ]
        for row in page.rows
    ]
    return as_csv([COLUMNS, *rows], f"timeline-{inspectorate}-{timezone.localdate()}")


@require_safe
def capacity(request: Any, inspectorate: str) -> HttpResponse:
    """Who is on what, week by week."""
    discipline = request.GET.get("discipline", "")
    if discipline not in Discipline.values:
        discipline = ""
    first = _day(request.GET.get("from", ""))
    page = capacity_page(request.actor, first, discipline)
    values = {
        "page": page,
        "discipline": discipline,
        "first": page.weeks[0],
        "before": _address(page.weeks[0] - timedelta(weeks=WEEKS), discipline),
        "after": _address(page.weeks[0] + timedelta(weeks=WEEKS), discipline),
    }
    return TemplateResponse(request, "evaluations/capacity.html", values)


def _address(first: date, discipline: str) -> str:
    return f"?{urlencode({'from': first.isoformat(), 'discipline': discipline})}"


def _day(sent: str) -> date:
    """The day that was asked for; today when it is none that can be planned for."""
    try:
        day = date.fromisoformat(sent)
    except ValueError:
        return timezone.localdate()
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else timezone.localdate()
