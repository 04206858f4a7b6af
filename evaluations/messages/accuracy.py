"""Factual accuracy: a draft goes to its partnership and comes back; its reminders."""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import Wording

ACCURACY_DRAFT = "accuracy-draft"
ACCURACY_ANSWER = "accuracy-answer"
ACCURACY_EXTENSION = "accuracy-extension"
ACCURACY_TIME_REFUSED = "accuracy-time-refused"
ACCURACY_SETTLED = "accuracy-settled"
ACCURACY_DUE = "accuracy-due"
ACCURACY_LATE = "accuracy-late"

WORDS = (
    Wording(
        ACCURACY_DRAFT,
        label=_("A draft report is sent to the partnership"),
        title=_("Check the draft report on {area} for factual accuracy"),
        subject=_("Draft report on {area}: comments on its factual accuracy by {due}"),
        body=_(
            "{inspectorate} has sent the draft report on {area} to your partnership. "
            "Please check its facts. You can comment on it, paragraph by paragraph, and return the "
            "comments of all agencies together until {due}:\n\n{link}\n\nThe draft is confidential."
        ),
    ),
    Wording(
        ACCURACY_ANSWER,
        label=_("A partnership returned its comments on a draft"),
        title=_("Answer the comments on the draft report on {area}"),
        subject=_("Comments on the draft report on {area} have come"),
        body=_(
            "The partnership in {area} has returned its comments on the draft report. "
            "Each is to be answered, with a reason:\n\n{link}"
        ),
    ),
    Wording(
        ACCURACY_EXTENSION,
        label=_("A partnership asks for more time"),
        title=_("Decide on more time for the draft report on {area}"),
        subject=_("The partnership in {area} asks for more time"),
        body=_(
            "The partnership in {area} asks for more time to comment on the draft report:\n\n{link}"
        ),
    ),
    Wording(
        ACCURACY_TIME_REFUSED,
        label=_("More time for a draft was refused"),
        title=_("More time for the draft report on {area}"),
        subject=_("Draft report on {area}: your comments are due on {due}"),
        body=_(
            "The inspectorate cannot give more time for the draft report on {area}. "
            "Your comments are due on {due}. Why not:\n\n{link}"
        ),
    ),
    Wording(
        ACCURACY_SETTLED,
        label=_("Every comment of a partnership is answered"),
        title=_("The answers to your comments on {area}"),
        subject=_("Your comments on the draft report on {area} are answered"),
        body=_(
            "The inspectorate has finished this round of factual accuracy for {area}. "
            "What became of each comment, and why:\n\n{link}"
        ),
    ),
    Wording(
        ACCURACY_DUE,
        label=_("Reminder: comments on a draft are due"),
        title=_("Comments on the draft report on {area} are due"),
        subject=_("Comments on the draft report on {area} are due on {due}"),
        body=_(
            "The comments of your partnership on the draft report on {area} are due "
            "on {due}. If there is nothing to correct, please return it saying so:\n\n{link}"
        ),
    ),
    Wording(
        ACCURACY_LATE,
        label=_("Reminder: comments on a draft are late"),
        title=_("Comments on the draft report on {area} are late"),
        subject=_("Comments on the draft report on {area} were due on {due}"),
        body=_(
            "The comments of the partnership on the draft report on {area} were due "
            "on {due} and have not been returned:\n\n{link}"
        ),
    ),
)
