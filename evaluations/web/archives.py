"""An inspection as an archive: out on its own page, in on the administrator's."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.archive.bringing import Brought
from evaluations.operations.archives import archive_access
from evaluations.operations.archives import bring_in as bring_in_archive
from evaluations.operations.archives import take_out as take_out_whole
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Refused
from inspectorate.kernel.faults import Faulty
from inspectorate.kernel.web.forms import Form

MOST_SAID = 20


class ArchiveForm(Form):
    file = forms.FileField(
        label=gettext_lazy("Archive"),
        help_text=gettext_lazy(
            "A .zip that this product made. Larger ones than the site takes are for the command "
            "import_archive."
        ),
    )
    dry_run = forms.BooleanField(
        required=False, label=gettext_lazy("Only say what would come in, and change nothing")
    )


@require_safe
def take_out(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """What an archive holds, and the link that takes it."""
    access = archive_access(request.actor, inspection)
    shown = {"inspection": access.inspection, "inspection_id": inspection, "access": access}
    return TemplateResponse(request, "evaluations/archive.html", shown)


@require_safe
def download(request: Any, inspectorate: str, inspection: str) -> StreamingHttpResponse:
    """The archive itself, as it is written."""
    taken = take_out_whole(actor=request.actor, inspection=inspection)
    response = StreamingHttpResponse(taken.chunks, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(True, taken.name) or "attachment"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def bring_in(request: Any, inspectorate: str) -> HttpResponse:
    """Bring an inspection in from an archive."""
    request.actor.require(P.IMPORT_DATA)
    sent = request.method == "POST"
    form = ArchiveForm(request.POST, request.FILES) if sent else ArchiveForm()
    if sent and form.is_valid():
        done = _brought(request, form)
        if done is not None:
            _say(request, done, dry_run=form.cleaned_data["dry_run"])
            return redirect("archive-in", inspectorate)
    status = 422 if form.errors else 200
    return TemplateResponse(request, "evaluations/archive_in.html", {"form": form}, status=status)


def _brought(request: Any, form: ArchiveForm) -> Brought | None:
    """What came in; None with the reasons on the form, and nothing changed."""
    try:
        return bring_in_archive(
            actor=request.actor,
            stream=form.cleaned_data["file"],
            dry_run=form.cleaned_data["dry_run"],
        )
    except Faulty as error:
        for fault in error.faults[:MOST_SAID]:
            form.add_error("file", str(fault))
    except Refused as error:
        form.add_error("file", str(error))
    return None


def _say(request: Any, done: Brought, *, dry_run: bool) -> None:
    rows = sum(done.totals.values())
    named = {"reference": done.reference, "rows": rows}
    if not done.changed:
        said = _("Nothing changed: %(reference)s was brought in from this archive before.")
    elif dry_run:
        said = _(
            "%(reference)s would come in, %(rows)d rows with its history. Nothing was changed."
        )
    else:
        said = _("%(reference)s is brought in, %(rows)d rows with its history.")
    messages.success(request, said % named)
