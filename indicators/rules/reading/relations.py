"""How indicators bear on each other: cross-tabulations, and links to an earlier edition."""

from typing import Final

from indicators.rules.crosswalks import KINDS, WITHOUT_SOURCE, WITHOUT_TARGET
from indicators.rules.document import CrossTabulation, CrosswalkLink
from indicators.rules.reading.book import LONGEST_CODE, LONGEST_EDITION_CODE, Book, CodesSeen
from indicators.rules.words import label_from
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_fields import Fields, closest, fields_of

MOST_CROSS_TABULATIONS: Final = 50
MOST_LINKS: Final = 2_000

_CROSS_TABULATION = ("code", "title", "condition", "rows", "of", "bands", "note")
_LINK = ("from", "to", "kind", "evidence")


def read_cross_tabulations(root: Fields, book: Book) -> tuple[CrossTabulation, ...]:
    seen = CodesSeen(book.faults, "cross-tabulation")
    found: list[CrossTabulation] = []
    for item in root.items("cross_tabulations", most=MOST_CROSS_TABULATIONS):
        fields = fields_of(item, book.faults, _CROSS_TABULATION)
        if fields is not None:
            found.append(_cross_tabulation(fields, book, seen))
    return tuple(found)


def _cross_tabulation(fields: Fields, book: Book, seen: CodesSeen) -> CrossTabulation:
    code = seen.field(fields)
    condition = fields.item("condition")
    if condition is None:
        fields.fault("condition", "Name the indicator whose levels make the rows.")
    conditional = book.indicator(condition) if condition else ""
    of = book.indicator_list(fields, "of")
    if conditional and conditional in of:
        fields.fault("of", f"{shown(conditional)} is the condition; it cannot be counted as well.")
    return CrossTabulation(
        code=code,
        title=fields.text("title", longest=300) or label_from(code),
        condition=conditional,
        rows=_codes(fields, "rows", book, levels_too=True),
        of=of,
        bands=_codes(fields, "bands", book, levels_too=False),
        note=fields.prose("note", longest=2_000),
    )


def _codes(fields: Fields, key: str, book: Book, *, levels_too: bool) -> tuple[str, ...]:
    items = fields.items(key, most=20)
    found = [book.band_or_level(one) if levels_too else book.band(one) for one in items]
    if not items:
        what = "bands or levels" if levels_too else "bands"
        fields.fault(key, f"Name at least one of the edition's {what}.")
    for item, code in zip(items, found, strict=True):
        if code and found.count(code) > 1:
            book.faults.add(item.line, item.path, f"{shown(code)} is named twice here.")
    return tuple(dict.fromkeys(code for code in found if code))


def read_crosswalk(root: Fields, book: Book, edition: str) -> tuple[CrosswalkLink, ...]:
    """Links from indicators of other editions to those of this one."""
    found: list[CrosswalkLink] = []
    lines: dict[tuple[str, str], int] = {}
    for item in root.items("crosswalk", most=MOST_LINKS):
        fields = fields_of(item, book.faults, _LINK)
        if fields is None:
            continue
        link = _link(fields, book, edition)
        on = lines.setdefault((link.source, link.target), fields.line)
        if on != fields.line:
            reason = f"This link is on line {on} already."
            book.faults.add(fields.line, fields.path, reason)
        found.append(link)
    return tuple(found)


def _link(fields: Fields, book: Book, edition: str) -> CrosswalkLink:
    kind = fields.text("kind", longest=40)
    if kind not in KINDS:
        hint = closest(kind, KINDS) if kind else ""
        fields.fault("kind", f"The kind is one of {', '.join(KINDS)}.{hint}")
    source = _source(fields, edition, needed=kind not in WITHOUT_SOURCE)
    target = _target(fields, book, needed=kind not in WITHOUT_TARGET)
    return CrosswalkLink(source, target, kind, fields.prose("evidence", longest=2_000))


def _source(fields: Fields, edition: str, *, needed: bool) -> str:
    source = fields.text("from", longest=LONGEST_EDITION_CODE + 1 + LONGEST_CODE)
    other, colon, indicator = source.partition(":")
    if not source:
        if needed:
            fields.fault("from", "Name the earlier edition and its indicator, as hmie-2005:1.1.")
    elif not (other.strip() and colon and indicator.strip()):
        reason = f"{shown(source)} is not an edition and an indicator, such as hmie-2005:1.1."
        fields.fault("from", reason)
    elif other == edition:
        fields.fault("from", f"{shown(source)} is of this edition. Links come from another one.")
    return source


def _target(fields: Fields, book: Book, *, needed: bool) -> str:
    item = fields.item("to")
    if item is not None:
        return book.indicator(item)
    if needed:
        fields.fault("to", "Name the indicator of this edition that it leads to.")
    return ""
