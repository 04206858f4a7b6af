"""A framework edition from the YAML that an inspectorate brings. ``docs/frameworks.md`` is the format.

Only ``code``, ``title``, the scale's levels and sections with indicators are needed. Everything
wrong is said at once, each fault with its line and its path.
"""

from datetime import date

from indicators.rules.document import Edition
from indicators.rules.reading.book import LONGEST_EDITION_CODE, Book, edition_code
from indicators.rules.reading.findings import read_findings
from indicators.rules.reading.grouping import read_chapters, read_positive_report, read_sections
from indicators.rules.reading.relations import read_cross_tabulations, read_crosswalk
from indicators.rules.reading.roll_up import read_roll_up
from indicators.rules.reading.scale import read_bands, read_levels, read_non_grades
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.yaml_fields import Fields
from inspectorate.kernel.yaml_tree import read_tree

__all__ = ["LONGEST_EDITION_CODE", "read_edition"]

_KNOWN = (
    *("code", "title", "publisher", "valid_from", "valid_to", "source", "licence", "notes"),
    *("scale", "bands", "non_grades", "sections", "chapters", "positive_report", "findings"),
    *("cross_tabulations", "roll_up", "crosswalk"),
)


def read_edition(data: bytes) -> Edition:
    """The edition a YAML document describes. Raises ``Faulty`` with everything wrong in it."""
    faults = FaultList()
    root = Fields(read_tree(data, faults), "", faults, _KNOWN)
    edition = _edition(root, Book(faults))
    faults.raise_if_any()
    return edition


def _edition(root: Fields, book: Book) -> Edition:
    """In this order: what follows names levels, then bands, then indicators, read before it."""
    code = edition_code(root)
    title = root.text("title", longest=300, required=True)
    valid_from, valid_to = _validity(root)
    book.levels = read_levels(root, book)
    read_bands(root, book)
    non_grades = read_non_grades(root, book)
    sections = read_sections(root, book)
    book.indicators = tuple(one for section in sections for one in section.indicators)
    return Edition(
        code=code,
        title=title,
        levels=book.levels,
        sections=sections,
        publisher=root.text("publisher"),
        valid_from=valid_from,
        valid_to=valid_to,
        notes=root.prose("notes"),
        source=root.prose("source", longest=2_000),
        licence=root.prose("licence", longest=2_000),
        bands=book.bands,
        band_labels=book.band_labels,
        non_grades=non_grades,
        chapters=read_chapters(root, book),
        positive_report=read_positive_report(root, book),
        findings=read_findings(root, book),
        cross_tabulations=read_cross_tabulations(root, book),
        crosswalk=read_crosswalk(root, book, code),
        roll_up=read_roll_up(root, book),
    )


def _validity(root: Fields) -> tuple[date | None, date | None]:
    begins, ends = root.day("valid_from"), root.day("valid_to")
    if begins and ends and ends < begins:
        root.fault("valid_to", f"{ends} is before valid_from, {begins}.")
    return begins, ends
