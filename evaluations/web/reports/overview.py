"""The page of a report: its chapters, what is missing, its points and examples; begin, rename, read."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.operations.reports import begin_report, rename_report
from evaluations.queries.reports import preview_of, report_page
from evaluations.shared.editing import form_page
from evaluations.web.reports.forms import ReportTitleForm
from evaluations.web.reports.shared import done_or_said


@require_safe
def report(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The whole at a glance, and where to write next."""
    page = report_page(request.actor, inspection)
    values = {"page": page, "inspection_id": inspection}
    return TemplateResponse(request, "evaluations/report/report.html", values)


@require_POST
def begin(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Begin it with the chapters of its programme."""
    done_or_said(
        request,
        lambda: begin_report(actor=request.actor, inspection=inspection),
        _("The report is begun. Each chapter can be written by anybody of the team."),
    )
    return redirect("report", inspectorate, inspection)


@require_http_methods(["GET", "HEAD", "POST"])
def title(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """What the report is called."""
    page = report_page(request.actor, inspection)
    page.access.require_writing()
    begun = page.access.begun
    form = ReportTitleForm(
        request.POST or None, initial={"title": begun.title, "version": begun.version}
    )

    def save() -> HttpResponse:
        rename_report(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            title=form.cleaned_data["title"],
        )
        messages.success(request, _("The title is saved."))
        return redirect("report", inspectorate, inspection)

    back = reverse("report", args=[inspectorate, inspection])
    return form_page(
        request, form, save, title=_("Title of the report"), button=_("Save"), back=back
    )


@require_safe
def preview(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The whole report as it would be read now."""
    access, document = preview_of(request.actor, inspection)
    values = {"access": access, "document": document, "inspection_id": inspection, "draft": None}
    return TemplateResponse(request, "evaluations/report/reading.html", values)
