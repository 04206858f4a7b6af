"""Keys of abandoned inspections: how long they have been left, and forgetting them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.operations.case_keys import forget_keys
from evaluations.operations.checks import LONGEST_REASON
from evaluations.queries import keys_to_forget as query
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.terms import InspectionStatus
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.web.forms import Form


class ForgetKeysForm(Form):
    why = forms.CharField(
        label=gettext_lazy("Why they are forgotten"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Kept in the history of each case. Nothing brings a key back."),
    )


@require_safe
def keys_to_forget(request: Any, inspectorate: str) -> HttpResponse:
    """Abandoned inspections that still have keys, those left longest first."""
    values = {
        "lines": query.keys_to_forget(request.actor),
        "may_forget": request.actor.may(P.PLAN_INSPECTIONS),
        "overdue": query.OVERDUE,
    }
    return TemplateResponse(request, "evaluations/protection/case_keys.html", values)


@require_http_methods(["GET", "HEAD", "POST"])
def forget(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """Forget whom the pseudonyms of an abandoned inspection stand for, all in one deed."""
    found, keys = query.keys_left(request.actor, inspection)
    form = ForgetKeysForm(request.POST or None)
    back = reverse("inspection", args=[inspectorate, inspection])

    def save() -> HttpResponse:
        gone = forget_keys(
            actor=request.actor,
            inspection=inspection,
            reasons=reasons_in(request.POST),
            **form.cleaned_data,
        )
        said = ngettext("%(n)d key is forgotten.", "%(n)d keys are forgotten.", gone)
        messages.success(request, said % {"n": gone})
        return redirect(back)

    abandoned = found.status == InspectionStatus.ABANDONED
    title = ngettext("Forget %(n)d key of %(area)s", "Forget %(n)d keys of %(area)s", keys)
    return form_page(
        request,
        form,
        save,
        title=title % {"n": keys, "area": found.area.name},
        button=_("Forget them"),
        back=back,
        nothing="" if abandoned and keys else _("There is nothing to forget here now."),
    )
