"""The forms of moderation: choosing, judging, deciding, commenting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.operations.threads import LONGEST_COMMENT, LONGEST_QUOTE, MOST_PARAGRAPHS
from evaluations.rules.moderation import LONGEST_REASON, LONGEST_SEED, LONGEST_WHY
from evaluations.rules.values import Chosen
from evaluations.web.forms import Versioned
from indicators.rules.document import Edition
from inspectorate.kernel.web.forms import Form

MOST_INDICATORS = 1_000


class ChooseForm(Form):
    codes = forms.MultipleChoiceField(
        label=_("Indicators"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *arguments: Any, codes: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["codes"].choices = codes  # type: ignore[attr-defined]


class DrawForm(Form):
    count = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST_INDICATORS, initial=3
    )
    seed = forms.CharField(
        label=_("Seed"),
        max_length=LONGEST_SEED,
        required=False,
        help_text=_("Any word. It is kept, and repeats the draw. Empty: one is made up."),
    )


class WithoutForm(Form):
    reason = forms.CharField(
        label=_("Why it needs no second judgement"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
    )


class ValueForm(Versioned):
    """A level or a reason for none, by its code in the edition."""

    level = forms.ChoiceField(label=_("Level"), required=False, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, edition: Edition, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.levels = set(edition.level_by_code)
        choices = [(one.code, one.label) for one in edition.levels]
        choices += [(one.code, one.label) for one in edition.non_grades]
        self.fields["level"].choices = choices  # type: ignore[attr-defined]

    @property
    def value(self) -> Chosen:
        code = self.cleaned_data.get("level") or ""
        if not code:
            return Chosen()
        return Chosen(level=code) if code in self.levels else Chosen(non_grade=code)


class JudgementForm(ValueForm):
    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("From the evidence alone, with its references: E12, E31."),
    )


class PanelForm(ValueForm):
    why = forms.CharField(
        label=_("Why the panel decides so"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_WHY,
    )
    panel = forms.MultipleChoiceField(
        label=_("Who decides with you"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *arguments: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["panel"].choices = people  # type: ignore[attr-defined]


class ThreadForm(Form):
    """A new comment; what it is about comes along."""

    text = forms.CharField(
        label=_("Comment"), widget=forms.Textarea(attrs={"rows": 5}), max_length=LONGEST_COMMENT
    )
    wants_change = forms.BooleanField(
        label=_("This is a request for change: it is resolved before sign-off"), required=False
    )
    indicator = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    chapter = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)
    paragraph = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_PARAGRAPHS, widget=forms.HiddenInput
    )
    quoted = forms.CharField(required=False, max_length=LONGEST_QUOTE, widget=forms.HiddenInput)
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)

    def __init__(self, *arguments: Any, may_request: bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if not may_request:
            del self.fields["wants_change"]


class CommentForm(Versioned):
    """An answer, how something was settled, or why it is open again."""

    text = forms.CharField(
        label=_("Comment"), widget=forms.Textarea(attrs={"rows": 4}), max_length=LONGEST_COMMENT
    )
    next = forms.CharField(required=False, max_length=500, widget=forms.HiddenInput)


class ResolveForm(CommentForm):
    text = forms.CharField(
        label=_("How it is settled"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_COMMENT,
        required=False,
        help_text=_("Needed for a request for change."),
    )


class ReopenForm(CommentForm):
    text = forms.CharField(
        label=_("Why it is open again"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_COMMENT,
    )
