"""What is done to many pieces of evidence at once: tags added, used for more indicators, moved from
one indicator to another."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.rules.evidence import LONGEST_TAG, MOST_INDICATORS, MOST_TAGS, ordered

LONGEST_WHY = 2_000


@dataclass(frozen=True, slots=True)
class Marking:
    """``add`` are members that each piece's ``field`` (``tags`` or ``indicators``) gains, ``gone`` the
    one it loses, empty for none: then pieces without it stay as they are. ``why`` is the reason that
    each history keeps; ``typed``: somebody gave it."""

    field: str
    add: tuple[str, ...]
    gone: str
    why: str
    typed: bool = False

    @property
    def most(self) -> int:
        """How many members the field has at most."""
        return MOST_TAGS if self.field == "tags" else MOST_INDICATORS

    def applied(self, now: Sequence[str], known: Sequence[str]) -> list[str]:
        """The members after it, of a piece that has these ``now``."""
        if self.gone and self.gone not in now:
            return list(now)
        order = known if self.field == "indicators" else ()
        return ordered({*now, *self.add} - {self.gone}, order)


def marking_of(deed: str, sent: Mapping[str, Any], known: Collection[str]) -> Marking:
    """What ``deed`` (tag, use or move) does with what was sent. ``known`` are the edition's codes.

    Raises ValueError with a dictionary of what is wrong by field.
    """
    makers = {"tag": _tagging, "use": _using, "move": _moving}
    if deed not in makers:
        raise ValueError({"deed": f"Choose one of: {', '.join(makers)}."})
    return makers[deed](sent, known)


def _tagging(sent: Mapping[str, Any], _known: Collection[str]) -> Marking:
    tags = tuple(ordered([one.strip() for one in sent.get("tags") or ()]))
    if not tags:
        raise ValueError({"tags": "Write at least one tag."})
    if len(tags) > MOST_TAGS:
        raise ValueError({"tags": f"Use at most {MOST_TAGS} tags."})
    if any(not one or len(one) > LONGEST_TAG or not one.isprintable() for one in tags):
        raise ValueError({"tags": f"A tag has one to {LONGEST_TAG} printable characters."})
    return Marking("tags", tags, "", "Tagged")


def _using(sent: Mapping[str, Any], known: Collection[str]) -> Marking:
    codes = tuple(sent.get("indicators") or ())
    if not codes:
        raise ValueError({"indicators": "Choose at least one indicator."})
    for code in codes:
        _require_known("indicators", code, known)
    return Marking("indicators", codes, "", f"Also used for {', '.join(codes)}"[:LONGEST_WHY])


def _moving(sent: Mapping[str, Any], known: Collection[str]) -> Marking:
    first, second = sent.get("from_indicator") or "", sent.get("to_indicator") or ""
    why = str(sent.get("why") or "").strip()
    if len(why) > LONGEST_WHY:
        raise ValueError({"why": f"Use at most {LONGEST_WHY:,} characters."})
    _require_known("from_indicator", first, known)
    _require_known("to_indicator", second, known)
    if first == second:
        raise ValueError({"to_indicator": "Choose another indicator than the one it moves from."})
    said = why or f"Moved from {first} to {second}"
    return Marking("indicators", (second,), first, said, bool(why))


def _require_known(field: str, code: str, known: Collection[str]) -> None:
    if code not in known:
        raise ValueError({field: f"Choose one of: {', '.join(known)}."})
