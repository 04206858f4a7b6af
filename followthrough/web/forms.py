"""The forms of what happens on a main point."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.rules.files import ENDINGS, KINDS, LARGEST
from followthrough.queries.measures import MeasureLine
from followthrough.rules import progress as rules
from followthrough.terms import OwnView
from inspectorate.kernel.web.editing import LARGEST_VERSION, VersionedForm
from inspectorate.kernel.web.forms import DateField, Form

HINT = _(
    "You can choose several: at most %(most)d MB each, %(kinds)s. No macros, no password. They are "
    "kept even if something else on this page has to be put right first."
)


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class Several(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Files of which each is judged by its content when it is kept; gives a list."""

    widget = Several(attrs={"accept": ",".join(f".{ending}" for ending in KINDS)})

    def clean(self, data: Any, initial: Any = None) -> Any:
        return [super(FilesField, self).clean(one, initial) for one in data or ()]


class NumberField(forms.CharField):
    """A number as people write it; gives a Decimal, or None when left empty."""

    widget = forms.TextInput(attrs={"inputmode": "decimal"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 40, **options})

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        number = rules.read_number(text)
        fault = _("Give a number, for example 96.5.") if number is None else ""
        fault = fault or rules.number_fault(number)
        if fault:
            raise forms.ValidationError(fault)
        return number


class UpdateForm(Form):
    """What happened. Values of measures are fields ``value-<measure>``, all of one day."""

    text = forms.CharField(
        label=_("What happened"),
        widget=text_area(8),
        max_length=rules.LONGEST_TEXT,
        help_text=_("What was done and what it changed. Name no child and no family."),
    )
    own_view = forms.ChoiceField(
        label=_("How it stands, the committee says"),
        choices=OwnView.choices,
        widget=forms.RadioSelect,
        help_text=_("Your own view, shown as such. Only inspectors judge progress."),
    )
    own_reason = forms.CharField(
        label=_("Why you say so"), widget=text_area(3), max_length=rules.LONGEST_REASON
    )
    on = DateField(label=_("Day of the values"))
    attached = FilesField(label=_("Files that show it"), required=False, max_length=400)

    def __init__(
        self,
        *arguments: Any,
        measures: Sequence[MeasureLine] = (),
        committees: Sequence[tuple[int, str]] = (),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.measures = measures
        self.fields["attached"].help_text = HINT % {
            "most": LARGEST // 1024 // 1024,
            "kinds": ENDINGS,
        }
        self.fields["on"].initial = timezone.localdate
        for one in measures:
            label = f"{one.title} ({one.unit})" if one.unit else one.title
            said = _("Last: %(value)s") % {"value": one.latest.shown} if one.latest else ""
            self.fields[f"value-{one.id}"] = NumberField(
                label=label, required=False, help_text=said
            )
        if not measures:
            del self.fields["on"]
        if len(committees) > 1:
            choices = [("", _("Choose")), *committees]
            self.fields["committee"] = forms.TypedChoiceField(
                label=_("For which committee do you speak?"), choices=choices, coerce=int
            )
        names = ["committee", "text", "own_view", "own_reason", "on"]
        self.order_fields([*names, *(f"value-{one.id}" for one in measures), "attached"])

    @property
    def values(self) -> list[tuple[MeasureLine, Any]]:
        """The measures of which a value was written, each with it."""
        sent = [(one, self.cleaned_data.get(f"value-{one.id}")) for one in self.measures]
        return [(one, value) for one, value in sent if value is not None]

    @property
    def said(self) -> dict[str, Any]:
        names = ("text", "own_view", "own_reason", "committee")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class MeasureForm(Form):
    title = forms.CharField(
        label=_("What is counted"),
        max_length=rules.LONGEST_TITLE,
        help_text=_("For example: open cases with a shared chronology."),
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=rules.LONGEST_UNIT,
        required=False,
        help_text=_("Shown after the number, for example % or cases."),
    )
    target = NumberField(label=_("Target"), required=False)
    lower_is_better = forms.TypedChoiceField(
        label=_("Which way is better?"),
        choices=[("", _("Higher is better")), ("yes", _("Lower is better"))],
        coerce=bool,
        empty_value="",
        required=False,
        widget=forms.RadioSelect,
    )

    def clean_lower_is_better(self) -> bool:
        return bool(self.cleaned_data["lower_is_better"])


class MeasureEditForm(MeasureForm, VersionedForm):
    """The same, based on a version."""


class ValueForm(Form):
    on = DateField(label=_("Day"))
    value = NumberField(label=_("Value"))


class CorrectForm(Form):
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=LARGEST_VERSION, label="version"
    )
    value = NumberField(label=_("The right value"))
    reason = forms.CharField(
        label=_("Why it was wrong"),
        max_length=rules.LONGEST_REASON,
        widget=text_area(2),
        help_text=_("Both values and the reason stay in the history."),
    )


class NoteForm(Form):
    text = forms.CharField(
        label=_("Your note"),
        widget=text_area(8),
        max_length=rules.LONGEST_TEXT,
        help_text=_("Only those who follow this point see it, until you share it."),
    )


class ShareForm(Form):
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=LARGEST_VERSION, label="version"
    )
    sure = forms.BooleanField(
        label=_("Share it with the partnership. I know that this cannot be taken back.")
    )


class LookForm(Form):
    enough = forms.ChoiceField(
        label=_("Is there enough to look at?"),
        choices=[
            ("yes", _("Yes, put it on the list")),
            ("no", _("Not yet, ask for more")),
        ],
        widget=forms.RadioSelect,
    )
    told = forms.CharField(
        label=_("What you tell the committee"),
        widget=text_area(3),
        max_length=rules.LONGEST_REASON,
        required=False,
        help_text=_("Needed when you ask for more. This is no judgement of progress."),
    )


class AskDateForm(Form):
    to_on = DateField(label=_("The date you ask for"))
    reason = forms.CharField(
        label=_("Why"),
        widget=text_area(4),
        max_length=rules.LONGEST_REASON,
        help_text=_("Your link inspector reads this. The date changes only when they agree."),
    )


class AnswerDateForm(Form):
    version = forms.IntegerField(
        widget=forms.HiddenInput, min_value=1, max_value=LARGEST_VERSION, label="version"
    )
    agree = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("yes", _("Agree to the other date")), ("no", _("Do not agree"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=text_area(3),
        max_length=rules.LONGEST_REASON,
        required=False,
        help_text=_("Needed when you do not agree. The committee reads it."),
    )
