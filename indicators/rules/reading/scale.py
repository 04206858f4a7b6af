"""The scale: levels best first, bands over them, and the reasons for having no level."""

from typing import Final

from indicators.rules.document import Level, NonGrade
from indicators.rules.reading.book import Book, CodesSeen
from indicators.rules.words import label_from, plain_word
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_fields import Fields, Item, fields_of, items_of
from inspectorate.kernel.yaml_tree import Mapping, Node, Scalar

FEWEST_LEVELS: Final = 2
MOST_LEVELS: Final = 20
MOST_BANDS: Final = 100
MOST_NON_GRADES: Final = 50
GREATEST_NUMBER: Final = 1_000

_SCALE = ("levels",)
_LEVEL = ("code", "number", "label", "meaning", "definition", "action", "demands_point", "aliases")
_BAND = ("label", "levels")
_NON_GRADE = ("code", "label", "meaning", "aliases")


def read_levels(root: Fields, book: Book) -> tuple[Level, ...]:
    """The levels in the document's order, best first; the last has rank 1."""
    scale = root.fields("scale", _SCALE)
    if scale is None:
        if not root.has("scale"):
            root.fault("scale", "The scale is missing. It holds levels, the best first.")
        return ()
    items = scale.items("levels", most=MOST_LEVELS)
    seen, before = CodesSeen(book.faults, "level"), len(book.faults)
    levels = [
        _level(_named(item, book, _LEVEL), seen, len(items) - n) for n, item in enumerate(items)
    ]
    if len(items) < FEWEST_LEVELS:
        scale.fault("levels", f"A scale has at least {FEWEST_LEVELS} levels, the best first.")
    found = tuple(level for level in levels if level is not None)
    if len(book.faults) == before:
        _check_numbers(scale, items, found)
    return found


def _named(item: Item, book: Book, known: tuple[str, ...]) -> Fields | None:
    """A mapping with a code; a code alone stands for one."""
    if isinstance(item.node, Scalar) and not item.node.absent:
        entries: list[tuple[Scalar, Node]] = [(Scalar(item.line, "code"), item.node)]
        return Fields(Mapping(item.line, entries), item.path, book.faults)
    return fields_of(item, book.faults, known)


def _level(fields: Fields | None, seen: CodesSeen, rank: int) -> Level | None:
    if fields is None:
        return None
    code = seen.field(fields)
    return Level(
        code=code,
        rank=rank,
        number=fields.whole_number("number", most=GREATEST_NUMBER),
        label=fields.text("label", longest=100) or label_from(code),
        meaning=fields.text("meaning", longest=500),
        definition=fields.prose("definition"),
        action=fields.text("action", longest=500),
        demands_point=fields.flag("demands_point"),
        aliases=fields.texts("aliases", most=20, longest=100),
    )


def _check_numbers(scale: Fields, items: list[Item], levels: tuple[Level, ...]) -> None:
    numbers = [level.number for level in levels if level.number is not None]
    if not numbers:
        return
    if len(numbers) < len(levels):
        scale.fault("levels", "Some levels have a number and some have none. Number all or none.")
    elif numbers not in (sorted(set(numbers)), sorted(set(numbers), reverse=True)):
        written = ", ".join(map(str, numbers))
        reason = "must rise or fall from each level to the next; levels stand best first."
        scale.fault("levels", f"The numbers {written} {reason}")
    by_number = {str(level.number): level for level in levels}
    for item, level in zip(items, levels, strict=False):
        other = by_number.get(level.code)
        if other is not None and other is not level:
            reason = f"The code {shown(level.code)} is the number of {shown(other.code)}."
            scale.faults.add(item.line, f"{item.path}.code", f"{reason} Give it another code.")


def read_bands(root: Fields, book: Book) -> None:
    """Bands into ``book``: each a list of levels' codes, or a label and such a list."""
    seen = CodesSeen(book.faults, "band")
    for name, item in root.pairs("bands", most=MOST_BANDS):
        code = seen.take(Item(name, item.path, name.line))
        label, ranks = _band(item, book)
        if code:
            book.bands[code] = frozenset(ranks)
            book.band_labels[code] = label or label_from(code)


def _band(item: Item, book: Book) -> tuple[str, set[int]]:
    label, members = "", items_of(item, book.faults, MOST_LEVELS) if _is_list(item) else []
    if not _is_list(item) and (fields := fields_of(item, book.faults, _BAND)):
        label, members = fields.text("label", longest=100), fields.items("levels", most=MOST_LEVELS)
    ranks: set[int] = set()
    for one in members:
        rank = book.rank(one)
        if rank in ranks:
            book.faults.add(one.line, one.path, "This level is named twice in the band.")
        elif rank is not None:
            ranks.add(rank)
    if not ranks and book.levels:
        book.faults.add(item.line, item.path, "The band holds no level of the scale.")
    return label, ranks


def _is_list(item: Item) -> bool:
    return not isinstance(item.node, Mapping)


def read_non_grades(root: Fields, book: Book) -> tuple[NonGrade, ...]:
    """Reasons for having no level: codes alone, or mappings."""
    seen = CodesSeen(book.faults, "non-grade")
    found: list[NonGrade] = []
    level_words = {plain_word(level.code) for level in book.levels}
    for item in root.items("non_grades", most=MOST_NON_GRADES):
        fields = _named(item, book, _NON_GRADE)
        if fields is None:
            continue
        code = seen.field(fields)
        if plain_word(code) in level_words:
            fields.fault("code", f"{shown(code)} is a level of the scale. It cannot be both.")
        label = fields.text("label", longest=100) or label_from(code)
        meaning = fields.text("meaning", longest=500)
        found.append(NonGrade(code, label, meaning, fields.texts("aliases", most=50)))
    return tuple(found)
