"""The pages of who took part, in numbers."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from evaluations import access, operations
from evaluations.queries.samples import participation_page
from evaluations.shared.editing import form_page
from evaluations.terms import CaseCategory, ParticipantGroup
from evaluations.web.samples.forms import ParticipationForm
from inspectorate.kernel.errors import NotFound


@require_safe
def participation(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """How many were asked, agreed and came; outside the team nothing small."""
    page = participation_page(request.actor, inspection)
    context = {"page": page, "inspection_id": inspection}
    return TemplateResponse(request, "evaluations/sample/participation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def count(
    request: Any, inspectorate: str, inspection: str, group: str, category: str
) -> HttpResponse:
    """Set the counts of one group in one category."""
    page = participation_page(request.actor, inspection)
    access.require_sampling(page.access)
    line = next(
        (one for one in page.lines if (one["group"], one["category"]) == (group, category)), None
    )
    if line is None:
        raise NotFound
    form = ParticipationForm(request.POST or None, initial=line)
    back = reverse("participation", args=[inspectorate, inspection])

    def save() -> HttpResponse:
        operations.count_participation(
            actor=request.actor,
            inspection=inspection,
            group=group,
            category=category,
            based_on=form.based_on,
            **form.changes,
        )
        messages.success(request, _("The counts are saved."))
        return redirect(back)

    title = f"{ParticipantGroup(group).label}: {CaseCategory(category).label}"
    return form_page(request, form, save, title=title, button=_("Save"), back=back)
