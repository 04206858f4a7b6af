"""The hook for a malware scanner: which one looks at files, and what it says of one.

``MALWARE_SCANNER`` names a callable that takes a file's bytes and answers with a ``ScanResult``. It
raises ``ScannerUnreachable`` when it cannot be asked now; the file then waits.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


class ScanVerdict(StrEnum):
    CLEAN = "clean"
    INFECTED = "infected"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ScanResult:
    """``note`` is the name of what was found, or why the file could not be read; for people."""

    verdict: ScanVerdict
    note: str = ""


class ScannerUnreachable(Exception):
    """The scanner does not answer. Ask again later."""


Scanner = Callable[[bytes], ScanResult]


def scanner() -> Scanner | None:
    """The scanner that is set up; None when there is none."""
    name = settings.MALWARE_SCANNER
    return cast(Scanner, import_string(name)) if name else None
