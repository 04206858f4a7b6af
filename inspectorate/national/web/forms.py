"""What is asked of whoever compiles a summary or decides a label."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspectorate.kernel.web.forms import DateField, Form
from inspectorate.national.operations import LONGEST_REASON


class CompileForm(Form):
    as_at = DateField(
        label=_("As at"), help_text=_("Inspections published on or before this day count.")
    )


class DecisionForm(Form):
    finding = forms.ChoiceField(label=_("National label"), widget=forms.RadioSelect, required=False)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept beside the label, and published with it."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
    )
    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["finding"].choices = choices  # type: ignore[attr-defined]

    def with_version(self, version: int) -> "DecisionForm":
        """The same form, now based on the newest version: what was typed stays."""
        self.data = {**self.data.dict(), "base": str(version)}  # type: ignore[attr-defined]
        return self
