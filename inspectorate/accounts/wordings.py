"""Every kind of message about something to do, with the product's own words for it.

An app declares its kinds in its ``ready()``; an inspectorate may put its own words in their place.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inspectorate.accounts.rules.mail_words import names_in

ALWAYS = ("name", "link", "due", "inspectorate")
"""Names that every message may use: to whom it goes, where it leads, by when, from whom."""


@dataclass(frozen=True, slots=True)
class Wording:
    """``title`` is the line on the list of things to do, ``subject`` and ``body`` the message; all
    are translatable source strings with names in braces. ``label`` says when it is sent."""

    kind: str
    label: Any
    title: Any
    subject: Any
    body: Any

    @property
    def names(self) -> frozenset[str]:
        """The names that the words may use."""
        own = names_in(f"{self.title} {self.subject} {self.body}")
        return frozenset(own) | frozenset(ALWAYS)


_declared: dict[str, Wording] = {}


def declare(kind: str, *, label: Any, title: Any, subject: Any, body: Any) -> None:
    """Called from an app's ready(). ``body`` should name {link}; without it the link is added."""
    _declared[kind] = Wording(kind, label, title, subject, body)


def declared() -> Mapping[str, Wording]:
    """Every kind, in the order in which they were declared."""
    return _declared


def wording_of(kind: str) -> Wording:
    """Raises LookupError for a kind that no app declared."""
    return _declared[kind]
