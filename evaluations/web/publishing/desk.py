"""Publishing a report: approve it for a minute, let somebody read early, call off, withdraw."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations import operations
from evaluations.access.releases import release_for
from evaluations.operations import early_readers, releases
from evaluations.queries.publication import PublicationPage, publication_page
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import ReleaseState
from evaluations.web.publishing.forms import (
    ApproveForm,
    CallOffForm,
    EarlyReaderForm,
    WithdrawForm,
)
from inspectorate.kernel.errors import NotPermitted, Refused

FOR_PUBLISHERS = "This is for somebody who publishes and is not on the team."


@require_safe
def publication(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """What is planned and what is out, and every step of publishing."""
    page = publication_page(request.actor, inspection)
    return TemplateResponse(
        request,
        "evaluations/publishing/publication.html",
        {"page": page, "inspection_id": inspection},
    )


def _desk(request: Any, inspection: str) -> PublicationPage:
    page = publication_page(request.actor, inspection)
    if not page.publishes:
        raise NotPermitted(_(FOR_PUBLISHERS))
    return page


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Approve the report as it stands for a minute to come."""
    page = _desk(request, inspection)
    form = ApproveForm(request.POST or None, initial={"version": page.inspection.version})

    def save() -> HttpResponse:
        made = releases.approve_release(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            at=form.cleaned_data["at"],
            reason=form.cleaned_data["reason"],
            reasons=reasons_in(request.POST),
        )
        when = date_format(localtime(made.at), "j F Y, H:i")
        messages.success(request, _("The report will be released on %(when)s.") % {"when": when})
        return redirect("publication", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Approve the report of %(area)s") % {"area": page.inspection.area.name},
        button=_("Approve for this minute"),
        back=reverse("publication", args=[inspectorate, inspection]),
        nothing=page.why_not or (_("A release is planned already.") if page.planned else ""),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def call_off(request: Any, inspectorate: str, inspection: str, release: str) -> HttpResponse:
    """Call a planned release off."""
    page = _desk(request, inspection)
    _seen, found = release_for(request.actor, inspection, release)
    form = CallOffForm(request.POST or None, initial={"version": found.version})

    def save() -> HttpResponse:
        releases.call_off_release(
            actor=request.actor,
            inspection=inspection,
            release=release,
            based_on=form.based_on,
            reason=form.cleaned_data["reason"],
            reasons=reasons_in(request.POST),
        )
        messages.success(request, _("The release is called off. Nothing was published."))
        return redirect("publication", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Call off the release for %(area)s") % {"area": page.inspection.area.name},
        button=_("Call it off"),
        back=reverse("publication", args=[inspectorate, inspection]),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def add_reader(request: Any, inspectorate: str, inspection: str, release: str) -> HttpResponse:
    """Put somebody on the pre-release list; their address is shown once, in the answer."""
    page = _desk(request, inspection)
    _seen, found = release_for(request.actor, inspection, release)
    form = EarlyReaderForm(request.POST or None)

    def save() -> HttpResponse:
        values = {name: form.cleaned_data[name] for name in ("name", "post", "email", "from_at")}
        made, address = early_readers.add_early_reader(
            actor=request.actor, inspection=inspection, release=release, **values
        )
        shown = {"page": page, "inspection_id": inspection, "reader": made, "address": address}
        return TemplateResponse(request, "evaluations/publishing/reader_added.html", shown)

    return form_page(
        request,
        form,
        save,
        title=_("Let somebody read the report of %(area)s early")
        % {"area": page.inspection.area.name},
        button=_("Add to the list and send the address"),
        back=reverse("publication", args=[inspectorate, inspection]),
        nothing=""
        if found.state == ReleaseState.PLANNED
        else _("This release is over: nobody reads early any more."),
    )


@require_POST
def remove_reader(
    request: Any, inspectorate: str, inspection: str, release: str, reader: str
) -> HttpResponse:
    """Take somebody off the list; their address stops working."""
    off = early_readers.withdraw_early_reader(
        actor=request.actor, inspection=inspection, release=release, reader=reader
    )
    messages.success(request, _("%(name)s is off the list.") % {"name": off.name})
    return redirect("publication", inspectorate, inspection)


@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Take a published report back."""
    page = _desk(request, inspection)
    if not page.out:
        raise Refused(_("Nothing of this inspection is published yet."))
    form = WithdrawForm(request.POST or None, initial={"version": page.inspection.version})

    def save() -> HttpResponse:
        operations.withdraw_report(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("The report is withdrawn. Its address says when and why."))
        return redirect("publication", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Withdraw the report of %(area)s") % {"area": page.inspection.area.name},
        button=_("Withdraw the report"),
        back=reverse("publication", args=[inspectorate, inspection]),
        nothing=_("It is withdrawn already.") if page.withdrawn else "",
    )
