"""The forms of planning."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.terms import Discipline
from evaluations.web.forms import Versioned
from inspectorate.kernel.web.forms import DateField, Form

NOT_SAID = ("", _("not said"))
NONE = ("", _("none"))


class ProfileForm(Versioned):
    discipline = forms.ChoiceField(
        label=_("Discipline"), choices=[NOT_SAID, *Discipline.choices], required=False
    )
    home_body = forms.ChoiceField(label=_("Home scrutiny body"), required=False)
    home_area = forms.ChoiceField(
        label=_("Home area"),
        required=False,
        help_text=_("Where they practise. They cannot be on an inspection of it."),
    )
    employer = forms.CharField(
        label=_("Employer"),
        max_length=200,
        required=False,
        help_text=_("As it is called, for example Torrance Vale Council or NHS Three Rivers."),
    )

    def __init__(
        self,
        *arguments: Any,
        bodies: list[tuple[str, str]],
        areas: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["home_body"].choices = [NOT_SAID, *bodies]  # type: ignore[attr-defined]
        self.fields["home_area"].choices = [NOT_SAID, *areas]  # type: ignore[attr-defined]


class InterestForm(Versioned):
    area = forms.ChoiceField(label=_("In an area"), required=False)
    organisation = forms.CharField(
        label=_("In an organisation"),
        max_length=200,
        required=False,
        help_text=_("As it is called, for example the health board or a company."),
    )
    nature = forms.CharField(
        label=_("What the interest is"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=_("For example: a former post, a relative's work, a business."),
    )
    from_on = DateField(label=_("First day"), required=False, help_text=_("Empty: always."))
    to_on = DateField(label=_("Last day"), required=False, help_text=_("Empty: for good."))

    def __init__(self, *arguments: Any, areas: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["area"].choices = [NONE, *areas]  # type: ignore[attr-defined]


class AbsenceForm(Form):
    from_on = DateField(label=_("First day"))
    to_on = DateField(label=_("Last day"))


class RecusalForm(Form):
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Kept on record. The lead inspector and planners read it."),
    )
    new_lead = forms.ChoiceField(label=_("Who leads from now on"), required=False)
    field_order = ("new_lead", "reason")

    def __init__(
        self, *arguments: Any, heirs: list[tuple[str, str]] | None, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        if heirs is None:
            del self.fields["new_lead"]
        else:
            self.fields["new_lead"].choices = [("", _("nobody chosen")), *heirs]  # type: ignore[attr-defined]
