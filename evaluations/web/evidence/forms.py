"""The forms of evidence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.operations.checks import LONGEST_REASON
from evaluations.queries.evidence_page import Choices, EvidenceChoices
from evaluations.rules.evidence import (
    LONGEST_QUOTE,
    LONGEST_TAG,
    LONGEST_TEXT,
    MOST_TAGS,
    OPEN_TO_THE_TEAM,
)
from evaluations.rules.evidence_search import LONGEST_SEARCH
from evaluations.terms import Bearing, LevelOfService, SourceKind
from evaluations.web.forms import Versioned
from inspectorate.kernel.web.forms import DateField, Form

ALL = ("", _("All"))
LONGEST_TAGS = (LONGEST_TAG + 2) * MOST_TAGS


class TagsField(forms.CharField):
    """Tags as people type them: words or phrases between commas."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            label=_("Tags"),
            max_length=LONGEST_TAGS,
            required=False,
            help_text=_("Words of your own, with commas between them."),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        sent = super().clean(value) or ""
        return [tag for one in sent.split(",") if (tag := " ".join(one.split()))]


class EvidenceForm(Versioned):
    """A piece of evidence. ``without`` names the fields that are not this person's to change."""

    client_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    bearing = forms.ChoiceField(
        label=_("What it shows"), choices=Bearing.choices, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("What was read, heard or seen"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_TEXT,
        help_text=_("Without names: nothing that could tell who a child is."),
        error_messages={"required": _("Write what you read, heard or saw.")},
    )
    quote = forms.CharField(
        label=_("In their own words"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_QUOTE,
        required=False,
        help_text=_("What somebody said, without who said it."),
    )
    happened_on = DateField(label=_("Day it was read, heard or seen"))
    source_kind = forms.ChoiceField(label=_("Source"), choices=SourceKind.choices)
    level_of_service = forms.ChoiceField(
        label=_("Level of service"), choices=LevelOfService.choices
    )
    indicators = forms.MultipleChoiceField(
        label=_("Indicators it bears on"), widget=forms.CheckboxSelectMultiple, required=False
    )
    services = forms.MultipleChoiceField(
        label=_("Services concerned"), widget=forms.CheckboxSelectMultiple, required=False
    )
    sampled_case = forms.ChoiceField(label=_("Sampled case"), required=False)
    medical = forms.BooleanField(
        label=_("Drawn from medical records: shown to medically qualified inspectors only"),
        required=False,
    )
    tags = TagsField()

    def __init__(
        self,
        *arguments: Any,
        choices: EvidenceChoices,
        without: frozenset[str] = frozenset(),
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        offered: dict[str, Choices] = {
            "indicators": choices.indicators,
            "services": choices.services,
            "sampled_case": [("", str(_("None"))), *choices.cases],
        }
        for name, those in offered.items():
            self.fields[name].choices = those  # type: ignore[attr-defined]
        for name in without:
            del self.fields[name]

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed, by the fields of a piece."""
        return {name: value for name, value in super().changes.items() if name != "client_key"}


def not_for(*, its_authors: bool, medical: bool, hidden: bool) -> frozenset[str]:
    """Which fields of a piece somebody cannot change: all but tags and indicators for whoever did
    not record it, and what a medical note says for whoever may not read it."""
    if not its_authors:
        return frozenset(set(EvidenceForm.base_fields) - {"version", *OPEN_TO_THE_TEAM})
    without = {"client_key"} | (set() if medical else {"medical"})
    return frozenset(without | ({"text", "quote"} if hidden else set()))


class WithdrawForm(Versioned):
    why = forms.CharField(
        label=_("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=_("It stays readable with this reason, and counts nowhere any more."),
    )


class FilterForm(Form):
    """Filters of an inspection's evidence."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=LONGEST_SEARCH,
        help_text=_("“A phrase” in quotation marks, -not this, chron* for a beginning."),
    )
    indicator = forms.ChoiceField(label=_("Indicator"), required=False)
    source = forms.ChoiceField(
        label=_("Source"), required=False, choices=[ALL, *SourceKind.choices]
    )
    bearing = forms.ChoiceField(
        label=_("What it shows"), required=False, choices=[ALL, *Bearing.choices]
    )
    level = forms.ChoiceField(
        label=_("Level of service"), required=False, choices=[ALL, *LevelOfService.choices]
    )
    service = forms.ChoiceField(label=_("Service"), required=False)
    case = forms.ChoiceField(label=_("Sampled case"), required=False)
    author = forms.ChoiceField(label=_("Recorded by"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    since = DateField(label=_("From"), required=False)
    until = DateField(label=_("To"), required=False)
    withdrawn = forms.ChoiceField(
        label=_("Withdrawn"),
        required=False,
        choices=[("", _("Left out")), ("too", _("Shown too")), ("only", _("Only these"))],
    )

    def __init__(
        self,
        *arguments: Any,
        choices: EvidenceChoices,
        authors: Choices,
        tags: list[str],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        offered: dict[str, Choices] = {
            "indicator": choices.indicators,
            "service": choices.services,
            "case": choices.cases,
            "author": authors,
            "tag": [(one, one) for one in tags],
        }
        for name, those in offered.items():
            self.fields[name].choices = [ALL, *those]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> dict[str, str]:
        """What can be read of the filters; what cannot narrows nothing, and says why."""
        self.is_valid()
        return {name: str(value) for name, value in self.cleaned_data.items() if value}


DEEDS = [
    ("tag", _("Add tags to them")),
    ("use", _("Use them for more indicators too")),
    ("move", _("Move them from one indicator to another")),
]


class MarkForm(Form):
    """What is done to the chosen pieces, all at once."""

    deed = forms.ChoiceField(
        label=_("What is to be done"), choices=DEEDS, widget=forms.RadioSelect, initial="tag"
    )
    tags = TagsField()
    indicators = forms.MultipleChoiceField(
        label=_("Use for"), widget=forms.CheckboxSelectMultiple, required=False
    )
    from_indicator = forms.ChoiceField(label=_("Move from"), required=False)
    to_indicator = forms.ChoiceField(label=_("Move to"), required=False)
    why = forms.CharField(
        label=_("Why they move"),
        required=False,
        max_length=LONGEST_REASON,
        help_text=_("Kept in the history of each."),
    )

    def __init__(self, *arguments: Any, indicators: Choices, **options: Any) -> None:
        super().__init__(*arguments, **options)
        none = ("", str(_("Choose one")))
        self.fields["indicators"].choices = indicators  # type: ignore[attr-defined]
        for name in ("from_indicator", "to_indicator"):
            self.fields[name].choices = [none, *indicators]  # type: ignore[attr-defined]
