"""Examples of good practice: add, edit, take out."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.access.reports import report_for
from evaluations.operations import good_practice as operations
from evaluations.queries.reports import example_line, indicator_choices
from evaluations.shared.identifiers import reasons_in
from evaluations.web.reports.forms import ExampleForm
from evaluations.web.reports.shared import done_or_said, saved_or_again, version_in
from inspectorate.kernel.web.editing import posted

PAGE = "evaluations/report/form.html"


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Tell of an example; ``?indicator=2.1`` begins with the indicator that asks for one."""
    access = report_for(request.actor, inspection)
    access.require_writing()
    access.begun  # noqa: B018 - no examples before the report is begun
    form = ExampleForm(
        posted(request),
        indicators=indicator_choices(access),
        initial={"indicator": request.GET.get("indicator", "")},
    )

    def save() -> HttpResponse:
        operations.add_example(
            actor=request.actor,
            inspection=inspection,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        messages.success(request, _("The example is added."))
        return redirect("report", inspectorate, inspection)

    values = {"title": _("New example of good practice"), "access": access}
    return saved_or_again(request, form, save, PAGE, inspection_id=inspection, **values)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, inspection: str, example: str) -> HttpResponse:
    """Edit an example."""
    access, one = example_line(request.actor, inspection, example)
    access.require_writing()
    form = ExampleForm(posted(request), indicators=indicator_choices(access), initial=one)

    def save() -> HttpResponse:
        operations.edit_example(
            actor=request.actor,
            inspection=inspection,
            example=example,
            based_on=form.based_on,
            changes=form.changes,
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("The example is saved."))
        return redirect("report", inspectorate, inspection)

    values = {"title": _("Example of good practice"), "access": access, "removes": example}
    return saved_or_again(request, form, save, PAGE, inspection_id=inspection, **values)


@require_POST
def remove(request: Any, inspectorate: str, inspection: str, example: str) -> HttpResponse:
    """Take an example out; its history stays."""
    based_on = version_in(request.POST)
    done_or_said(
        request,
        lambda: operations.remove_example(
            actor=request.actor, inspection=inspection, example=example, based_on=based_on
        ),
        _("The example is taken out."),
    )
    return redirect("report", inspectorate, inspection)
