"""Every message of following through: its kind, and the product's own words, one table a subject.

A message is a sentence and a link; nothing of what was written goes into it, but for the one sentence
with which somebody asks by hand, in which no identifier may stand. {point} is how the main point is
cited.
"""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import Wording, declare

PROGRESS_TOLD = "progress-told"
LOOKED_ENOUGH = "looked-enough"
LOOKED_MORE = "looked-more"
NOTE_SHARED = "note-shared"
DATE_ASKED = "date-asked"
DATE_AGREED = "date-agreed"
DATE_REFUSED = "date-refused"
PLAN_SENT = "plan-sent"
PLAN_ACCEPTED = "plan-accepted"
PLAN_MORE_WANTED = "plan-more-wanted"
POINTS_DUE = "points-due"
POINTS_ASKED = "points-asked"
SELF_EVALUATION_FINISHED = "self-evaluation-finished"
COMMITTEE_ASKS = "committee-asks"
QUESTION_ANSWERED = "question-answered"
HANDED_OVER = "handed-over"

PLANS = (
    Wording(
        PLAN_SENT,
        label=_("A joint action plan is sent"),
        title=_("{area}: accept the joint action plan, or ask for more"),
        subject=_("{area}: the joint action plan is sent"),
        body=_("The partnership in {area} has sent its joint action plan:\n\n{link}\n"),
    ),
    Wording(
        PLAN_ACCEPTED,
        label=_("A joint action plan is accepted"),
        title=_("{area}: the joint action plan is accepted"),
        subject=_("{area}: the joint action plan is accepted"),
        body=_("Your link inspector has accepted the joint action plan of {area}:\n\n{link}\n"),
    ),
    Wording(
        PLAN_MORE_WANTED,
        label=_("More is wanted of a joint action plan"),
        title=_("{area}: more is wanted of the joint action plan"),
        subject=_("{area}: more is wanted of the joint action plan"),
        body=_(
            "Your link inspector asks for more before the joint action plan of {area} can be "
            "accepted:\n\n{link}\n"
        ),
    ),
)
PROGRESS = (
    Wording(
        PROGRESS_TOLD,
        label=_("A committee tells what happened on a main point"),
        title=_("{area}, {point}: the committee says what happened"),
        subject=_("{area}, {point}: the committee says what happened"),
        body=_("The partnership in {area} has told what happened on {point}:\n\n{link}\n"),
    ),
    Wording(
        LOOKED_ENOUGH,
        label=_("A main point goes on the list for a follow-through inspection"),
        title=_("{area}, {point}: there is enough to look at"),
        subject=_("{area}, {point}: there is enough to look at"),
        body=_(
            "Your link inspector has looked at {point} of {area} and puts it on the list for a "
            "follow-through inspection. This is no judgement of progress:\n\n{link}\n"
        ),
    ),
    Wording(
        LOOKED_MORE,
        label=_("More is wanted on a main point that is said to be done"),
        title=_("{area}, {point}: your link inspector asks for more"),
        subject=_("{area}, {point}: your link inspector asks for more"),
        body=_(
            "Your link inspector has looked at {point} of {area} and asks for more before a "
            "follow-through inspection can look at it:\n\n{link}\n"
        ),
    ),
    Wording(
        NOTE_SHARED,
        label=_("A link inspector shares a note on a main point"),
        title=_("{area}, {point}: your link inspector shares a note"),
        subject=_("{area}, {point}: your link inspector shares a note"),
        body=_("Your link inspector shares a note on {point} of {area} with you:\n\n{link}\n"),
    ),
    Wording(
        DATE_ASKED,
        label=_("Another date is asked for an action"),
        title=_("{area}, {point}: answer whether an action may have another date"),
        subject=_("{area}, {point}: another date is asked for an action"),
        body=_("The partnership in {area} asks for another date on {point}:\n\n{link}\n"),
    ),
    Wording(
        DATE_AGREED,
        label=_("Another date of an action is agreed"),
        title=_("{area}, {point}: the other date is agreed"),
        subject=_("{area}, {point}: the other date is agreed"),
        body=_("The other date of an action on {point} of {area} is agreed:\n\n{link}\n"),
    ),
    Wording(
        DATE_REFUSED,
        label=_("Another date of an action is not agreed"),
        title=_("{area}, {point}: the other date is not agreed"),
        subject=_("{area}, {point}: the other date is not agreed"),
        body=_(
            "The other date of an action on {point} of {area} is not agreed, and the date stays "
            "as it was:\n\n{link}\n"
        ),
    ),
)

REMINDERS = (
    Wording(
        POINTS_DUE,
        label=_("Main points and plans that are due, late or silent, once a day"),
        title=_("Main points that wait for somebody"),
        subject=_("Main points that wait for somebody"),
        body=_("{name}, these wait for a word or a deed:\n\n{list}\n\n{link}\n"),
    ),
    Wording(
        POINTS_ASKED,
        label=_("A link inspector asks for a word on main points"),
        title=_("Your link inspector asks for a word on main points"),
        subject=_("Your link inspector asks for a word on main points"),
        body=_(
            "{name}, your link inspector asks for a word on these:\n\n{list}\n\n{text}\n\n{link}\n"
        ),
    ),
)

COMMITTEE = (
    Wording(
        COMMITTEE_ASKS,
        label=_("A committee asks its link inspector a question"),
        title=_("{committee} asks you a question"),
        subject=_("{committee} asks you a question"),
        body=_("{committee} asks you a question; read it here:\n\n{link}\n"),
    ),
    Wording(
        SELF_EVALUATION_FINISHED,
        label=_("A committee finishes a self-evaluation"),
        title=_("{committee}: a self-evaluation is finished"),
        subject=_("{committee}: a self-evaluation is finished"),
        body=_("{committee} has finished a self-evaluation; you can read it now:\n\n{link}\n"),
    ),
)

DIARY = (
    Wording(
        QUESTION_ANSWERED,
        label=_("A link inspector answers a committee’s question"),
        title=_("{committee}: your question is answered"),
        subject=_("{committee}: your question is answered"),
        body=_("Your link inspector has answered a question of {committee}:\n\n{link}\n"),
    ),
    Wording(
        HANDED_OVER,
        label=_("A committee is handed over to another link inspector"),
        title=_("{committee} is handed over to you"),
        subject=_("{committee} is handed over to you"),
        body=_(
            "{committee} is handed over to you, with a summary of how its main points stand:\n\n"
            "{link}\n"
        ),
    ),
)

TABLES = (PLANS, PROGRESS, REMINDERS, COMMITTEE, DIARY)
"""In the order in which they are listed."""


def declare_messages() -> None:
    """Called once, from the app's ready()."""
    for table in TABLES:
        for one in table:
            declare(one.kind, label=one.label, title=one.title, subject=one.subject, body=one.body)
