"""The forms of the case sample."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.operations.case_keys import LONGEST_NAMES, LONGEST_REFERENCE
from evaluations.operations.checks import LONGEST_REASON
from evaluations.operations.participation import MOST_PEOPLE
from evaluations.rules.samples import (
    HIGHEST_CONFIDENCE,
    LARGEST_MARGIN,
    LARGEST_POPULATION,
    LOWEST_CONFIDENCE,
    MOST_AT_ONCE,
    MOST_CASES,
    SMALLEST_MARGIN,
    USUAL_CONFIDENCE,
    USUAL_MARGIN,
)
from evaluations.terms import CaseCategory
from evaluations.web.forms import Versioned
from inspectorate.kernel.web.forms import DateField, Form

Choices = list[tuple[str, str]]


def long_text(label: Any, **options: Any) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, widget=area, max_length=LONGEST_REASON, **options)


class PlanForm(Versioned):
    population = forms.IntegerField(
        label=_("Cases in the area"), min_value=0, max_value=LARGEST_POPULATION
    )
    confidence = forms.FloatField(
        label=_("Confidence, per cent"),
        min_value=LOWEST_CONFIDENCE,
        max_value=HIGHEST_CONFIDENCE,
        initial=USUAL_CONFIDENCE,
        help_text=_("How often a sample like this one comes within the margin; 95 is usual."),
    )
    margin = forms.FloatField(
        label=_("Margin, per cent either way"),
        min_value=SMALLEST_MARGIN,
        max_value=LARGEST_MARGIN,
        initial=USUAL_MARGIN,
    )
    planned = forms.IntegerField(
        label=_("Cases to read"),
        min_value=0,
        max_value=MOST_CASES,
        required=False,
        help_text=_("Empty: as many as calculated."),
    )
    why = long_text(
        _("Why, if not as calculated"),
        required=False,
        help_text=_("For example the days that the team has."),
    )


class DrawForm(Form):
    category = forms.ChoiceField(label=_("Category"), choices=CaseCategory.choices)
    number = forms.IntegerField(
        label=_("How many cases"), min_value=1, max_value=MOST_AT_ONCE, initial=1
    )


class ShareForm(Form):
    reader = forms.MultipleChoiceField(
        label=_("Among whom"), widget=forms.CheckboxSelectMultiple(choices=[])
    )

    def __init__(self, *arguments: Any, people: Choices, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reader"].choices = people  # type: ignore[attr-defined]


class ReaderForm(Versioned):
    reader = forms.ChoiceField(
        label=_("Reader"),
        required=False,
        help_text=_("Reads the records of every service about this child."),
    )
    medical_wanted = forms.BooleanField(
        label=_("Medical notes are wanted too"),
        required=False,
        help_text=_("They are read by a medically qualified inspector."),
    )

    def __init__(self, *arguments: Any, people: Choices, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reader"].choices = [("", _("Nobody yet")), *people]  # type: ignore[attr-defined]


class SecondReaderForm(Form):
    reader = forms.ChoiceField(label=_("Second reader"))
    why = long_text(_("Why one reader is not enough"))

    def __init__(self, *arguments: Any, people: Choices, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["reader"].choices = people  # type: ignore[attr-defined]


class WithdrawForm(Versioned):
    why = long_text(
        _("Why the case is withdrawn"),
        help_text=_("The case stays readable, and its pseudonym is never used again."),
    )


class ReadingForm(Form):
    services = forms.MultipleChoiceField(
        label=_("Whose records you read"), widget=forms.CheckboxSelectMultiple(choices=[])
    )
    read_on = DateField(label=_("On which day"))
    medical = forms.BooleanField(
        label=_("These were medical notes"),
        required=False,
        help_text=_("Noted apart from the rest of the records."),
    )

    def __init__(self, *arguments: Any, services: Choices, medical: bool, **options: Any) -> None:
        options["initial"] = {"read_on": timezone.localdate(), **options.get("initial", {})}
        super().__init__(*arguments, **options)
        self.fields["services"].choices = services  # type: ignore[attr-defined]
        if not medical:
            del self.fields["medical"]


class PurposeForm(Form):
    purpose = long_text(
        _("Why you need to know whom this pseudonym stands for"),
        help_text=_("Kept in the log of who read what, with your name and the time."),
    )


class KeyForm(Versioned):
    reference = forms.CharField(
        label=_("The service’s own reference"), max_length=LONGEST_REFERENCE, required=False
    )
    names = forms.CharField(
        label=_("Names"),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
        max_length=LONGEST_NAMES,
        help_text=_(
            "Every name by which a text could give the child or family away. They are looked for in "
            "what the team writes."
        ),
    )
    born_on = DateField(label=_("Date of birth"), required=False)


class ForgetForm(Form):
    sure = forms.BooleanField(
        label=_("Forget for good whom this pseudonym stands for"),
        help_text=_("Nothing brings it back. The pseudonym and what was read stay."),
    )


class ParticipationForm(Versioned):
    asked = forms.IntegerField(label=_("Asked to take part"), min_value=0, max_value=MOST_PEOPLE)
    consented = forms.IntegerField(label=_("Agreed"), min_value=0, max_value=MOST_PEOPLE)
    attended = forms.IntegerField(label=_("Came"), min_value=0, max_value=MOST_PEOPLE)
