"""Releases at their minute."""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import Wording

RELEASE_CALLED_OFF = "release-called-off"
REPORT_RELEASED = "report-released"

WORDS = (
    Wording(
        RELEASE_CALLED_OFF,
        label=_("A planned release could not be carried out"),
        title=_("The report of {area} was not released: approve it again"),
        subject=_("The report of {area} was not released"),
        body=_(
            "The report of {area} was to be released and was not. {reason}\n\n"
            "Approve it again when this is settled:\n\n{link}\n"
        ),
    ),
    Wording(
        REPORT_RELEASED,
        label=_("A report was released at its minute"),
        title=_("The report of {area} is published"),
        subject=_("The report of {area} is published"),
        body=_("The report of {area} is published:\n\n{link}\n"),
    ),
)
