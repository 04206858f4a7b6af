"""Every message of an inspection: its kind, and the product's own words, one table a subject.

Each kind is one step: what stands on the list of whoever must act, and what they are told. A message
is a sentence and a link; nothing of what was written goes into it.
"""

from evaluations.messages import accuracy, concerns, material, moderation, releases, returns
from evaluations.messages.accuracy import (
    ACCURACY_ANSWER,
    ACCURACY_DRAFT,
    ACCURACY_DUE,
    ACCURACY_EXTENSION,
    ACCURACY_LATE,
    ACCURACY_SETTLED,
    ACCURACY_TIME_REFUSED,
)
from evaluations.messages.concerns import (
    CONCERN_RAISED,
    CONCERN_WAITING,
)
from evaluations.messages.material import (
    FILE_REFUSED,
    NAMES_FOUND,
)
from evaluations.messages.moderation import (
    MODERATE,
    MODERATION_CHANGES,
    MODERATION_SIGNED,
)
from evaluations.messages.releases import (
    RELEASE_CALLED_OFF,
    REPORT_RELEASED,
)
from evaluations.messages.returns import (
    RETURN_ACCEPTED,
    RETURN_DUE,
    RETURN_LATE,
    RETURN_MORE,
    RETURN_MOVED,
    RETURN_READ,
    RETURN_WRITE,
    WRITING_A_RETURN,
)
from inspectorate.accounts.wordings import declare

__all__ = [
    "ACCURACY_ANSWER",
    "ACCURACY_DRAFT",
    "ACCURACY_DUE",
    "ACCURACY_EXTENSION",
    "ACCURACY_LATE",
    "ACCURACY_SETTLED",
    "ACCURACY_TIME_REFUSED",
    "CONCERN_RAISED",
    "CONCERN_WAITING",
    "FILE_REFUSED",
    "MODERATE",
    "MODERATION_CHANGES",
    "MODERATION_SIGNED",
    "NAMES_FOUND",
    "RELEASE_CALLED_OFF",
    "REPORT_RELEASED",
    "RETURN_ACCEPTED",
    "RETURN_DUE",
    "RETURN_LATE",
    "RETURN_MORE",
    "RETURN_MOVED",
    "RETURN_READ",
    "RETURN_WRITE",
    "WRITING_A_RETURN",
    "declare_messages",
]

TABLES = (
    concerns.WORDS,
    returns.WORDS,
    material.WORDS,
    moderation.WORDS,
    accuracy.WORDS,
    releases.WORDS,
)
"""In the order in which they occur, and are listed."""


def declare_messages() -> None:
    """Called once, from the app's ready()."""
    for table in TABLES:
        for one in table:
            declare(one.kind, label=one.label, title=one.title, subject=one.subject, body=one.body)
