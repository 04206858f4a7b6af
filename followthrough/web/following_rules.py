"""How an inspectorate follows up: its clocks, its rules of reminding, and who would be told today."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from evaluations.shared.editing import form_page
from followthrough.operations import following_rules as operations
from followthrough.operations.reminders import would_be_told
from followthrough.queries.following_rules import (
    clocks_record,
    may_hold_post,
    rule_by_id,
    rule_record,
    rules_here,
    rules_read,
)
from followthrough.rules.reminding import ABOUT, BOUNDS, LONGEST_POST, MOST_DAYS, MOST_EVERY
from followthrough.terms import ReminderAbout, ReminderTo
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Stale
from inspectorate.kernel.history import history_of
from inspectorate.kernel.web.editing import LARGEST_VERSION, posted
from inspectorate.kernel.web.forms import Form

FORM = ["GET", "HEAD", "POST"]
LABELS = {
    "plan_working_days": gettext_lazy("Working days from publication to the joint action plan"),
    "silent_days": gettext_lazy("Days without a word that make a point silent"),
    "soon_days": gettext_lazy("Days before its date from which a point is due soon"),
    "stuck_reports": gettext_lazy("Words in a row of “stuck” that make a point stuck"),
    "escalation_days": gettext_lazy("Days of grace after a date, before the named post is told"),
}


class ClocksForm(Form):
    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput, label="version"
    )
    escalation_post = forms.CharField(
        label=gettext_lazy("The named post"), max_length=LONGEST_POST, required=False
    )
    escalate_to = forms.ChoiceField(label=gettext_lazy("Who holds it"), required=False)

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for name, (least, most) in BOUNDS.items():
            self.fields[name] = forms.IntegerField(
                label=LABELS[name], min_value=least, max_value=most
            )
        self.fields["escalate_to"].choices = [("", _("nobody")), *may_hold_post()]  # type: ignore[attr-defined]
        self.order_fields([*BOUNDS])


class RuleForm(Form):
    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput, label="version"
    )
    about = forms.ChoiceField(
        label=gettext_lazy("When"),
        choices=[(one.value, one.label) for one in ABOUT],
    )
    days = forms.IntegerField(
        label=gettext_lazy("How many days before, after, or without a word"),
        min_value=0,
        max_value=MOST_DAYS,
        help_text=gettext_lazy("0 for the day itself."),
    )
    every = forms.IntegerField(
        label=gettext_lazy("Again every so many days"),
        min_value=0,
        max_value=MOST_EVERY,
        initial=0,
        help_text=gettext_lazy("0: once."),
    )
    to = forms.ChoiceField(label=gettext_lazy("Who is told"), choices=ReminderTo.choices)
    active = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)


@require_safe
def following_rules(request: Any, inspectorate: str) -> HttpResponse:
    """The clocks and the rules, and whom the next round tells what."""
    clocks, rules, own = rules_read(request.actor)
    record = clocks_record(clocks)
    holder = dict(may_hold_post()).get(record["escalate_to"], "")
    context = {
        "clocks": [(LABELS[name], record[name]) for name in BOUNDS],
        "post": clocks.escalation_post,
        "holder": holder,
        "rules": [(one, rule_record(one)["id"]) for one in rules],
        "own": own,
        "told": would_be_told(actor=request.actor),
    }
    return TemplateResponse(request, "followthrough/following_rules.html", context)


@require_http_methods(FORM)
def clocks(request: Any, inspectorate: str) -> HttpResponse:
    request.actor.require(Permission.PLAN_INSPECTIONS)
    found = rules_here()
    form = ClocksForm(posted(request), initial=clocks_record(found))

    def save() -> HttpResponse:
        values = dict(form.cleaned_data)
        try:
            operations.save_clocks(
                actor=request.actor, based_on=values.pop("version"), values=values
            )
        except Stale as stale:
            raise Stale(clocks_record(stale.current)) from None
        return _saved(request, inspectorate)

    changes = history_of(found) if found.pk else []
    return _page(request, inspectorate, form, save, _("Clocks of following up"), changes)


@require_POST
def adopt(request: Any, inspectorate: str) -> HttpResponse:
    """Take over the usual rules, to change them."""
    made = operations.adopt_usual(actor=request.actor)
    said = ngettext("%(n)d rule is yours now.", "%(n)d rules are yours now.", made) % {"n": made}
    messages.success(request, said)
    return redirect("following-rules", inspectorate)


@require_http_methods(FORM)
def rule_new(request: Any, inspectorate: str) -> HttpResponse:
    request.actor.require(Permission.PLAN_INSPECTIONS)
    form = RuleForm(posted(request), initial={"version": 0, "about": ReminderAbout.OVERDUE})

    def save() -> HttpResponse:
        operations.save_rule(actor=request.actor, values=form.cleaned_data)
        return _saved(request, inspectorate)

    return _page(request, inspectorate, form, save, _("New rule of reminding"), [])


@require_http_methods(FORM)
def rule(request: Any, inspectorate: str, rule: str) -> HttpResponse:
    """Change a rule, or put it out of use."""
    found = rule_by_id(request.actor, rule)
    form = RuleForm(posted(request), initial=rule_record(found))

    def save() -> HttpResponse:
        values = dict(form.cleaned_data)
        based_on = values.pop("version")
        try:
            operations.save_rule(actor=request.actor, rule=rule, based_on=based_on, values=values)
        except Stale as stale:
            raise Stale(rule_record(stale.current)) from None
        return _saved(request, inspectorate)

    return _page(request, inspectorate, form, save, _("Rule of reminding"), history_of(found))


def _saved(request: Any, inspectorate: str) -> HttpResponse:
    messages.success(request, _("Saved. It counts from the next round of reminders."))
    return redirect("following-rules", inspectorate)


def _page(
    request: Any, inspectorate: str, form: Form, save: Any, title: str, changes: Any
) -> HttpResponse:
    back = reverse("following-rules", args=[inspectorate])
    more = {"changes": changes, "template": "followthrough/rule.html"}
    return form_page(request, form, save, title=title, button=_("Save"), back=back, **more)
