"""Planning the next visits: what is known of each area, and what was decided."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from evaluations.queries.programmes import programmes
from followthrough.operations.planning import LONGEST_REASON, decide_visit
from followthrough.queries.picture import decisions_of, picture_of, pictures
from followthrough.terms import ScopeChoice
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Invalid
from inspectorate.kernel.web.forms import DateField, Form


class DecisionForm(Form):
    choice = forms.ChoiceField(
        label=gettext_lazy("The next visit looks at"), choices=ScopeChoice.choices
    )
    programme = forms.ChoiceField(label=gettext_lazy("In the programme"), required=False)
    visit_after = DateField(label=gettext_lazy("Not before"), required=False)
    visit_before = DateField(label=gettext_lazy("Not after"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Kept with the picture above, for whoever asks later."),
    )


@require_safe
def planning(request: Any, inspectorate: str) -> HttpResponse:
    """Every area with what is known of it, by name or by days since the last publication."""
    drawn = pictures(request.actor)
    by_days = request.GET.get("order", "") == "days"
    if by_days:
        drawn.sort(key=lambda one: (one.last_out or date.min, one.name))
    seen = {one.evaluated.edition.code: one.evaluated.edition for one in drawn if one.evaluated}
    return TemplateResponse(
        request,
        "followthrough/planning.html",
        {
            "pictures": drawn,
            "by_days": by_days,
            "by_name": not by_days,
            "editions": list(seen.values()),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def area_planning(request: Any, inspectorate: str, area: str) -> HttpResponse:
    """One area's picture, the form to decide on it, and what was decided before."""
    drawn = picture_of(request.actor, area)
    may = request.actor.may(Permission.PLAN_INSPECTIONS)
    form = DecisionForm(request.POST or None)
    offered = [(one.code, one.title) for one in programmes(request.actor)] if may else []
    form.fields["programme"].choices = [("", _("none yet")), *offered]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            decide_visit(actor=request.actor, area=area, **form.cleaned_data)
        except Invalid as error:
            form.take_faults(error.faults)
        else:
            messages.success(request, _("The decision is kept with its reason and the picture."))
            return redirect("area-planning", inspectorate, area)
    context = {"one": drawn, "form": form, "may": may, "decided": decisions_of(drawn.row)}
    status = 422 if form.errors else 200
    return TemplateResponse(request, "followthrough/area_planning.html", context, status=status)
