"""The forms of programmes, inspections, teams and moves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.terms import InspectionKind, TeamRole
from inspectorate.kernel.web.forms import DateField, Form

LARGEST_VERSION = 10**9


class Versioned(Form):
    """A form based on a version of a record."""

    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=LARGEST_VERSION
    )

    @property
    def based_on(self) -> int:
        return self.cleaned_data.get("version") or 0

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class ProgrammeForm(Versioned):
    title = forms.CharField(label=_("Title"), max_length=300)
    commissioned_by = forms.CharField(
        label=_("Who asked for it"), max_length=300, required=False, help_text=_("Optional.")
    )
    requested_on = DateField(label=_("When it was asked for"), required=False)
    commissioning_request = forms.CharField(
        label=_("What was asked for"),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20_000,
        required=False,
        help_text=_("The commissioning request, or the part of it that sets the task."),
    )
    starts_on = DateField(label=_("First day"), required=False)
    ends_on = DateField(label=_("Last day"), required=False)


class NewProgrammeForm(ProgrammeForm):
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        help_text=_("Short, as files and other systems name it, for example first-cycle."),
    )
    framework = forms.ChoiceField(label=_("Framework edition"))
    field_order = ("code", "title", "framework")

    def __init__(self, *arguments: Any, editions: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["framework"].choices = editions  # type: ignore[attr-defined]


class InspectionForm(Versioned):
    reference = forms.CharField(
        label=_("Reference"),
        max_length=120,
        help_text=_("Tells this inspection from others of the area, for example 2026."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=InspectionKind.choices)
    fieldwork_from = DateField(label=_("Fieldwork begins"), required=False)
    fieldwork_to = DateField(label=_("Fieldwork ends"), required=False)


class InspectionEditForm(InspectionForm):
    """Its ``changes`` are the facts alone."""

    reason = forms.CharField(
        label=_("Why fieldwork moves"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        help_text=_(
            "Needed when the days of fieldwork change and the inspection is no longer merely "
            "planned. Kept with the days before, for whoever asks later."
        ),
    )

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in super().changes.items() if name != "reason"}


class ScheduleForm(InspectionForm):
    programme = forms.ChoiceField(label=_("Programme"))
    area = forms.ChoiceField(label=_("Local authority area"))
    field_order = ("programme", "area", "reference", "kind")

    def __init__(
        self,
        *arguments: Any,
        programmes: list[tuple[str, str]],
        areas: list[tuple[str, str]],
        **options: Any,
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields["programme"].choices = programmes  # type: ignore[attr-defined]
        self.fields["area"].choices = areas  # type: ignore[attr-defined]


class TeamForm(Form):
    person = forms.ChoiceField(label=_("Person"))
    role = forms.ChoiceField(
        label=_("Place on the team"), choices=TeamRole.choices, initial=TeamRole.INSPECTOR
    )
    from_on = DateField(label=_("First day"), required=False, help_text=_("Empty: from now on."))
    to_on = DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice.")
    )

    def __init__(self, *arguments: Any, people: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["person"].choices = people  # type: ignore[attr-defined]


class MoveForm(Versioned):
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        required=False,
        help_text=_("Kept with the step, for whoever asks later."),
    )


class PublishForm(MoveForm):
    published_on = DateField(label=_("Date of publication"), required=False)
    field_order = ("published_on", "reason")


class CorrectionForm(Versioned):
    reason = forms.CharField(
        label=_("Reason of the correction"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        help_text=_("Published with the new version. The old one stays readable."),
    )
