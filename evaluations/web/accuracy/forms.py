"""The forms of factual accuracy and of discussed findings."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from evaluations.operations.accuracy_comments import LONGEST_QUOTE
from evaluations.operations.checks import LONGEST_REASON
from evaluations.rules import discussions as talks
from evaluations.rules.accuracy import FEWEST_DAYS, LONGEST_NOTE, LONGEST_TEXT, MOST_DAYS
from evaluations.rules.files import LONGEST_NAME
from evaluations.terms import CommentAbout, CommentDecision
from evaluations.web.forms import Versioned
from evaluations.web.returns.forms import FileField
from inspectorate.kernel.web.editing import VersionedForm
from inspectorate.kernel.web.forms import DateField, Form

Choices = Sequence[tuple[str, Any]]
DECIDED = [one for one in CommentDecision.choices if one[0] != CommentDecision.WAITING]


def text_area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class SendForm(Versioned):
    working_days = forms.IntegerField(
        label=_("Working days"),
        min_value=FEWEST_DAYS,
        max_value=MOST_DAYS,
        help_text=_("Counted from tomorrow, without the nation’s and the area’s holidays."),
    )


class CommentForm(VersionedForm):
    """A new comment has no version: see ``NewCommentForm``."""

    agency = forms.ChoiceField(label=_("For which service do you speak?"))
    about = forms.ChoiceField(
        label=_("What is it about?"), choices=CommentAbout.choices, widget=forms.RadioSelect
    )
    quoted = forms.CharField(
        label=_("The words it is about"),
        required=False,
        max_length=LONGEST_QUOTE,
        widget=text_area(2),
        help_text=_("Copy them from the paragraph. Empty: the whole paragraph."),
    )
    text = forms.CharField(
        label=_("Your comment"),
        widget=text_area(5),
        max_length=LONGEST_TEXT,
        help_text=_("What is not right, and how you know. Name no child and no family."),
    )
    proposed = forms.CharField(
        label=_("What it should say"), required=False, widget=text_area(3), max_length=LONGEST_TEXT
    )
    file = FileField(label=_("Add a file that shows it"), required=False, max_length=400)

    called = forms.CharField(
        label=_("Another name for the file"),
        required=False,
        max_length=LONGEST_NAME,
        help_text=_("Empty: the name it has. A name tells nobody who a child is."),
    )

    def __init__(self, *arguments: Any, agencies: Choices = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.made_with = {"agencies": agencies}
        self.fields["agency"].choices = [("", _("Choose")), *agencies]  # type: ignore[attr-defined]

    @property
    def changes(self) -> dict[str, Any]:
        left_out = {"version", "file", "called", "paragraph"}
        return {name: text for name, text in self.cleaned_data.items() if name not in left_out}


class NewCommentForm(CommentForm):
    paragraph = forms.CharField(max_length=20, widget=forms.HiddenInput)
    version = None  # type: ignore[assignment]  # nothing is edited yet


class AnswerForm(Versioned):
    decision = forms.ChoiceField(label=_("Your answer"), choices=DECIDED, widget=forms.RadioSelect)
    answer = forms.CharField(
        label=_("Reason"),
        widget=text_area(4),
        max_length=LONGEST_REASON,
        help_text=_("The committee reads this when the round is settled."),
    )


class ReturnForm(Versioned):
    covering_note = forms.CharField(
        label=_("A covering note"), required=False, widget=text_area(5), max_length=LONGEST_NOTE
    )
    nothing_to_correct = forms.BooleanField(label=_("We have nothing to correct"), required=False)


class AskTimeForm(Form):
    asked_for = DateField(label=_("Until when?"))
    why = forms.CharField(label=_("Why?"), widget=text_area(4), max_length=LONGEST_REASON)


class GiveTimeForm(Versioned):
    until = DateField(label=_("Until when?"))
    why = forms.CharField(label=_("Why?"), widget=text_area(4), max_length=LONGEST_REASON)


class DecideTimeForm(Versioned):
    granted = forms.ChoiceField(
        label=_("Your decision"),
        choices=[("yes", _("Grant it")), ("no", _("Refuse it"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=text_area(4),
        max_length=LONGEST_REASON,
        help_text=_("Needed when you refuse."),
    )


class ReasonForm(Versioned):
    why = forms.CharField(label=_("Reason"), widget=text_area(4), max_length=LONGEST_REASON)


class DiscussionForm(Versioned):
    held_on = DateField(label=_("Held on"))
    place = forms.CharField(label=_("Place"), required=False, max_length=talks.LONGEST_PLACE)
    record = forms.CharField(
        label=_("What was said"),
        required=False,
        widget=text_area(10),
        max_length=talks.LONGEST_RECORD,
        help_text=_("By service, not by name. Nothing about a single child."),
    )


class SeatForm(Form):
    """One post that was asked; an empty post takes it out."""

    service = forms.ChoiceField(label=_("Service"), required=False)
    post = forms.CharField(label=_("Post"), required=False, max_length=talks.LONGEST_POST)
    present = forms.BooleanField(label=_("Was there"), required=False)
    note = forms.CharField(label=_("If not: why"), required=False, max_length=talks.LONGEST_NOTE)

    def __init__(self, *arguments: Any, services: Choices, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields["service"].choices = [("", _("Choose")), *services]  # type: ignore[attr-defined]

    @property
    def seat(self) -> talks.Seat | None:
        sent = self.cleaned_data
        if not sent["post"]:
            return None
        return talks.Seat(sent["service"], sent["post"], sent["present"], sent["note"])
