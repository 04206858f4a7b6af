"""The forms of joint action plans."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.rules.plans import LONGEST, LONGEST_AIM, services_in
from followthrough.terms import ActionState
from inspectorate.kernel.web.editing import VersionedForm
from inspectorate.kernel.web.forms import DateField, Form


class ServicesField(forms.CharField):
    """Services as people type them; gives a list."""

    widget = forms.Textarea(attrs={"rows": 2})

    def clean(self, value: Any) -> Any:
        return services_in(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class ActionForm(Form):
    text = forms.CharField(
        label=_("What will be done"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST["text"],
    )
    lead_post = forms.CharField(
        label=_("Lead post"), max_length=LONGEST["lead_post"], help_text=_("A post, not a name.")
    )
    services = ServicesField(
        label=_("Services that do it together"), required=False, help_text=_("One a line.")
    )
    due_on = DateField(label=_("By when"))
    resources = forms.CharField(
        label=_("What it takes"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST["resources"],
        required=False,
    )
    measure = forms.CharField(
        label=_("What will be counted"), max_length=LONGEST["measure"], required=False
    )
    known_by = forms.CharField(
        label=_("How it will be known to have worked"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST["known_by"],
        required=False,
    )


class ActionEditForm(ActionForm, VersionedForm):
    pass


class ImprovementForm(ActionForm):
    """An action of a committee's own improvement plan."""

    aim = forms.CharField(
        label=_("What is to become better"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_AIM,
    )
    field_order = ("aim",)


class ImprovementEditForm(ImprovementForm, VersionedForm):
    pass


class StateForm(VersionedForm):
    state = forms.ChoiceField(label=_("Now"), choices=ActionState.choices)
    state_reason = forms.CharField(
        label=_("What there is to say of it"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
        help_text=_("Needed where an action is dropped."),
    )


class SendForm(Form):
    goes_without = forms.CharField(
        label=_("Why it goes without those who have not agreed"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )


class AnswerForm(VersionedForm):
    accept = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Accept the plan")), ("no", _("Ask for more"))],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What you tell the committee"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        required=False,
        help_text=_("Needed where you ask for more."),
    )
