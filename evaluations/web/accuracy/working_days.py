"""Working days: whose bank holidays count, the area's and the inspectorate's own days, as a list."""

from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from areas.operations import paste_holidays, remove_holiday
from areas.queries import holidays_of
from areas.rules.holidays import MOST_LINES
from evaluations.queries.choices import area_choices
from evaluations.rules.accuracy import FEWEST_DAYS, MOST_DAYS
from evaluations.rules.working_days import Nation, bank_holidays
from evaluations.web.returns.writing import version_in
from inspectorate.accounts.operations import set_working_days
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.web.editing import carried_out, form_page, posted
from inspectorate.kernel.web.forms import Form

EARLIEST, LATEST = 1990, 2100
LABELS = {
    Nation.SCOTLAND: gettext_lazy("Scotland"),
    Nation.ENGLAND_AND_WALES: gettext_lazy("England and Wales"),
    Nation.NORTHERN_IRELAND: gettext_lazy("Northern Ireland"),
}


class HolidaysForm(Form):
    area = forms.ChoiceField(label=gettext_lazy("Where"), required=False)
    days = forms.CharField(
        label=gettext_lazy("Days"),
        widget=forms.Textarea(attrs={"rows": 10}),
        max_length=60_000,
        help_text=gettext_lazy(
            "A day and its name on each line, as 2027-04-05,Spring holiday. A day that is kept "
            "already gets the new name."
        ),
    )

    def __init__(self, *arguments: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        everywhere = ("", _("Everywhere: the inspectorate is closed"))
        self.fields["area"].choices = [everywhere, *areas]  # type: ignore[attr-defined]


class WorkingDaysForm(Form):
    was = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    nation = forms.ChoiceField(
        label=gettext_lazy("Whose bank holidays count"),
        choices=list(LABELS.items()),
        widget=forms.RadioSelect,
    )
    accuracy_days = forms.IntegerField(
        label=gettext_lazy("Working days a partnership has for a draft"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("Another number can be given for one draft when it is sent."),
    )

    @property
    def based_on(self) -> tuple[str, int]:
        nation, _, days = self.cleaned_data["was"].partition("|")
        return nation, int(days) if days.isascii() and days.isdigit() else 0


@require_safe
def working_days(request: Any, inspectorate: str) -> HttpResponse:
    """Every day of a year that is not counted, and why."""
    request.actor.require(P.SEE_AREAS)
    year = _year(request)
    here = request.inspectorate
    nation = Nation(here.nation)
    values = {
        "year": year,
        "before": max(EARLIEST, year - 1),
        "after": min(LATEST, year + 1),
        "nation": LABELS[nation],
        "days": here.accuracy_days,
        "national": list(bank_holidays(nation, year).items()),
        "own": holidays_of(date(year, 1, 1), date(year, 12, 31)),
        "may_keep": request.actor.may(P.MAINTAIN_AREAS),
        "may_set": request.actor.may(P.PLAN_INSPECTIONS),
    }
    return TemplateResponse(request, "evaluations/accuracy/working_days.html", values)


def _year(request: Any) -> int:
    sent = request.GET.get("year", "")
    year = int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 5 else 0  # noqa: PLR2004
    return year if EARLIEST <= year <= LATEST else timezone.localdate().year


@require_http_methods(["GET", "HEAD", "POST"])
def holidays_new(request: Any, inspectorate: str) -> HttpResponse:
    """Keep the days of a pasted list."""
    request.actor.require(P.MAINTAIN_AREAS)
    form = HolidaysForm(posted(request), areas=area_choices())
    back = reverse("working-days", args=[inspectorate])
    if form.is_valid():
        sent = form.cleaned_data
        done = carried_out(
            form,
            lambda: paste_holidays(actor=request.actor, text=sent["days"], area=sent["area"]),
        )
        if done is not None:
            said = {"made": done.made, "renamed": done.renamed}
            messages.success(request, _("%(made)s days added, %(renamed)s renamed.") % said)
            return redirect(back)
    intro = _("At most %(most)s lines. All of them are kept, or none.") % {"most": MOST_LINES}
    return form_page(
        request,
        form,
        title=_("Add holidays"),
        back=back,
        intro=intro,
        trail=[(back, _("Working days"))],
    )


@require_POST
def holiday_remove(request: Any, inspectorate: str, holiday: str) -> HttpResponse:
    """It is a working day after all."""
    try:
        remove_holiday(actor=request.actor, holiday=holiday, based_on=version_in(request.POST))
        messages.success(request, _("The day is a working day again."))
    except Stale:
        messages.error(request, _("Somebody else was quicker. This is how it stands now."))
    return redirect("working-days", inspectorate)


@require_http_methods(["GET", "HEAD", "POST"])
def working_days_edit(request: Any, inspectorate: str) -> HttpResponse:
    """Whose bank holidays count, and the usual time for a draft."""
    request.actor.require(P.PLAN_INSPECTIONS)
    here = request.inspectorate
    initial = {"nation": here.nation, "accuracy_days": here.accuracy_days}
    initial["was"] = f"{here.nation}|{here.accuracy_days}"
    form = WorkingDaysForm(posted(request), initial=initial)
    back = reverse("working-days", args=[inspectorate])
    page: dict[str, Any] = {
        "title": _("Change working days"),
        "back": back,
        "trail": [(back, _("Working days"))],
    }
    if form.is_valid():
        sent = {name: form.cleaned_data[name] for name in ("nation", "accuracy_days")}
        try:
            set_working_days(actor=request.actor, based_on=form.based_on, **sent)
        except Stale:
            form.add_error(None, _("Somebody has changed this since you opened it. Open it again."))
            return form_page(request, form, status=409, **page)
        messages.success(request, _("Saved. Drafts that are out keep their due date."))
        return redirect(back)
    return form_page(request, form, **page)
