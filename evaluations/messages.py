"""The messages of returns, of files, of releases and of moderation, in the product's own words.

Each kind is one step: what stands on the list of whoever must act, and what they are told.
"""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import declare

RETURN_WRITE = "return-write"
RETURN_MOVED = "return-moved"
RETURN_MORE = "return-more"
RETURN_READ = "return-read"
RETURN_ACCEPTED = "return-accepted"
RETURN_DUE = "return-due"
RETURN_LATE = "return-late"
FILE_REFUSED = "file-refused"
NAMES_FOUND = "names-found"
RELEASE_CALLED_OFF = "release-called-off"
REPORT_RELEASED = "report-released"
MODERATE = "moderate"
MODERATION_CHANGES = "moderation-changes"
MODERATION_SIGNED = "moderation-signed"

WRITING_A_RETURN = (RETURN_WRITE, RETURN_MOVED, RETURN_MORE)
"""What a partner has to do until the return is sent."""


def declare_messages() -> None:
    """Called once, from the app's ready()."""
    _declare_asking()
    _declare_answering()
    _declare_reminders()
    _declare_findings()
    _declare_releases()
    _declare_moderation()


def _declare_asking() -> None:
    declare(
        RETURN_WRITE,
        label=_("A pre-inspection return is asked for"),
        title=_("Write the pre-inspection return of {area}"),
        subject=_("Pre-inspection return asked for: {area}, by {due}"),
        body=_(
            "The inspectorate asks the partnership in {area} for its pre-inspection return by "
            "{due}. You can write it together, section by section:\n\n{link}\n"
        ),
    )
    declare(
        RETURN_MOVED,
        label=_("A return is due on another day"),
        title=_("Write the pre-inspection return of {area}"),
        subject=_("Pre-inspection return of {area}: now due on {due}"),
        body=_("The pre-inspection return of {area} is now due on {due}:\n\n{link}\n"),
    )
    declare(
        RETURN_MORE,
        label=_("A return is sent back for more"),
        title=_("Complete the pre-inspection return of {area}"),
        subject=_("More is wanted for the pre-inspection return of {area}"),
        body=_(
            "The inspectorate has read the pre-inspection return of {area} and asks for more in "
            "some sections, by {due}:\n\n{link}\n"
        ),
    )


def _declare_answering() -> None:
    declare(
        RETURN_READ,
        label=_("A return has come"),
        title=_("Read the pre-inspection return of {area}: accept it, or ask for more"),
        subject=_("Pre-inspection return of {area} has come"),
        body=_("The partnership in {area} has sent its pre-inspection return:\n\n{link}\n"),
    )
    declare(
        RETURN_ACCEPTED,
        label=_("A return is accepted"),
        title=_("Pre-inspection return of {area} accepted"),
        subject=_("Pre-inspection return of {area} accepted"),
        body=_("Thank you. The pre-inspection return of {area} is accepted:\n\n{link}\n"),
    )


def _declare_reminders() -> None:
    declare(
        RETURN_DUE,
        label=_("A return is due soon"),
        title=_("The pre-inspection return of {area} is due"),
        subject=_("Pre-inspection return of {area} is due on {due}"),
        body=_("The pre-inspection return of {area} is due on {due}:\n\n{link}\n"),
    )
    declare(
        RETURN_LATE,
        label=_("A return is late"),
        title=_("The pre-inspection return of {area} is late"),
        subject=_("Pre-inspection return of {area} was due on {due}"),
        body=_(
            "The pre-inspection return of {area} was due on {due} and has not been sent:\n\n{link}\n"
        ),
    )
    declare(
        FILE_REFUSED,
        label=_("A file did not pass the scan for malware"),
        title=_("Bring a clean copy of a file of {area}"),
        subject=_("A file was not accepted ({area})"),
        body=_(
            "A file brought to the inspection of {area} did not pass the scan for malware and "
            "cannot be opened. Bring a clean copy:\n\n{link}\n"
        ),
    )


def _declare_findings() -> None:
    declare(
        NAMES_FOUND,
        label=_("A name declared for a case stands in texts already written"),
        title=_("Settle the names found in texts of {area}"),
        subject=_("Names found in texts of {area}"),
        body=_(
            "Names that were declared for the case sample of {area} stand in texts that were written "
            "before. Each is listed with where it is; remove it or say why it stays:\n\n{link}\n"
        ),
    )


def _declare_releases() -> None:
    declare(
        RELEASE_CALLED_OFF,
        label=_("A planned release could not be carried out"),
        title=_("The report of {area} was not released: approve it again"),
        subject=_("The report of {area} was not released"),
        body=_(
            "The report of {area} was to be released and was not. {reason}\n\n"
            "Approve it again when this is settled:\n\n{link}\n"
        ),
    )
    declare(
        REPORT_RELEASED,
        label=_("A report was released at its minute"),
        title=_("The report of {area} is published"),
        subject=_("The report of {area} is published"),
        body=_("The report of {area} is published:\n\n{link}\n"),
    )


def _declare_moderation() -> None:
    declare(
        MODERATE,
        label=_("An inspection is sent to moderation"),
        title=_("Moderate the inspection of {area}"),
        subject=_("For moderation: {area}"),
        body=_(
            "The team has sent its evaluations of {area} to moderation. Whoever takes it judges "
            "some indicators from the evidence alone:\n\n{link}\n"
        ),
    )
    declare(
        MODERATION_CHANGES,
        label=_("A moderator asks for changes"),
        title=_("Answer the moderator’s requests for {area}"),
        subject=_("Changes are asked for: {area}"),
        body=_("The moderator has sent {area} back with requests for change:\n\n{link}\n"),
    )
    declare(
        MODERATION_SIGNED,
        label=_("An inspection is signed off"),
        title=_("The evaluations of {area} are signed off"),
        subject=_("Signed off: {area}"),
        body=_("The evaluations of {area} are signed off; findings can be discussed:\n\n{link}\n"),
    )
