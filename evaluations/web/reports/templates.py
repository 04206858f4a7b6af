"""The chapters that a programme's reports begin with."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.operations import chapter_templates as operations
from evaluations.queries.chapter_templates import indicator_codes, template_of, templates_page
from evaluations.shared.editing import form_page
from evaluations.web.reports.forms import TemplateForm
from evaluations.web.reports.shared import done_or_said, place_in, version_in
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.web.editing import posted


@require_safe
def templates(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """The programme's own chapters, or the usual ones."""
    page = templates_page(request.actor, programme)
    return TemplateResponse(request, "evaluations/report/templates.html", {"page": page})


@require_POST
def adopt(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """Make the usual chapters the programme's own."""
    operations.adopt_chapters(actor=request.actor, programme=programme)
    messages.success(
        request, _("The chapters are the programme’s own now. Change them as you need.")
    )
    return redirect("programme-chapters", inspectorate, programme)


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, inspectorate: str, programme: str) -> HttpResponse:
    """Add a chapter."""
    request.actor.require(P.PLAN_INSPECTIONS)
    form = TemplateForm(posted(request), indicators=indicator_codes(request.actor, programme))

    def save() -> HttpResponse:
        operations.add_template(actor=request.actor, programme=programme, values=form.changes)
        messages.success(request, _("The chapter is added."))
        return redirect("programme-chapters", inspectorate, programme)

    back = reverse("programme-chapters", args=[inspectorate, programme])
    return form_page(request, form, save, title=_("New chapter"), button=_("Add"), back=back)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, programme: str, template: str) -> HttpResponse:
    """Change a chapter; reports already begun stay as they are."""
    request.actor.require(P.PLAN_INSPECTIONS)
    one = template_of(request.actor, programme, template)
    form = TemplateForm(
        posted(request), indicators=indicator_codes(request.actor, programme), initial=one
    )

    def save() -> HttpResponse:
        operations.edit_template(
            actor=request.actor,
            programme=programme,
            template=template,
            based_on=form.based_on,
            changes=form.changes,
        )
        messages.success(request, _("The chapter is saved."))
        return redirect("programme-chapters", inspectorate, programme)

    back = reverse("programme-chapters", args=[inspectorate, programme])
    return form_page(request, form, save, title=one["title"], button=_("Save"), back=back)


@require_POST
def move(request: Any, inspectorate: str, programme: str, template: str) -> HttpResponse:
    """Put a chapter at another place."""
    to = place_in(request.POST)
    done_or_said(
        request,
        lambda: operations.move_template(
            actor=request.actor, programme=programme, template=template, to=to
        ),
    )
    return redirect("programme-chapters", inspectorate, programme)


@require_POST
def remove(request: Any, inspectorate: str, programme: str, template: str) -> HttpResponse:
    """Take a chapter out of what reports begin with."""
    based_on = version_in(request.POST)
    done_or_said(
        request,
        lambda: operations.remove_template(
            actor=request.actor, programme=programme, template=template, based_on=based_on
        ),
        _("The chapter is taken out."),
    )
    return redirect("programme-chapters", inspectorate, programme)
