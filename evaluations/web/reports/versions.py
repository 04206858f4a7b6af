"""Kept versions of a report: keep one, read one, compare any two."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.access.reports import draft_for
from evaluations.operations.reports import keep_version
from evaluations.queries.reports import comparison, report_page
from evaluations.web.reports.forms import KeepForm
from evaluations.web.reports.shared import saved_or_again
from inspectorate.kernel.web.editing import posted


@require_http_methods(["GET", "HEAD", "POST"])
def versions(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """The kept versions, and keeping one by hand."""
    page = report_page(request.actor, inspection)
    page.access.begun  # noqa: B018 - nothing is kept before it is begun
    form = KeepForm(posted(request))

    def save() -> HttpResponse:
        kept = keep_version(
            actor=request.actor, inspection=inspection, label=form.cleaned_data["label"]
        )
        messages.success(request, _("Version %(number)d is kept.") % {"number": kept.number})
        return redirect("report-versions", inspectorate, inspection)

    values = {"page": page, "inspection_id": inspection}
    return saved_or_again(request, form, save, "evaluations/report/versions.html", **values)


@require_safe
def version(request: Any, inspectorate: str, inspection: str, number: int) -> HttpResponse:
    """A version as it was kept."""
    access, draft = draft_for(request.actor, inspection, number)
    values = {
        "access": access,
        "document": draft.content,
        "inspection_id": inspection,
        "draft": draft,
    }
    return TemplateResponse(request, "evaluations/report/reading.html", values)


@require_safe
def compare(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Any two versions, word by word."""
    asked = [request.GET.get(name, "")[:10] for name in ("from", "to")]
    page = comparison(request.actor, inspection, *asked)
    values = {"page": page, "inspection_id": inspection}
    return TemplateResponse(request, "evaluations/report/compare.html", values)
