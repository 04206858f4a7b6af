"""The forms of publishing: when, why, and who reads early."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from evaluations.operations.checks import LONGEST_REASON
from evaluations.operations.early_readers import LONGEST_EMAIL, LONGEST_NAME, LONGEST_POST
from evaluations.rules.releases import instant
from evaluations.web.forms import Versioned
from inspectorate.kernel.web.forms import DateField, Form


class TimeField(forms.TimeField):
    """A minute of a day, as clocks show it where the inspectorate is."""

    def __init__(self, **options: Any) -> None:
        widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        options.setdefault("input_formats", ["%H:%M", "%H.%M", "%H:%M:%S"])
        super().__init__(widget=widget, **options)
        self.error_messages["invalid"] = _("Give a time of day, for example 09:30.")


class AtMinute(Form):
    """A day and a minute that together are an instant, in the inspectorate's time zone."""

    def instant_in(self, values: dict[str, Any]) -> datetime | None:
        """The instant; None when a part is missing, or when the clocks leave the minute out, which
        is then said beside the time."""
        day, minute = values.get("day"), values.get("minute")
        if day is None or minute is None:
            return None
        try:
            return instant(day, minute, timezone.get_current_timezone())
        except (ValueError, OverflowError) as error:
            self.add_error("minute", str(error))
            return None


class ApproveForm(Versioned, AtMinute):
    day = DateField(label=_("Day of release"))
    minute = TimeField(
        label=_("Minute of release"),
        help_text=_("As clocks show it here, for example 09:30. The report is public then."),
    )
    reason = forms.CharField(
        label=_("Note to the approval"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        required=False,
        help_text=_("Kept with the approval. Not published."),
    )

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        values["at"] = self.instant_in(values)
        return values

    def take_faults(self, faults: dict[str, list[str]]) -> None:
        super().take_faults({"minute" if name == "at" else name: faults[name] for name in faults})


class CallOffForm(Versioned):
    reason = forms.CharField(
        label=_("Why it is called off"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST_REASON,
        help_text=_("Kept for whoever asks later. The addresses of early readers stop working."),
    )


class WithdrawForm(Versioned):
    reason = forms.CharField(
        label=_("Why it is withdrawn"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_REASON,
        help_text=_("Published at the address of the report, and in the feeds."),
    )


class EarlyReaderForm(AtMinute):
    name = forms.CharField(label=_("Name"), max_length=LONGEST_NAME)
    post = forms.CharField(
        label=_("Post"), max_length=LONGEST_POST, help_text=_("Why they may: what they answer for.")
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=LONGEST_EMAIL,
        help_text=_("The secret address is mailed there."),
    )
    day = DateField(label=_("From day"), required=False, help_text=_("Empty: at once."))
    minute = TimeField(label=_("From minute"), required=False)

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if (values.get("day") is None) != (values.get("minute") is None):
            missing = "minute" if values.get("day") else "day"
            if missing not in self.errors:
                self.add_error(missing, _("Give both the day and the minute, or neither."))
        values["from_at"] = self.instant_in(values)
        return values

    def take_faults(self, faults: dict[str, list[str]]) -> None:
        said = {"minute" if name == "from_at" else name: faults[name] for name in faults}
        super().take_faults(said)
