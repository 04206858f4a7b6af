"""What is wrong with a file or a document that somebody brought, said so that they can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_FAULTS = 500
"""How many faults are collected before reading stops; a file wrong in every row stays cheap to refuse."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the line it is on (1 is the first, None is the whole file), the field, why."""

    line: int | None
    field: str
    reason: str

    def __str__(self) -> str:
        where = "the file" if self.line is None else f"line {self.line}"
        return f"{where}, {self.field}: {self.reason}" if self.field else f"{where}: {self.reason}"


class Faulty(Exception):
    """Raised once a document has been read whole; nothing has been changed. Carries every fault."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line or 0))
        super().__init__("\n".join(str(fault) for fault in self.faults))
