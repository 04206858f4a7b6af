"""Pre-inspection returns: asked for, sent, accepted; their reminders."""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import Wording

RETURN_WRITE = "return-write"
RETURN_MOVED = "return-moved"
RETURN_MORE = "return-more"
RETURN_READ = "return-read"
RETURN_ACCEPTED = "return-accepted"
RETURN_DUE = "return-due"
RETURN_LATE = "return-late"

WRITING_A_RETURN = (RETURN_WRITE, RETURN_MOVED, RETURN_MORE)
"""What a partner has to do until the return is sent."""

WORDS = (
    Wording(
        RETURN_WRITE,
        label=_("A pre-inspection return is asked for"),
        title=_("Write the pre-inspection return of {area}"),
        subject=_("Pre-inspection return asked for: {area}, by {due}"),
        body=_(
            "The inspectorate asks the partnership in {area} for its pre-inspection return by "
            "{due}. You can write it together, section by section:\n\n{link}\n"
        ),
    ),
    Wording(
        RETURN_MOVED,
        label=_("A return is due on another day"),
        title=_("Write the pre-inspection return of {area}"),
        subject=_("Pre-inspection return of {area}: now due on {due}"),
        body=_("The pre-inspection return of {area} is now due on {due}:\n\n{link}\n"),
    ),
    Wording(
        RETURN_MORE,
        label=_("A return is sent back for more"),
        title=_("Complete the pre-inspection return of {area}"),
        subject=_("More is wanted for the pre-inspection return of {area}"),
        body=_(
            "The inspectorate has read the pre-inspection return of {area} and asks for more in "
            "some sections, by {due}:\n\n{link}\n"
        ),
    ),
    Wording(
        RETURN_READ,
        label=_("A return has come"),
        title=_("Read the pre-inspection return of {area}: accept it, or ask for more"),
        subject=_("Pre-inspection return of {area} has come"),
        body=_("The partnership in {area} has sent its pre-inspection return:\n\n{link}\n"),
    ),
    Wording(
        RETURN_ACCEPTED,
        label=_("A return is accepted"),
        title=_("Pre-inspection return of {area} accepted"),
        subject=_("Pre-inspection return of {area} accepted"),
        body=_("Thank you. The pre-inspection return of {area} is accepted:\n\n{link}\n"),
    ),
    Wording(
        RETURN_DUE,
        label=_("A return is due soon"),
        title=_("The pre-inspection return of {area} is due"),
        subject=_("Pre-inspection return of {area} is due on {due}"),
        body=_("The pre-inspection return of {area} is due on {due}:\n\n{link}\n"),
    ),
    Wording(
        RETURN_LATE,
        label=_("A return is late"),
        title=_("The pre-inspection return of {area} is late"),
        subject=_("Pre-inspection return of {area} was due on {due}"),
        body=_(
            "The pre-inspection return of {area} was due on {due} and has not been sent:\n\n{link}\n"
        ),
    ),
)
