"""Files that cannot be opened, and names that stand where they must not."""

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.wordings import Wording

FILE_REFUSED = "file-refused"
NAMES_FOUND = "names-found"

WORDS = (
    Wording(
        FILE_REFUSED,
        label=_("A file did not pass the scan for malware"),
        title=_("Bring a clean copy of a file of {area}"),
        subject=_("A file was not accepted ({area})"),
        body=_(
            "A file brought to the inspection of {area} did not pass the scan for malware and "
            "cannot be opened. Bring a clean copy:\n\n{link}\n"
        ),
    ),
    Wording(
        NAMES_FOUND,
        label=_("A name declared for a case stands in texts already written"),
        title=_("Settle the names found in texts of {area}"),
        subject=_("Names found in texts of {area}"),
        body=_(
            "Names that were declared for the case sample of {area} stand in texts that were written "
            "before. Each is listed with where it is; remove it or say why it stays:\n\n{link}\n"
        ),
    ),
)
