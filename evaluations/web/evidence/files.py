"""Files of a piece of evidence: brought one at a time, and taken off again."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evaluations.access.evidence_files import file_of_evidence
from evaluations.operations.checks import LONGEST_REASON
from evaluations.operations.evidence_files import attach_file, remove_file
from evaluations.queries import evidence_page as query
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.evidence.recording import evidence_form, require_recording
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused
from inspectorate.kernel.web.editing import posted
from inspectorate.kernel.web.forms import Form


class FileForm(Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A document, picture or text of 20 MB at most, without names in it."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: Any, inspectorate: str, inspection: str, evidence: str) -> HttpResponse:
    """Keep a file with a piece."""
    page = query.piece_to_show(request.actor, inspection, evidence)
    require_recording(page.place)
    if not page.takes_files:
        raise NotPermitted(_("Files are kept with evidence by whoever recorded it."))
    form = FileForm(posted(request), request.FILES or None)
    refusal: Exception | None = None
    if form.is_valid():
        try:
            kept = attach_file(
                actor=request.actor,
                evidence=evidence,
                upload=form.cleaned_data["file"],
                reasons=reasons_in(request.POST),
            )
            messages.success(request, _("%(name)s is kept.") % {"name": kept["name"]})
            return redirect("evidence-piece", inspectorate, inspection, evidence)
        except (Invalid, Refused) as error:
            refusal = error
    title = _("Keep a file with %(reference)s") % {"reference": page.piece["reference"]}
    return evidence_form(request, page.place, form, refusal, title=title, back=evidence)


class RemoveFileForm(Form):
    why = forms.CharField(
        label=gettext_lazy("Why it is taken off"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy(
            "What it holds is gone then. That it was there stays in the history, with this reason."
        ),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def remove(
    request: Any, inspectorate: str, inspection: str, evidence: str, file: str
) -> HttpResponse:
    """Take a file off a piece, with the reason."""
    page = query.piece_to_show(request.actor, inspection, evidence)
    require_recording(page.place)
    name = file_of_evidence(request.actor, evidence, file)[1].name
    if not page.takes_files:
        raise NotPermitted(_("Files are kept with evidence by whoever recorded it."))
    form = RemoveFileForm(posted(request))

    def save() -> HttpResponse:
        remove_file(
            actor=request.actor,
            evidence=evidence,
            file=file,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        messages.success(request, _("The file is gone. That it was there stays in the history."))
        return redirect("evidence-piece", inspectorate, inspection, evidence)

    return form_page(
        request,
        form,
        save,
        title=_("Take off %(name)s") % {"name": name},
        button=_("Take it off"),
        back=reverse("evidence-piece", args=[inspectorate, inspection, evidence]),
    )
