"""The forms of pre-inspection returns."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.operations.checks import LONGEST_REASON
from evaluations.rules.files import ENDINGS, KINDS, LARGEST
from evaluations.rules.returns import LONGEST_TEXT, LONGEST_TITLE, USUAL_DAYS
from evaluations.web.forms import Versioned
from inspectorate.kernel.web.editing import VersionedForm
from inspectorate.kernel.web.forms import DateField, Form

HINT = _("At most %(most)d MB: %(kinds)s. No macros, no password.")


class FileField(forms.FileField):
    """One file; what it may be is decided by its content when it is kept."""

    widget = forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in KINDS)})

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", HINT % {"most": LARGEST // 1024 // 1024, "kinds": ENDINGS})
        super().__init__(**options)
        self.error_messages["empty"] = _("The file is empty. Check that it was saved.")


class AskForm(Form):
    due_on = DateField(
        label=_("Due on"),
        help_text=_(
            "%(days)d working days ahead: weekends, bank holidays, the area’s holidays and the "
            "inspectorate’s own are not counted. Another day is fine."
        )
        % {"days": USUAL_DAYS},
    )
    note = forms.CharField(
        label=_("A word to the partnership"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Optional. Shown at the top of the return. Without names of children."),
    )


class DueForm(Versioned):
    due_on = DateField(label=_("Due on"))


class SectionForm(VersionedForm):
    answer = forms.CharField(
        label=_("Your answer"),
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=LONGEST_TEXT,
        required=False,
        help_text=_(
            "Written together: what others write at the same time is never lost. Name no child and "
            "no family."
        ),
    )
    file = FileField(label=_("Add a file"), required=False, max_length=400)
    complete = forms.BooleanField(label=_("This section is complete"), required=False)

    @property
    def changes(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("answer", "complete")}


class SendBackForm(Versioned):
    """One text for each section; at least one is needed."""

    due_on = DateField(label=_("Due on"), required=False, help_text=_("Empty: as it is."))

    def __init__(
        self, *arguments: Any, sections: Sequence[tuple[str, str]], **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.sections = [reference for reference, _title in sections]
        for reference, title in sections:
            self.fields[reference] = forms.CharField(
                label=title,
                widget=forms.Textarea(attrs={"rows": 2}),
                max_length=LONGEST_REASON,
                required=False,
            )

    @property
    def wanted(self) -> dict[str, str]:
        return {one: self.cleaned_data[one] for one in self.sections if self.cleaned_data[one]}


class QuestionForm(Form):
    """One section of a programme's returns; an empty title takes it out."""

    title = forms.CharField(label=_("Section"), max_length=LONGEST_TITLE, required=False)
    guidance = forms.CharField(
        label=_("What is asked"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST_REASON,
        required=False,
    )
    position = forms.IntegerField(
        label=_("Place"), min_value=1, max_value=999, required=False, widget=forms.NumberInput
    )
