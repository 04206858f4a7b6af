"""Sections with their indicators, the report's chapters over the same, and the positive report."""

from typing import Final

from indicators.rules.document import Chapter, Indicator, PositiveReport, Section
from indicators.rules.reading.book import MOST_INDICATORS, Book, CodesSeen
from indicators.rules.words import label_from
from inspectorate.kernel.tables import shown
from inspectorate.kernel.yaml_fields import Fields, Item, fields_of

MOST_SECTIONS: Final = 100

_SECTION = ("code", "title", "indicators")
_INDICATOR = (
    *("code", "title", "short_title", "reference", "graded", "aliases", "theme", "illustrations"),
)
_CHAPTER = ("code", "title", "indicators")
_POSITIVE = ("indicators", "band")


def read_sections(root: Fields, book: Book) -> tuple[Section, ...]:
    """The sections in order. An indicator's code is its own in the whole edition."""
    seen, codes = CodesSeen(book.faults, "section"), CodesSeen(book.faults, "indicator")
    found: list[Section] = []
    for item in root.items("sections", most=MOST_SECTIONS):
        fields = fields_of(item, book.faults, _SECTION)
        if fields is None:
            continue
        code = seen.field(fields)
        title = fields.text("title", longest=300) or label_from(code)
        items = fields.items("indicators", most=MOST_INDICATORS)
        if not items:
            fields.fault("indicators", "This section has no indicators. Give it some or remove it.")
        found.append(Section(code, title, tuple(_indicators(items, book, codes))))
    total = sum(len(section.indicators) for section in found)
    if not root.has("sections"):
        root.fault("sections", "The sections are missing. They hold the quality indicators.")
    elif not found:
        root.fault("sections", "The sections hold no indicator. Nothing could be evaluated.")
    elif total > MOST_INDICATORS:
        root.fault(
            "sections", f"There are {total:,} indicators; at most {MOST_INDICATORS} are taken."
        )
    return tuple(found)


def _indicators(items: list[Item], book: Book, codes: CodesSeen) -> list[Indicator]:
    read = [fields_of(item, book.faults, _INDICATOR) for item in items]
    return [_indicator(fields, book, codes) for fields in read if fields is not None]


def _indicator(fields: Fields, book: Book, codes: CodesSeen) -> Indicator:
    code = codes.field(fields)
    reference, graded = fields.flag("reference"), fields.flag_or("graded", default=True)
    if reference and not graded:
        fields.fault("graded", "A reference indicator is always graded.")
    return Indicator(
        code=code,
        title=fields.text("title", longest=500, required=True),
        reference=reference,
        short_title=fields.text("short_title", longest=120),
        aliases=fields.texts("aliases", most=50),
        theme=fields.prose("theme"),
        illustrations=_illustrations(fields, book),
        graded=graded,
    )


def _illustrations(fields: Fields, book: Book) -> dict[str, str]:
    """What the indicator looks like at a level: a level's code to running text."""
    found: dict[str, str] = {}
    pairs = list(fields.pairs("illustrations", most=len(book.levels) or 1))
    inner = fields.fields("illustrations") if pairs else None
    for name, item in pairs:
        level = book.level(Item(name, item.path, name.line))
        text = inner.prose(name.text) if inner else ""
        if level and text:
            found[level] = text
        elif level:
            book.faults.add(item.line, item.path, "The illustration is empty.")
    return found


def read_chapters(root: Fields, book: Book) -> tuple[Chapter, ...]:
    """How a national report groups the indicators: every graded one once, or no chapters at all."""
    seen = CodesSeen(book.faults, "chapter")
    places: dict[str, int] = {}
    found: list[Chapter] = []
    for item in root.items("chapters", most=MOST_SECTIONS):
        fields = fields_of(item, book.faults, _CHAPTER)
        if fields is not None:
            code = seen.field(fields)
            title = fields.text("title", longest=300) or label_from(code)
            found.append(Chapter(code, title, _in_chapter(fields, book, places)))
    left_out = [one.code for one in book.indicators if one.graded and one.code not in places]
    if found and left_out:
        root.fault("chapters", f"In no chapter: {', '.join(left_out)}. Put each in one.")
    return tuple(found)


def _in_chapter(fields: Fields, book: Book, places: dict[str, int]) -> tuple[str, ...]:
    codes: list[str] = []
    for item in fields.items("indicators", most=MOST_INDICATORS):
        code = book.indicator(item)
        on = places.setdefault(code, item.line) if code else 0
        if code and on == item.line and code not in codes:
            codes.append(code)
        elif code:
            reason = f"{shown(code)} is in a chapter already, on line {on}."
            book.faults.add(item.line, item.path, reason)
    return tuple(codes)


def read_positive_report(root: Fields, book: Book) -> PositiveReport | None:
    """Which indicators must be in which band for a report to be positive; None without the rule."""
    fields = root.fields("positive_report", _POSITIVE)
    if fields is None:
        return None
    indicators = book.indicator_list(fields, "indicators")
    ungraded = [one.code for one in book.indicators if one.code in indicators and not one.graded]
    if ungraded:
        reason = f"Never graded, so no report could be positive: {', '.join(ungraded)}."
        fields.fault("indicators", reason)
    band = fields.item("band")
    if band is None:
        fields.fault("band", "The band is missing: the levels at which a report is positive.")
    return PositiveReport(indicators, book.band(band) if band else "")
