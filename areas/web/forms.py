"""The forms of areas and bodies."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from areas.queries import body_names, members_in_role
from areas.queries.areas import LINKED
from areas.rules.areas_file import GSS_CODE
from areas.terms import BodyKind, SuccessionKind
from inspectorate.accounts.terms import Role
from inspectorate.kernel.web.editing import VersionedForm
from inspectorate.kernel.web.forms import DateField, Form

CODE = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9._/-]*\Z",
    _("Use letters, digits, points, hyphens and slashes, beginning with a letter or digit."),
)
MOST_NEW = 20


class Dates(Form):
    from_on = DateField(
        label=_("From"), required=False, help_text=_("Empty: since before records began.")
    )
    to_on = DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice.")
    )


class AreaForm(Dates):
    field_order = ["code", "name", "gss_code", "pilot", "from_on", "to_on", "version"]

    code = forms.CharField(label=_("Code"), max_length=60, validators=[CODE])
    name = forms.CharField(label=_("Name"), max_length=200)
    gss_code = forms.CharField(
        label=_("GSS code"),
        max_length=9,
        required=False,
        empty_value=None,
        validators=[
            RegexValidator(
                GSS_CODE, _("A GSS code is a capital letter and eight digits, such as S12000033.")
            )
        ],
        help_text=_(
            "Its code in the national statistics, if it has one. Open data names the area by it."
        ),
    )
    pilot = forms.BooleanField(
        label=_("Took part in a pilot"),
        required=False,
        help_text=_("Left out of national figures, included in follow-through."),
    )


class AreaEditForm(AreaForm, VersionedForm):
    pass


class BodyForm(Dates):
    field_order = ["name", "code", "leads", "remit", "from_on", "to_on", "version"]

    name = forms.CharField(label=_("Name"), max_length=200)
    code = forms.CharField(
        label=_("Code"),
        max_length=60,
        required=False,
        validators=[CODE],
        help_text=_("Its own code, if it has one; otherwise one is made from the name."),
    )
    leads = forms.BooleanField(label=_("Leads inspections"), required=False)
    remit = forms.CharField(
        label=_("Remit"), required=False, max_length=5000, widget=forms.Textarea({"rows": 5})
    )

    def __init__(self, *args: Any, kind: BodyKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"kind": kind}
        if kind is not BodyKind.SCRUTINY_BODY:
            del self.fields["leads"]
        if kind is not BodyKind.CHIEF_OFFICERS_GROUP:
            del self.fields["remit"]


class BodyEditForm(BodyForm, VersionedForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = True
        self.fields["code"].help_text = ""


class LinkForm(Dates):
    field_order = ["body", "from_on", "to_on"]

    body = forms.ChoiceField(label=_("Body"))

    def __init__(self, *args: Any, kind: BodyKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].label = kind.label
        self.fields["body"].choices = [  # type: ignore[attr-defined]
            ("", _("Choose")),
            *((one.id, one.name) for one in body_names(kind)),
        ]


class DatesEditForm(Dates, VersionedForm):
    pass


class RemoveForm(VersionedForm):
    why = forms.CharField(
        label=_("Why it is taken back"),
        max_length=400,
        help_text=_("Only for a mistake. A link that came to its end is given its last day."),
    )


class LinkInspectorForm(Form):
    member = forms.ChoiceField(label=_("Link inspector"))
    from_on = DateField(
        label=_("From"), help_text=_("The link inspector before ends the day before.")
    )
    to_on = DateField(
        label=_("Last day"), required=False, help_text=_("Empty: until further notice.")
    )

    role = Role.LINK_INSPECTOR

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("Choose")), *members_in_role(self.role)]
        self.fields["member"].choices = choices  # type: ignore[attr-defined]


class PartnerForm(LinkInspectorForm):
    field_order = ["member", "agency", "from_on", "to_on"]
    role = Role.COMMITTEE_PARTNER

    agency = forms.CharField(label=_("Agency"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["member"].label = _("Person")
        self.fields["from_on"].required = False
        self.fields["from_on"].help_text = _("Empty: since before records began.")


class SuccessionForm(Form):
    """Which were followed by which. New ones are typed one a line: ``code, name``."""

    kind = forms.ChoiceField(
        label=_("What happened"),
        choices=[
            (SuccessionKind.RENAMED, _("One became another, with a new name or code")),
            (SuccessionKind.MERGED, _("Several merged into one")),
            (SuccessionKind.SPLIT, _("One split into several")),
            (SuccessionKind.BOUNDARY, _("A boundary between them moved")),
        ],
        widget=forms.RadioSelect,
    )
    on = DateField(label=_("First day of the new state"))
    predecessors = forms.MultipleChoiceField(
        label=_("Before"),
        widget=forms.SelectMultiple({"size": 8}),
        help_text=_("One or several: hold Ctrl or Command to choose more than one."),
    )
    successors = forms.MultipleChoiceField(
        label=_("After, of those already recorded"),
        required=False,
        widget=forms.SelectMultiple({"size": 8}),
    )
    new = forms.CharField(
        label=_("After, new ones"),
        required=False,
        max_length=6000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("One a line: code, then a comma, then the name."),
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("predecessors", "successors"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean_new(self) -> list[tuple[str, str]]:
        found = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["new"].splitlines()), 1):
            code, comma, name = (part.strip() for part in line.partition(","))
            if not (comma and code and name) or len(code) > 60 or len(name) > 200:  # noqa: PLR2004
                raise forms.ValidationError(
                    _("Line %(number)s needs a code, a comma and a name."),
                    params={"number": number},
                )
            CODE(code)
            found.append((code, name))
        if len(found) > MOST_NEW:
            raise forms.ValidationError(_("More than 20 at once cannot be made here."))
        return found


class FileForm(Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Columns: code, name, child_protection_committee, health_boards, police_force, pilot, "
            "gss_code. "
            "Nothing that the file does not name is removed."
        ),
    )


def linked_kinds() -> tuple[BodyKind, ...]:
    """The kinds of body that an area can be linked with."""
    return LINKED
