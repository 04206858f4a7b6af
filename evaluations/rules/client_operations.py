"""What a device sends: one operation after another, each with its own key, checked before it is done.

An operation is plain JSON. Which fields each kind carries, and of what type, is in ``FIELDS``; what
the values mean is for the operation on the record to decide. A change of these tables is a change of
the language between the site and the browsers that still hold work: add, and never take away.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

MOST_OPERATIONS = 50
LARGEST_BATCH = 1024 * 1024
LARGEST_VERSION = 2**31 - 1
LARGEST_SEQ = 2**53
LONGEST_TEXT = 20_000
LONGEST_CODE = 60
LONGEST_TARGET = 60
LONGEST_WHY = 500
MOST_CODES = 60
MOST_ANSWERS = 200
MADE_BY = "key:"
"""A target that begins so names the operation that made the record: it was made on the device, and
its id was not known there."""


class Sent(NamedTuple):
    """One operation, understood.

    ``target`` is what it changes: an indicator's code, a record's id, or ``key:`` and the key of the
    operation that made the record. ``after`` is the operation on the same record that this one
    follows, ``replaces`` the refused one whose text it carries. ``made_at`` is the device's clock,
    kept as said and used for nothing else.
    """

    key: UUID
    seq: int
    kind: str
    inspection: str
    target: str
    based_on: int
    made_at: datetime
    fields: dict[str, Any]
    reasons: dict[str, str]
    after: UUID | None = None
    replaces: UUID | None = None


class Misunderstood(Exception):
    """What was sent is not an operation; the sentence says why."""


def _text(value: Any) -> str:
    if not isinstance(value, str) or len(value) > LONGEST_TEXT:
        raise ValueError(f"needs a text of at most {LONGEST_TEXT:,} characters")
    return value


def _code(value: Any) -> str | None:
    if value is not None and (not isinstance(value, str) or len(value) > LONGEST_CODE):
        raise ValueError("needs a code")
    return value or None


def _codes(value: Any) -> list[str]:
    if not isinstance(value, list) or len(value) > MOST_CODES:
        raise ValueError(f"needs a list of at most {MOST_CODES} codes")
    if not all(isinstance(one, str) and 0 < len(one) <= LONGEST_CODE for one in value):
        raise ValueError("needs a list of codes")
    return list(value)


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("needs true or false")
    return value


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise ValueError("needs a date, like 2026-04-30") from None


def _instant(value: Any) -> datetime:
    try:
        found = datetime.fromisoformat(value)
        return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)
    except (TypeError, ValueError, OverflowError):
        raise ValueError("needs an instant, like 2026-04-30T14:38:00Z") from None


def _value(value: Any) -> dict[str, Any]:
    """A value in codes: level, level_set or non_grade; all empty takes it back."""
    known = {"level": _code, "level_set": _codes, "non_grade": _code}
    if not isinstance(value, dict) or set(value) - set(known):
        raise ValueError("needs a level, a level_set or a non_grade")
    return {name: known[name](one) for name, one in value.items() if one is not None}


def _choices(value: Any) -> dict[str, dict[str, Any]]:
    """Which side stays, by field: {"keep": "mine" | "theirs"} or {"keep": "text", "text": ...}."""
    if not isinstance(value, dict) or len(value) > MOST_CODES:
        raise ValueError("needs a choice for each field")
    for one in value.values():
        if not isinstance(one, dict) or one.get("keep") not in {"mine", "theirs", "text"}:
            raise ValueError("needs for each field which side stays: mine, theirs or text")
        if one["keep"] == "text":
            _text(one.get("text"))
    return dict(value)


_EVIDENCE: dict[str, Callable[[Any], Any]] = {
    "bearing": _code,
    "source_kind": _code,
    "level_of_service": _code,
    "services": _codes,
    "indicators": _codes,
    "happened_on": _day,
    "sampled_case": _code,
    "medical": _flag,
    "text": _text,
    "quote": _text,
    "tags": _codes,
}
FIELDS: dict[str, dict[str, Callable[[Any], Any]]] = {
    "evidence.add": _EVIDENCE,
    "evidence.edit": _EVIDENCE,
    "evidence.withdraw": {"why": _text},
    "evaluation.save": {"value": _value, "rationale": _text, "single_source_reason": _text},
    "view.save": {"value": _value, "reason": _text, "given": _flag},
    "record.read": {"service": _code, "read_on": _day, "medical": _flag},
    "concern.raise": {
        "what": _text,
        "where": _text,
        "told_already": _text,
        "noticed_at": _instant,
        "sampled_case": _code,
    },
    "settle": {"choices": _choices, "give_up": _flag},
}
"""By kind, each field and how its value is read from JSON."""

TEXT_FIELDS = frozenset(
    {
        "rationale",
        "single_source_reason",
        "reason",
        "text",
        "quote",
        "why",
        "what",
        "where",
        "told_already",
    }
)
"""Fields of which both texts can be kept when two meet; of any other a side must be chosen."""


def digest_of(raw: Mapping[str, Any]) -> str:
    """sha256 over an operation as it was sent, to tell a repeat from another under the same key."""
    whole = json.dumps(raw, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(whole.encode("ascii")).hexdigest()


def understood(raw: Any) -> Sent:
    """An operation from its JSON. Raises Misunderstood."""
    if not isinstance(raw, dict):
        raise Misunderstood("An operation is an object.")
    if _holds_nul(raw):
        raise Misunderstood("This has a character that cannot be kept. Type it again.")
    kind = raw.get("kind")
    if not isinstance(kind, str) or kind not in FIELDS:
        raise Misunderstood("This kind of work is not known here. Load the newest version.")
    return Sent(
        key=_uuid(raw, "key", needed=True),  # type: ignore[arg-type]
        seq=_whole(raw, "seq", LARGEST_SEQ),
        kind=kind,
        inspection=_short(raw, "inspection"),
        target=_short(raw, "target"),
        based_on=_whole(raw, "based_on", LARGEST_VERSION),
        made_at=_made_at(raw),
        fields=_fields(kind, raw.get("fields")),
        reasons=_reasons(raw.get("reasons")),
        after=_uuid(raw, "after"),
        replaces=_uuid(raw, "replaces"),
    )


def key_of(raw: Any) -> UUID | None:
    """The key of an operation that may be none."""
    try:
        return _uuid(raw, "key") if isinstance(raw, dict) else None
    except Misunderstood:
        return None


def _holds_nul(value: Any) -> bool:
    """Whether any text in it has the one character that no database keeps."""
    if isinstance(value, dict):
        return any(_holds_nul(one) for pair in value.items() for one in pair)
    if isinstance(value, list):
        return any(_holds_nul(one) for one in value)
    return isinstance(value, str) and "\x00" in value


def _uuid(raw: Mapping[str, Any], name: str, *, needed: bool = False) -> UUID | None:
    value = raw.get(name)
    if value is None and not needed:
        return None
    try:
        return UUID(value)
    except (TypeError, ValueError, AttributeError):
        raise Misunderstood(f"“{name}” needs a UUID.") from None


def _whole(raw: Mapping[str, Any], name: str, most: int) -> int:
    value = raw.get(name, 0)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
        raise Misunderstood(f"“{name}” needs a whole number from 0 to {most}.")
    return value


def _short(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_TARGET or not value.isprintable():
        raise Misunderstood(f"“{name}” needs a short text.")
    return value


def _made_at(raw: Mapping[str, Any]) -> datetime:
    try:
        return _instant(raw.get("made_at"))
    except ValueError as error:
        raise Misunderstood(f"“made_at” {error}.") from None


def _fields(kind: str, raw: Any) -> dict[str, Any]:
    if not isinstance(raw, dict):
        raise Misunderstood("“fields” needs an object.")
    known = FIELDS[kind]
    found = {}
    for name, value in raw.items():
        if name not in known:
            raise Misunderstood(f"The field “{name[:LONGEST_CODE]}” is not known here.")
        try:
            found[name] = known[name](value)
        except ValueError as error:
            raise Misunderstood(f"“{name}” {error}.") from None
    return found


def _reasons(raw: Any) -> dict[str, str]:
    if raw is None:
        return {}
    if not isinstance(raw, dict) or len(raw) > MOST_ANSWERS:
        raise Misunderstood("“reasons” needs an object.")
    for why in raw.values():
        if not isinstance(why, str) or len(why) > LONGEST_WHY:
            raise Misunderstood(f"A reason has at most {LONGEST_WHY} characters.")
    return dict(raw)


def settled_fields(
    clashing: list[str], sent: Mapping[str, Any], choices: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any]:
    """What is to be saved of an operation that met another: the chosen sides of the fields that
    clash, and its other fields as they were sent. Raises Misunderstood for a field without a choice,
    and for a text given for what is no text."""
    found = {name: value for name, value in sent.items() if name not in clashing}
    for name in clashing:
        choice = choices.get(name)
        if choice is None:
            raise Misunderstood(f"Choose which to keep for “{name}”.")
        if choice["keep"] == "mine":
            found[name] = sent[name]
        elif choice["keep"] == "text":
            if name not in TEXT_FIELDS:
                raise Misunderstood(f"“{name}” is no text: choose yours or theirs.")
            found[name] = choice["text"]
    return found
