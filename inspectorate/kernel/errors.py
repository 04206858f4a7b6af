"""The ways an operation or a query says no. Pages and endpoints translate them, once, centrally."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any


class NotFound(Exception):
    """Not there, not in this inspectorate, or not for this person: all look the same (404)."""


class NotPermitted(Exception):
    """The person may see the thing but not do this with it (403). The text says why."""


class SayFirst(NotPermitted):
    """The person may, once they have answered a question: a page leads to the one that asks it (and
    back), the API answers 403. ``page`` is that page's name, ``values`` what its address takes.
    """

    def __init__(self, text: str, page: str, **values: str) -> None:
        super().__init__(text)
        self.page = page
        self.values = values


class Refused(Exception):
    """The state, the calendar or the numbers do not allow it (409). The text says what to do."""


class Invalid(Exception):
    """What was sent cannot be taken (422). ``faults`` maps a field to what is wrong with it.

    ``more`` is what a program needs beside the sentences, as members of the API's problem document.
    """

    more: Mapping[str, Any] = MappingProxyType({})

    def __init__(self, faults: Mapping[str, str | Sequence[str]]) -> None:
        self.faults: dict[str, list[str]] = {
            field: [reasons] if isinstance(reasons, str) else list(reasons)
            for field, reasons in faults.items()
        }
        super().__init__("; ".join(f"{f}: {' '.join(r)}" for f, r in self.faults.items()))


class Stale(Exception):
    """Somebody changed the record since the version this edit was based on (412).

    ``current`` is the record as it now is, so that base, mine and theirs can be set side by side.
    """

    def __init__(self, current: Any = None) -> None:
        self.current = current
        super().__init__("Somebody has changed this since you opened it.")
