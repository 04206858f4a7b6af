"""Main points for action: add, edit, put in order, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from evaluations.access.reports import ReportAccess, report_for
from evaluations.operations import report_points as operations
from evaluations.queries.reports import indicator_choices, point_line
from evaluations.queries.services import services
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.reports.forms import PointForm, WithdrawPointForm
from evaluations.web.reports.shared import done_or_said, place_in, saved_or_again
from inspectorate.kernel.web.editing import posted

PAGE = "evaluations/report/form.html"


def _form(request: Any, access: ReportAccess, initial: dict[str, Any]) -> PointForm:
    return PointForm(
        posted(request),
        indicators=indicator_choices(access),
        services=services(),
        initial=initial,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Add a main point; ``?indicator=3.3`` begins with the indicator that asks for one."""
    access = report_for(request.actor, inspection)
    access.require_writing()
    access.begun  # noqa: B018 - no points before the report is begun
    form = _form(request, access, {"indicators": request.GET.getlist("indicator")[:20]})

    def save() -> HttpResponse:
        made = operations.add_point(
            actor=request.actor,
            inspection=inspection,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        messages.success(request, _("Main point %(number)d added.") % {"number": made["number"]})
        return redirect("report", inspectorate, inspection)

    values = {"title": _("New main point for action"), "access": access}
    return saved_or_again(request, form, save, PAGE, inspection_id=inspection, **values)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, inspectorate: str, inspection: str, point: str) -> HttpResponse:
    """Edit a main point."""
    access, one = point_line(request.actor, inspection, point)
    access.require_writing()
    form = _form(request, access, one)

    def save() -> HttpResponse:
        operations.edit_point(
            actor=request.actor,
            inspection=inspection,
            point=point,
            based_on=form.based_on,
            changes=form.changes,
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("Main point %(number)d saved.") % {"number": one["number"]})
        return redirect("report", inspectorate, inspection)

    title = _("Main point %(number)d") % {"number": one["number"]}
    withdraw_url = reverse("report-point-withdraw", args=[inspectorate, inspection, point])
    values = {"title": title, "access": access, "other": (withdraw_url, _("Withdraw it"))}
    return saved_or_again(request, form, save, PAGE, inspection_id=inspection, **values)


@require_POST
def move(request: Any, inspectorate: str, inspection: str, point: str) -> HttpResponse:
    """Put a point at another place."""
    to = place_in(request.POST)
    done_or_said(
        request,
        lambda: operations.move_point(
            actor=request.actor, inspection=inspection, point=point, to=to
        ),
    )
    return redirect(f"{reverse('report', args=[inspectorate, inspection])}#points")


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, inspectorate: str, inspection: str, point: str) -> HttpResponse:
    """Take a point out of the report, with the reason."""
    access, one = point_line(request.actor, inspection, point)
    access.require_writing()
    form = WithdrawPointForm(posted(request), initial={"version": one["version"]})

    def save() -> HttpResponse:
        operations.withdraw_point(
            actor=request.actor,
            inspection=inspection,
            point=point,
            based_on=form.based_on,
            why=form.cleaned_data["why"],
        )
        messages.success(request, _("The main point is withdrawn."))
        return redirect("report", inspectorate, inspection)

    title = _("Withdraw main point %(number)d") % {"number": one["number"]}
    back = reverse("report-point", args=[inspectorate, inspection, point])
    return form_page(request, form, save, title=title, button=_("Withdraw it"), back=back)
