"""Forms of the pages: what is sent is trimmed, and what no database can hold is refused."""

from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

ROWS_UNLESS_SAID = "10"
"""What Django gives a text area nobody gave rows; too tall for a form on a phone."""
DJANGO_SAYS = {"required": forms.Field.default_error_messages["required"]}


def _messages(field: forms.Field) -> dict[str, Any]:
    """What to do about the usual faults, by their code."""
    messages: dict[str, Any] = {
        "max_length": _("Use at most %(limit_value)d characters; this has %(show_value)d."),
        "min_length": _("Use at least %(limit_value)d characters; this has %(show_value)d."),
        "required": _("Fill this in."),
    }
    if isinstance(field, forms.BooleanField):
        messages["required"] = _("Tick this to go on.")
    elif isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField):
        messages["required"] = _("Choose at least one.")
    elif isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        messages["required"] = _("Choose one.")
    elif isinstance(field, forms.FileField):
        messages["required"] = _("Choose a file.")
    elif isinstance(field, forms.DateField):
        messages["required"] = _("Give a date, for example 2 April 2026.")
    return messages


def clean_text(value: str) -> str:
    """Line ends as LF and no space around. Raises ValidationError for a NUL or a lone surrogate."""
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise forms.ValidationError(
            _(
                "This text has a character that cannot be kept. Type it again instead of pasting it."
            ),
            code="unkeepable",
        )
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


class Form(forms.Form):
    """The base of every form on a page.

    ``{{ form }}`` and ``{% field form.name %}`` draw the house's fields. Every text a field gives
    back has been through `clean_text`, textareas included. ``take_faults`` puts an operation's
    refusal beside the fields it is about.
    """

    use_required_attribute = False

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        for field in self.fields.values():
            for code, message in _messages(field).items():
                if field.error_messages.get(code) in (None, DJANGO_SAYS.get(code)):
                    field.error_messages[code] = message
            if field.widget.attrs.get("rows") == ROWS_UNLESS_SAID:
                field.widget.attrs["rows"] = "5"

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # missing from the stubs
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str):
                try:
                    self.cleaned_data[name] = clean_text(value)
                except forms.ValidationError as error:
                    self.add_error(name, error)

    def take_faults(self, faults: dict[str, list[str]]) -> None:
        """Show ``Invalid.faults``: by the field of that name, above the form for any other."""
        for name, reasons in faults.items():
            for reason in reasons:
                self.add_error(name if name in self.fields else None, reason)


class DateInput(forms.DateInput):
    """A date as the browser asks for it; without that, ``2026-04-02`` or ``2/4/2026`` is typed."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DateField(forms.DateField):
    """A day. Takes ISO dates and the day-first forms people type."""

    widget = DateInput

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "input_formats", ["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y"]
        )
        super().__init__(**options)
        self.error_messages["invalid"] = _("Give a date that exists, for example 2 April 2026.")


def kind_of(bound: BoundField) -> str:
    """Which markup a field takes: radios, checkboxes, checkbox, select, textarea, file or input."""
    widget = bound.field.widget
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (forms.SelectMultiple, "textarea"),
        (forms.Select, "select"),
        (forms.Textarea, "textarea"),
        (forms.FileInput, "file"),
        (forms.MultiWidget, "group"),
    )
    return next((kind for parent, kind in kinds if isinstance(widget, parent)), "input")


def draw(
    bound: BoundField, *, width: str = "", hint: str = "", hide_label: bool = False
) -> SafeString:
    """A field with its label, hint, error and control, tied together for every reader."""
    kind = kind_of(bound)
    said = hint or bound.help_text
    described = " ".join(
        f"{bound.auto_id}_{part}"
        for part, there in (("helptext", said), ("error", bound.errors))
        if there and bound.auto_id
    )
    grouped = kind in {"radios", "checkboxes", "group"}
    attributes: dict[str, Any] = {"class": _classes(kind, width, error=bool(bound.errors))}
    if not grouped:
        attributes["aria-describedby"] = described or False
    values = {
        "field": bound,
        "kind": kind,
        "grouped": grouped,
        "hint": said,
        "described": described,
        "hide_label": hide_label,
        "control": bound.as_widget(attrs=attributes),
    }
    return render_to_string("components/field.html", values)


def _classes(kind: str, width: str, *, error: bool) -> str:
    if kind == "select":
        return "ds_select"
    if kind not in {"input", "textarea", "file", "group"}:
        return ""
    parts = ["ds_input", f"ds_input--{width}" if width else "", "ds_input--error" if error else ""]
    return " ".join(part for part in parts if part)


def anchor(bound: BoundField) -> str:
    """The id a link to the field goes to: the control, or the first of a group."""
    return bound.id_for_label or f"{bound.auto_id}_0"
