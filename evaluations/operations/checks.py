"""Checks that several operations make of what they are given."""

from collections.abc import Callable, Mapping
from typing import Any

from inspectorate.kernel.errors import Invalid, Stale

LONGEST_REASON = 2_000


def text_fault(field: str, text: str, longest: int, *, needed: bool = False) -> dict[str, str]:
    """What is wrong with a text that somebody typed; empty when nothing is."""
    if needed and not text.strip():
        return {field: "This is needed."}
    if len(text) > longest:
        return {field: f"Use at most {longest:,} characters; this has {len(text):,}."}
    if "\x00" in text or any("\ud800" <= one <= "\udfff" for one in text):
        return {field: "This has a character that cannot be kept. Type it again."}
    return {}


def code_fault(field: str, code: str, longest: int) -> dict[str, str]:
    """A code or reference is printable and has no space at either end."""
    if code and (not code.isprintable() or code != code.strip()):
        return {field: "Use printable characters, without a space before or after."}
    return text_fault(field, code, longest, needed=True)


def raise_if_any(faults: Mapping[str, str]) -> None:
    if faults:
        raise Invalid(faults)


def version_or_stale(record: Any, based_on: int, as_record: Callable[[Any], Any]) -> None:
    """Raises Stale, with the record as it now is, unless the edit is based on what is there."""
    if record.version != based_on:
        raise Stale(as_record(record))
