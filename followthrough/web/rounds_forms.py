"""The forms of a follow-through inspection: its scope, a judgement, the decision for the area."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from followthrough.operations.rounds import LONGEST_REASON
from followthrough.operations.rounds_judging import (
    LONGEST_FACTOR,
    LONGEST_RATIONALE,
    LONGEST_TITLE,
    MOST_FACTORS,
)
from followthrough.rules.rounds import MOST_MONTHS
from followthrough.terms import AreaDecision, PointDecision, ScopeChoice
from indicators.rules.document import Edition
from inspectorate.kernel.web.editing import LARGEST_VERSION
from inspectorate.kernel.web.forms import Form

SEVERAL = "set"
FEW = 2
BLANK_ROWS = 2


class Based(Form):
    """Carries the version that what is shown was read at; 0 is before anything was kept."""

    version = forms.IntegerField(
        min_value=0, max_value=LARGEST_VERSION, widget=forms.HiddenInput, label="version"
    )

    @property
    def based_on(self) -> int:
        return int(self.cleaned_data["version"])

    def based_now_on(self, version: int, **more: str) -> None:
        """What was typed stays; sending it again is then a decision, not an accident."""
        data = self.data.copy()  # type: ignore[attr-defined] # a QueryDict, since the form was sent
        for name, value in {"version": str(version), **more}.items():
            data[name] = value
        self.data = data


def _text(label: Any, longest: int, rows: int, hint: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=longest,
        required=False,
        help_text=hint,
    )


class ScopeForm(Based):
    choice = forms.ChoiceField(
        label=_("What this inspection looks at"),
        choices=ScopeChoice.choices,
        widget=forms.RadioSelect,
    )
    points = forms.MultipleChoiceField(
        label=_("Points"), required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = _text(_("Why not all of them"), LONGEST_REASON, 3, _("Needed for some and for none."))

    def __init__(self, *arguments: Any, points: Sequence[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["points"].choices = points  # type: ignore[attr-defined]


class DecisionForm(Based):
    area_decision = forms.ChoiceField(
        label=_("Another visit"), choices=AreaDecision.choices, widget=forms.RadioSelect
    )
    again_within_months = forms.IntegerField(
        label=_("Within how many months"),
        min_value=1,
        max_value=MOST_MONTHS,
        required=False,
        help_text=_("Only for another visit."),
    )
    decision_reason = _text(_("Why"), LONGEST_REASON, 3, _("Is published with the report."))


class JudgeForm(Based):
    """``record`` is the judgement as it stands (judgement_record); ``pieces`` the evidence to choose."""

    value = forms.ChoiceField(label=_("Progress"), required=False, widget=forms.RadioSelect)
    among = forms.MultipleChoiceField(
        label=_("Levels it may be"), required=False, widget=forms.CheckboxSelectMultiple
    )
    rationale = _text(
        _("Rationale"),
        LONGEST_RATIONALE,
        6,
        _("From the evidence, with its references: E12, E31. For the team; it is not published."),
    )
    evidence = forms.MultipleChoiceField(
        label=_("Evidence it rests on"), required=False, widget=forms.CheckboxSelectMultiple
    )
    decision = forms.ChoiceField(
        label=_("What becomes of the point"),
        required=False,
        choices=PointDecision.choices,
        widget=forms.RadioSelect,
    )
    decision_reason = _text(
        _("Why"), LONGEST_RATIONALE, 3, _("Is published with the report. Nothing about a child.")
    )
    evidence_before = forms.CharField(required=False, widget=forms.HiddenInput, max_length=8000)
    factors_before = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60_000)

    def __init__(
        self,
        sent: Any,
        *,
        edition: Edition,
        record: dict[str, Any],
        pieces: Sequence[Any],
    ) -> None:
        super().__init__(sent, initial=_initial(record))
        levels = [(one.code, one.label) for one in edition.levels]
        others = [(one.code, one.label) for one in edition.non_grades]
        self._choices("value", [*levels, *others, (SEVERAL, _("One of several levels"))])
        self._choices("among", levels)
        self._choices("evidence", [(one.id, one.reference) for one in pieces])
        self.rows = min(len(record["success_factors"]) + BLANK_ROWS, MOST_FACTORS)
        for at in range(MOST_FACTORS):
            self._row(at, record["success_factors"])

    def _choices(self, name: str, choices: Sequence[Any]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _row(self, at: int, factors: Sequence[dict[str, str]]) -> None:
        there = factors[at] if at < len(factors) else {"title": "", "text": ""}
        title = forms.CharField(
            label=_("What worked, in a few words"),
            required=False,
            max_length=LONGEST_TITLE,
            initial=there["title"],
            widget=forms.TextInput(attrs={"list": "titles-used"}),
        )
        text = _text(_("What was seen"), LONGEST_FACTOR, 2)
        text.initial = there["text"]
        self.fields[f"title_{at}"], self.fields[f"text_{at}"] = title, text

    def factor_rows(self) -> Iterator[tuple[Any, Any]]:
        """The rows that are drawn: what there is, and two to fill in."""
        for at in range(self.rows):
            yield self[f"title_{at}"], self[f"text_{at}"]

    def clean(self) -> dict[str, Any]:
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        if kept.get("value") == SEVERAL and len(kept.get("among", ())) < FEW:
            self.add_error("value", _("Choose the two or more levels it may be."))
        try:
            kept["factors_before"] = [
                {"title": str(one["title"]), "text": str(one["text"])}
                for one in json.loads(kept.get("factors_before") or "[]")
            ]
        except (ValueError, TypeError, KeyError):
            self.add_error(None, _("This page was sent incompletely. Open it again."))
        return kept

    @property
    def changes(self) -> dict[str, Any]:
        """What was typed, as operations take it."""
        kept = self.cleaned_data
        several = kept["value"] == SEVERAL
        return {
            "value": "|".join(kept["among"]) if several else kept["value"],
            "rationale": kept["rationale"],
            "decision": kept["decision"],
            "decision_reason": kept["decision_reason"],
            "evidence": kept["evidence"],
            "success_factors": [
                {"title": kept[f"title_{at}"], "text": kept[f"text_{at}"]}
                for at in range(MOST_FACTORS)
            ],
        }

    @property
    def before(self) -> dict[str, Any]:
        """The lists as the author of the edit saw them."""
        seen = self.cleaned_data["evidence_before"]
        return {
            "evidence": seen.split(",") if seen else [],
            "success_factors": self.cleaned_data["factors_before"],
        }


def _initial(record: dict[str, Any]) -> dict[str, Any]:
    several = len(record["level_set"] or ()) >= FEW
    return {
        "version": record["version"],
        "value": SEVERAL if several else record["value"],
        "among": record["level_set"] or [],
        "rationale": record["rationale"],
        "evidence": record["evidence"],
        "decision": record["decision"] or "",
        "decision_reason": record["decision_reason"],
        **seen_of(record),
    }


def seen_of(record: dict[str, Any]) -> dict[str, str]:
    """The lists of a judgement as the form carries what its author saw."""
    return {
        "evidence_before": ",".join(record["evidence"]),
        "factors_before": json.dumps(record["success_factors"]),
    }
