"""The forms of framework editions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from inspectorate.kernel.web.editing import VersionedForm
from inspectorate.kernel.web.forms import Form
from inspectorate.kernel.yaml_tree import LARGEST


class EditionForm(Form):
    """A file, or the YAML typed; what was sent stays in the text for mending."""

    file = forms.FileField(label=_("YAML file"), required=False)
    text = forms.CharField(
        label=_("Or the YAML itself"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 24, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        sent = super().clean() or {}
        if not sent.get("file") and not sent.get("text"):
            raise forms.ValidationError(_("Choose a file or type the YAML."))
        return sent

    def data_sent(self) -> bytes:
        """The document, as bytes; the file where there is one."""
        file = self.cleaned_data["file"]
        if file:
            return bytes(file.read(LARGEST + 1))
        return f"{self.cleaned_data['text']}\n".encode()


class SupersedeForm(VersionedForm):
    field_order = ["by_code", "version"]

    by_code = forms.ChoiceField(label=_("Superseded by"))

    def __init__(self, *args: Any, codes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.made_with = {"codes": codes}
        self.fields["by_code"].choices = [("", _("Choose")), *codes]  # type: ignore[attr-defined]
