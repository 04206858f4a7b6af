"""The forms of concerns and of reading for a reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.web.forms import Versioned
from inspectorate.kernel.web.forms import Form

LONGEST_TEXT = 20_000
LONGEST_REASON = 2_000


class TimeInput(forms.DateTimeInput):
    """A day and a time as the browser asks for it."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class TimeField(forms.DateTimeField):
    """A day and a time of day, in the inspectorate's time zone."""

    widget = TimeInput

    def __init__(self, **options: Any) -> None:
        formats = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M", "%Y-%m-%d %H:%M"]
        super().__init__(input_formats=formats, **options)
        self.error_messages["invalid"] = _("Give a day and a time, for example 2/4/2026 14:05.")


class ConcernForm(Form):
    """Only what is wrong is needed. What was chosen is taken as it comes: nothing that has changed
    since the page was opened may keep a concern from being raised."""

    what = forms.CharField(
        label=_("What is wrong, and which child"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=LONGEST_TEXT,
        help_text=_("As you would tell it on the telephone. A name or an address may stay here."),
    )
    where = forms.CharField(
        label=_("Where the child is now"), max_length=LONGEST_REASON, required=False
    )
    told_already = forms.CharField(
        label=_("Whom you have told already"), max_length=LONGEST_REASON, required=False
    )
    inspection = forms.CharField(label=_("Inspection"), required=False, max_length=16)
    sampled_case = forms.CharField(label=_("Sampled case"), required=False, max_length=16)
    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *arguments: Any,
        inspections: Sequence[tuple[str, str]],
        cases: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["inspection"].widget = forms.Select(choices=inspections)
        if cases:
            none = ("", _("No sampled case"))
            self.fields["sampled_case"].widget = forms.Select(choices=[none, *cases])
        else:
            del self.fields["sampled_case"]


class CloseForm(Versioned):
    told_whom = forms.CharField(
        label=_("Who was told"),
        max_length=LONGEST_REASON,
        help_text=_("Name or post, and the service: police, social work, the health board ..."),
    )
    told_at = TimeField(label=_("When they were told"))
    outcome = forms.CharField(
        label=_("What they do about it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_TEXT,
    )


class ReopenForm(Versioned):
    reason = forms.CharField(
        label=_("Why it is opened again"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
    )


class RecipientForm(Form):
    person = forms.ChoiceField(label=_("Person"))

    def __init__(self, *arguments: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class AdviceForm(Versioned):
    text = forms.CharField(
        label=_("What the page of a child at risk now says of your own"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("For example the telephone number of your duty officer, and its hours."),
    )


class PurposeForm(Form):
    why = forms.CharField(
        label=_("Why you need to read it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        min_length=10,
        max_length=LONGEST_REASON,
        help_text=_(
            "It is kept with everything you then read, and shown to the lead inspector and "
            "the data protection officer."
        ),
    )
    next = forms.CharField(widget=forms.HiddenInput, required=False, max_length=LONGEST_REASON)
