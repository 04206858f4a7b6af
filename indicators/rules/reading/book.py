"""What is known of an edition while it is being read: its levels, bands and indicators, by code."""

import re
from dataclasses import dataclass, field
from typing import Final

from indicators.rules.document import Indicator, Level
from indicators.rules.words import label_from, plain_word
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_fields import Fields, Item, closest, text_of
from inspectorate.kernel.yaml_tree import Scalar

LONGEST_CODE: Final = 40
LONGEST_EDITION_CODE: Final = 60
MOST_INDICATORS: Final = 500

_CODE = re.compile(r"[^\W_](?:[\w.\- ]*[\w.\-])?")
_EDITION_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_IMPLIED_BAND = re.compile(r"(.+)-or-(better|worse)")


@dataclass
class Book:
    """Codes read so far, for what comes later in the document to name. Faults go to ``faults``."""

    faults: FaultList
    levels: tuple[Level, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    bands: dict[str, frozenset[int]] = field(default_factory=dict)
    band_labels: dict[str, str] = field(default_factory=dict)

    def rank(self, item: Item) -> int | None:
        """The rank of the level an item names by its code; None, with a fault, when there is none."""
        code = text_of(item, self.faults)
        found = next((level.rank for level in self.levels if level.code == code), None)
        if found is None and code and self.levels:
            self._unknown(item, code, "level", tuple(level.code for level in self.levels))
        return found

    def level(self, item: Item) -> str:
        """The code of a level an item names; empty, with a fault, when there is none such."""
        rank = self.rank(item)
        return next((level.code for level in self.levels if level.rank == rank), "")

    def band(self, item: Item) -> str:
        """The code of a band an item names; empty, with a fault, when there is none such.

        A band called "<level>-or-better" or "-or-worse" need not be declared.
        """
        code = text_of(item, self.faults)
        if not code or not self.levels or code in self.bands or self._imply(code):
            return code
        self._unknown(item, code, "band", tuple(self.bands))
        return ""

    def band_or_level(self, item: Item) -> str:
        code = text_of(item, self.faults)
        codes = [level.code for level in self.levels]
        if not code or not codes or code in self.bands or code in codes or self._imply(code):
            return code
        self._unknown(item, code, "band or level", (*self.bands, *codes))
        return ""

    def _imply(self, code: str) -> bool:
        found = _IMPLIED_BAND.fullmatch(code)
        border = next((one.rank for one in self.levels if found and one.code == found[1]), None)
        if not found or border is None:
            return False
        better = found[2] == "better"
        ranks = [one.rank for one in self.levels]
        self.bands[code] = frozenset(r for r in ranks if (r >= border if better else r <= border))
        self.band_labels[code] = label_from(code)
        return True

    def indicator(self, item: Item) -> str:
        """The code of an indicator an item names; empty, with a fault, when there is none such."""
        code = text_of(item, self.faults)
        codes = tuple(one.code for one in self.indicators)
        if not code or not codes or code in codes:
            return code
        self._unknown(item, code, "indicator", codes)
        return ""

    def indicator_list(self, fields: Fields, key: str) -> tuple[str, ...]:
        """Codes of indicators: a list, or the word ``reference`` or ``all``. Empty with a fault."""
        node = fields.node(key)
        word = node.text.strip() if isinstance(node, Scalar) else ""
        if word in {"reference", "all"} and not any(one.code == word for one in self.indicators):
            return self._group(fields, key, word)
        found: list[str] = []
        for item in fields.items(key, most=MOST_INDICATORS):
            code = self.indicator(item)
            if code in found:
                self.faults.add(item.line, item.path, f"{shown(code)} is named twice here.")
            elif code:
                found.append(code)
        if not found:
            fields.fault(key, f"Name at least one indicator in {key}.")
        return tuple(found)

    def _group(self, fields: Fields, key: str, word: str) -> tuple[str, ...]:
        wanted = [one for one in self.indicators if one.graded]
        if word == "reference":
            wanted = [one for one in self.indicators if one.reference]
        if self.indicators and not wanted:
            reason = "No indicator is marked “reference: true”. Mark some, or list them here."
            fields.fault(key, reason)
        return tuple(one.code for one in wanted)

    def _unknown(self, item: Item, code: str, what: str, known: tuple[str, ...]) -> None:
        known = tuple(one for one in known if one)
        hint = closest(code, known) or f" There are: {', '.join(known[:20]) or 'none'}."
        self.faults.add(item.line, item.path, f"There is no {what} {shown(code)}.{hint}")


class CodesSeen:
    """Codes of one kind, each once whatever its case, spaces and hyphens; the line of each."""

    def __init__(self, faults: FaultList, what: str) -> None:
        self._faults = faults
        self._what = what
        self._lines: dict[str, tuple[str, int]] = {}

    def take(self, item: Item, *, longest: int = LONGEST_CODE) -> str:
        """The code an item holds; empty, with a fault, when it cannot be one."""
        code = text_of(item, self._faults)
        if not code:
            return ""
        reason = _wrong_code(code, longest) or self._repeated(code, item.line)
        if reason:
            self._faults.add(item.line, item.path, reason)
            return ""
        return code

    def field(self, fields: Fields, key: str = "code") -> str:
        item = fields.item(key)
        if item is None:
            fields.fault(key, f"The {key} of the {self._what} is missing. It is needed.")
            return ""
        return self.take(item)

    def _repeated(self, code: str, line: int) -> str:
        known = self._lines.get(plain_word(code))
        if known is None:
            self._lines[plain_word(code)] = (code, line)
            return ""
        first, on = known
        if first == code:
            return f"The {self._what} {shown(code)} is on line {on} already. Each has its own code."
        reason = (
            f"{shown(code)} differs from {shown(first)} on line {on} only in how it is written."
        )
        return f"{reason} Tell the two {self._what}s apart."


def _wrong_code(code: str, longest: int) -> str:
    if len(code) > longest:
        return f"{shown(code)} is longer than {longest} characters."
    if not _CODE.fullmatch(code):
        allowed = "letters, digits, full stops, hyphens, underscores and spaces"
        return f"{shown(code)} cannot be a code: {allowed}, beginning with a letter or digit."
    return ""


def edition_code(root: Fields) -> str:
    """The edition's own code, which stands in addresses and before a colon in crosswalks."""
    code = root.text("code", longest=LONGEST_EDITION_CODE, required=True)
    if code and not _EDITION_CODE.fullmatch(code):
        reason = "letters without accents, digits, full stops, hyphens and underscores"
        root.fault("code", f"{shown(code)} cannot be an edition's code: {reason}, no spaces.")
    return code
