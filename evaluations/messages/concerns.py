"""A child at risk now. These are sent at once, to everybody they go to, whatever they chose."""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import Wording

CONCERN_RAISED = "concern-raised"
CONCERN_WAITING = "concern-waiting"

BODY = _(
    "An inspector has raised a concern about a child at risk now. Open it, acknowledge it "
    "and say who was told:\n\n{link}\n\nWhat was written is not in this message."
)
WORDS = (
    Wording(
        CONCERN_RAISED,
        label=_("A child at risk now: a concern is raised (sent at once to everybody it goes to)"),
        title=_("Acknowledge a concern about a child at risk now"),
        subject=_("A child at risk now: a concern was raised"),
        body=BODY,
    ),
    Wording(
        CONCERN_WAITING,
        label=_("A child at risk now: nobody has acknowledged the concern (sent at once)"),
        title=_("A concern about a child at risk now still waits"),
        subject=_("Still waiting: a child at risk now"),
        body=BODY,
    ),
)
