"""Where an identifier that was left in stands, and saying why a declared name stays."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evaluations.access.kept_identifiers import finding_to_settle
from evaluations.operations.identifiers import LONGEST_WHY
from evaluations.operations.names_declared import settle_finding
from evaluations.queries.kept_identifiers import KeptLine
from evaluations.shared.editing import form_page
from inspectorate.kernel import ids
from inspectorate.kernel.web.forms import Form

PAGES = {
    "evaluations_evidence": ("evidence-piece", "evidence"),
    "evaluations_sampledcase": ("case", "sampled-case"),
    "evaluations_reportchapter": ("report-chapter", "chapter"),
    "evaluations_findingsdiscussion": ("discussion", "discussion"),
    "evaluations_thread": ("thread", "thread"),
}
"""Pages of single records: the address and the kind of its id."""
WITHIN = {
    "evaluations_preinspectionreturn": "return",
    "evaluations_returnsection": "return",
    "evaluations_storedfile": "evidence",
    "evaluations_sampleplan": "sample",
    "evaluations_furtherreader": "sample",
    "evaluations_teammember": "inspection-team",
    "evaluations_report": "report",
    "evaluations_reportpoint": "report",
    "evaluations_goodpractice": "report",
    "evaluations_reportdraft": "report-versions",
    "evaluations_moderation": "moderation",
    "evaluations_secondjudgement": "moderation",
    "evaluations_paneldecision": "moderation",
    "evaluations_comment": "moderation",
    "evaluations_discussionattendance": "discussions",
    "evaluations_accuracyround": "accuracy",
    "evaluations_accuracyextension": "accuracy",
    "evaluations_accuracycomment": "accuracy",
    "evaluations_release": "publication",
    "evaluations_withdrawal": "publication",
    "evaluations_publishedversion": "publication",
}
"""Pages of an inspection on which a table's texts are changed; others stand on its own page."""


class SettleForm(Form):
    why = forms.CharField(
        label=gettext_lazy("Why the name stays"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_WHY,
        help_text=gettext_lazy("The data protection officer reads it. Do not repeat the name."),
    )


def where_it_stands(slug: str, line: KeptLine) -> str:
    """The address of the page where the text can be read and changed; empty outside an inspection."""
    if line.inspection is None:
        return ""
    inspection = ids.encode("inspection", line.inspection)
    if line.table in PAGES:
        name, kind = PAGES[line.table]
        return reverse(name, args=[slug, inspection, ids.encode(kind, line.record_id)])
    if line.table == "evaluations_evaluation" and line.record:
        return reverse("recording-indicator", args=[slug, inspection, line.record])
    return reverse(WITHIN.get(line.table, "inspection"), args=[slug, inspection])


@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: Any, inspectorate: str, inspection: str, finding: str) -> HttpResponse:
    """Say why a name that was found in a text already written stays there."""
    finding_to_settle(request.actor, inspection, finding)
    form = SettleForm(request.POST or None)
    back = reverse("inspection-kept-identifiers", args=[inspectorate, inspection])

    def save() -> HttpResponse:
        settle_finding(
            actor=request.actor, inspection=inspection, finding=finding, **form.cleaned_data
        )
        messages.success(request, _("It stays, and why is on the list."))
        return redirect(f"{back}?state=to-settle")

    return form_page(
        request,
        form,
        save,
        title=_("Say why the name stays"),
        button=_("Keep it"),
        back=f"{back}?state=to-settle",
    )
