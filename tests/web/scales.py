"""Scales and a form of every kind of field, for the tests of components."""

from dataclasses import dataclass

from django import forms

from inspectorate.kernel.web.forms import DateField, Form


@dataclass(frozen=True)
class Step:
    code: str
    rank: int
    number: int | None
    label: str
    meaning: str = ""
    definition: str = ""
    action: str = ""
    demands_point: bool = False


MEANINGS = {
    "excellent": "outstanding or sector leading",
    "very good": "major strengths",
    "good": "important strengths with areas for improvement",
    "satisfactory": "strengths just outweigh weaknesses",
    "weak": "important weaknesses",
    "unsatisfactory": "major weaknesses",
}
SIX = tuple(
    Step(
        label.replace(" ", "-"),
        6 - place,
        6 - place,
        label,
        meaning=meaning,
        definition=f"What {label} looks like in the lives of children, said in one sentence or two.",
        action="Structured, planned joint action" if place > 3 else "Build on strengths",
        demands_point=place > 3,
    )
    for place, (label, meaning) in enumerate(MEANINGS.items())
)
FOUR = tuple(
    Step(label.lower().replace(" ", "-"), 4 - place, None, label)
    for place, label in enumerate(["Outstanding", "Good", "Requires improvement", "Inadequate"])
)


def numbered(size: int) -> tuple[Step, ...]:
    """A scale of so many levels, best first."""
    return tuple(Step(f"l{rank}", rank, rank, f"step {rank}") for rank in range(size, 0, -1))


class Sample(Form):
    name = forms.CharField(label="Name", max_length=20, help_text="As it is written")
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "Full"), ("b", "Short")])
    way = forms.ChoiceField(
        label="Way", choices=[("x", "By post"), ("y", "In person")], widget=forms.RadioSelect
    )
    who = forms.MultipleChoiceField(
        label="Who",
        choices=[("h", "Health"), ("p", "Police"), ("s", "Social work")],
        widget=forms.CheckboxSelectMultiple,
    )
    agreed = forms.BooleanField(label="Agreed with the committee")
    on = DateField(label="On")
    ticket = forms.CharField(widget=forms.HiddenInput, required=False)


class WithLevel(Sample):
    level = forms.ChoiceField(
        label="The level",
        choices=[(one.code, one.label) for one in SIX] + [("not-graded", "not graded")],
    )


class Filters(Form):
    kind = forms.ChoiceField(
        label="Kind", choices=[("", "Any"), ("a", "Full"), ("b", "Short")], required=False
    )
    way = forms.ChoiceField(
        label="Committee", choices=[("", "All six"), ("x", "Burnhead")], required=False
    )
    name = forms.CharField(label="Words", required=False)


class SignIn(Form):
    login = forms.EmailField(label="E-mail")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    remember = forms.BooleanField(label="Stay signed in on this device", required=False)
