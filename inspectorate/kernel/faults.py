"""What is wrong with a file or a document that somebody brought, said so that they can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass

MOST_FAULTS = 500
"""How many faults are collected before reading stops: a file all wrong is cheap to refuse."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: its line (1 is the first, None is the whole file), the field, why."""

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


class FaultList:
    """Faults found so far. Adding the last one allowed raises ``Faulty``, so reading stops."""

    def __init__(self, most: int = MOST_FAULTS) -> None:
        self._faults: list[Fault] = []
        self._most = most

    def __len__(self) -> int:
        return len(self._faults)

    def add(self, line: int | None, field: str, reason: str) -> None:
        """Note one fault. Raises ``Faulty`` with all of them once there are as many as allowed."""
        self._faults.append(Fault(line, field, reason))
        if len(self._faults) >= self._most:
            last = max(fault.line or 0 for fault in self._faults)
            closing = "and more; reading stopped here. Mend these and bring the file again."
            raise Faulty([*self._faults, Fault(last or None, "", closing)])

    def stop(self, line: int | None, field: str, reason: str) -> Faulty:
        """The exception for a fault after which nothing more can be read; the caller raises it."""
        return Faulty([*self._faults, Fault(line, field, reason)])

    def raise_if_any(self) -> None:
        if self._faults:
            raise Faulty(self._faults)
