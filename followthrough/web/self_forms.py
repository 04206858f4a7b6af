"""The forms of self-evaluations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.rules.self_evaluation import LONGEST_RATIONALE, LONGEST_TITLE
from followthrough.web.rounds_forms import FEW, SEVERAL, Based
from indicators.rules.document import Edition
from inspectorate.kernel.web.editing import VersionedForm
from inspectorate.kernel.web.forms import DateField, Form


class BeginForm(Form):
    """``areas`` are the committee's own, ``editions`` by code."""

    area = forms.ChoiceField(label=_("Area"))
    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    on = DateField(label=_("As on"), help_text=_("The day that it speaks of."))
    edition = forms.ChoiceField(
        label=_("Framework edition"),
        required=False,
        help_text=_("Without a choice: that of the last inspection, so that both can be compared."),
    )

    def __init__(
        self,
        *arguments: Any,
        areas: Sequence[tuple[str, str]],
        editions: Sequence[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["area"].choices = areas  # type: ignore[attr-defined]
        usual = ("", _("The last inspection’s, or the newest"))
        self.fields["edition"].choices = [usual, *editions]  # type: ignore[attr-defined]


class DeedForm(VersionedForm):
    """A deed on a record that somebody looked at: only its version."""


class ValueForm(Based):
    """``record`` is the value as it stands (value_record)."""

    value = forms.ChoiceField(label=_("Level"), required=False, widget=forms.RadioSelect)
    among = forms.MultipleChoiceField(
        label=_("Levels it may be"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rationale = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=LONGEST_RATIONALE,
        required=False,
        help_text=_("What you rest it on. Nothing about a child."),
    )

    def __init__(self, sent: Any, *, edition: Edition, record: dict[str, Any]) -> None:
        levels = [(one.code, one.label) for one in edition.levels]
        others = [(one.code, one.label) for one in edition.non_grades]
        several = record["level_set"] or []
        first = {**record, "among": several, "value": SEVERAL if several else record["value"]}
        super().__init__(sent, initial=first)
        choices = [*levels, *others, (SEVERAL, _("One of several levels"))]
        self.fields["value"].choices = choices  # type: ignore[attr-defined]
        self.fields["among"].choices = levels  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        if kept.get("value") == SEVERAL and len(kept.get("among", ())) < FEW:
            self.add_error("value", _("Choose the two or more levels it may be."))
        return kept

    @property
    def changes(self) -> dict[str, str]:
        """What was typed, as the operation takes it."""
        kept = self.cleaned_data
        several = kept["value"] == SEVERAL
        return {
            "value": "|".join(kept["among"]) if several else kept["value"],
            "rationale": kept["rationale"],
        }
