"""Putting fieldwork off."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from evaluations import access, operations
from evaluations.operations.postponing import why_not_postpone
from evaluations.shared.editing import form_page
from evaluations.shared.identifiers import reasons_in
from evaluations.web.forms import Versioned
from inspectorate.kernel.web.forms import DateField


class PostponeForm(Versioned):
    fieldwork_from = DateField(label=gettext_lazy("Fieldwork begins"))
    fieldwork_to = DateField(label=gettext_lazy("Fieldwork ends"))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=gettext_lazy("Kept with the dates before, for whoever asks later."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def postpone(request: Any, inspectorate: str, inspection: str) -> HttpResponse:
    """New dates for fieldwork."""
    found = access.inspection_for(request.actor, inspection)
    initial = {name: getattr(found, name) for name in ("version", "fieldwork_from", "fieldwork_to")}
    form = PostponeForm(request.POST or None, initial=initial)

    def save() -> HttpResponse:
        operations.postpone(
            actor=request.actor,
            inspection=inspection,
            based_on=form.based_on,
            reasons=reasons_in(request.POST),
            **form.changes,
        )
        said = _("Fieldwork has its new dates. See that the team is free, and tell the area.")
        messages.success(request, said)
        return redirect("inspection", inspectorate, inspection)

    return form_page(
        request,
        form,
        save,
        title=_("Postpone the fieldwork in %(area)s") % {"area": found.area.name},
        button=_("Postpone"),
        back=reverse("inspection", args=[inspectorate, inspection]),
        nothing=why_not_postpone(found),
    )
