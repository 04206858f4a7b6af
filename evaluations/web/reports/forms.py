"""The forms of a report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.operations.checks import LONGEST_REASON
from evaluations.rules.report_text import LONGEST_CHAPTER
from evaluations.rules.reports import (
    LONGEST_EXAMPLE,
    LONGEST_GUIDANCE,
    LONGEST_LABEL,
    LONGEST_POINT,
    LONGEST_REPORT_TITLE,
    LONGEST_TITLE,
)
from evaluations.terms import ChapterKind
from evaluations.web.forms import Versioned
from inspectorate.kernel.web.forms import Form

NO_INDICATOR = ("", _("None in particular"))


class ChapterForm(Versioned):
    """A chapter's words. The browser checks the spelling."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST_CHAPTER,
        required=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        help_text=_(
            "A blank line ends a paragraph. Begin a line with ## for a heading, - for an item of a "
            "list, > for words that were said."
        ),
    )


class NewChapterForm(Form):
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("What it is made of"), choices=ChapterKind.choices)
    after = forms.ChoiceField(label=_("After which chapter"), required=False)

    def __init__(self, *arguments: Any, chapters: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["after"].choices = [("", _("At the end")), *chapters]  # type: ignore[attr-defined]


class ReportTitleForm(Versioned):
    title = forms.CharField(label=_("Title of the report"), max_length=LONGEST_REPORT_TITLE)


class PointForm(Versioned):
    """A main point for action."""

    text = forms.CharField(
        label=_("What services must do"),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "true"}),
        max_length=LONGEST_POINT,
        help_text=_("It may name a service. It does not judge one."),
    )
    indicators = forms.MultipleChoiceField(
        label=_("Indicators it answers"), widget=forms.CheckboxSelectMultiple, required=False
    )
    services = forms.MultipleChoiceField(
        label=_("Services it names"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *arguments: Any,
        indicators: list[tuple[str, str]],
        services: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["indicators"].choices = indicators  # type: ignore[attr-defined]
        self.fields["services"].choices = services  # type: ignore[attr-defined]


class WithdrawPointForm(Versioned):
    why = forms.CharField(
        label=_("Why"), widget=forms.Textarea(attrs={"rows": 3}), max_length=LONGEST_REASON
    )


class ExampleForm(Versioned):
    """An example of good practice."""

    title = forms.CharField(label=_("What it is"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("What was done, by whom together, and what came of it"),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "true"}),
        max_length=LONGEST_EXAMPLE,
        help_text=_("Nothing that could tell who a child is."),
    )
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)

    def __init__(self, *arguments: Any, indicators: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["indicator"].choices = [NO_INDICATOR, *indicators]  # type: ignore[attr-defined]


class KeepForm(Form):
    label = forms.CharField(
        label=_("What to call it"),
        max_length=LONGEST_LABEL,
        required=False,
        help_text=_("Optional, for example: before the panel."),
    )


class TemplateForm(Versioned):
    """A chapter that a programme's reports begin with."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    kind = forms.ChoiceField(label=_("What it is made of"), choices=ChapterKind.choices)
    guidance = forms.CharField(
        label=_("For whoever writes it"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_GUIDANCE,
        required=False,
    )
    indicators = forms.MultipleChoiceField(
        label=_("Indicators it tells of"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("A first text is made from their evaluations and evidence."),
    )

    def __init__(self, *arguments: Any, indicators: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["indicators"].choices = indicators  # type: ignore[attr-defined]
