"""A report as an editable Word document: real headings, lists and tables, nothing drawn."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import gettext as _
from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from evaluations.documents.layout import Layout, Part
from evaluations.documents.typeset import CONTROLS, EPOCH

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
BEYOND_XML = CONTROLS | {0xFFFE: "\N{SPACE}", 0xFFFF: "\N{SPACE}"}
_SAME_TIME = (1980, 1, 1, 0, 0, 0)


def as_word(layout: Layout, *, watermark: str = "") -> bytes:
    """The report; ``watermark`` stands at the head of every page. The same layout gives the same
    bytes."""
    word = Document()
    _describe(word, layout)
    if watermark:
        word.sections[0].header.paragraphs[0].text = _printable(watermark)
    if layout.inspectorate:
        word.add_paragraph(_printable(layout.inspectorate))
    word.add_paragraph(_printable(layout.title), style="Title")
    for name, value in layout.facts:
        word.add_paragraph(_printable(f"{name}: {value}"))
    if layout.notice:
        word.add_paragraph(_printable(layout.notice), style="Intense Quote")
    for part in layout.parts:
        _add(word, part)
    return _same_bytes(word)


def _describe(word: Any, layout: Layout) -> None:
    about = word.core_properties
    about.title, about.author = (
        _printable(layout.title)[:255],
        _printable(layout.inspectorate)[:255],
    )
    about.language, about.comments = "en-GB", ""
    about.created = about.modified = datetime.fromtimestamp(EPOCH, UTC)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    word.styles["Normal"].element.get_or_add_rPr().append(language)


def _add(word: Any, part: Part) -> None:
    kind = part["kind"]
    if kind in _DRAWN:
        _DRAWN[kind](word, part)
    else:
        word.add_paragraph(_printable(part["text"]), style=_STYLES.get(kind))


def _chapter(word: Any, part: Part) -> None:
    word.add_heading(_printable(f"{part['number']}. {part['text']}"), level=1)


def _heading(word: Any, part: Part) -> None:
    word.add_heading(_printable(part["text"]), level=2)


def _list(word: Any, part: Part) -> None:
    for item in part["items"]:
        word.add_paragraph(_printable(item), style="List Bullet")


def _point(word: Any, part: Part) -> None:
    words = word.add_paragraph()
    words.add_run(_printable(f"{part['number']}. {part['text']}")).bold = True
    _about(word, part)


def _example(word: Any, part: Part) -> None:
    _heading(word, part)
    _about(word, part)


def _about(word: Any, part: Part) -> None:
    if part["about"]:
        word.add_paragraph(_printable(part["about"]), style="Caption")


def _bar(word: Any, part: Part) -> None:
    """A chart in Word is the table of its figures: it can be edited and read aloud."""
    rows = [
        {"cells": [one["label"], str(one["count"])], "section": False}
        for one in reversed(part["parts"])
    ]
    _table(word, part["caption"], [_("Level"), _("Quality indicators")], rows)


def _table_of(word: Any, part: Part) -> None:
    _table(word, part["caption"], part["header"], part["rows"])


def _table(word: Any, caption: str, header: list[str], rows: list[Part]) -> None:
    word.add_paragraph(_printable(caption), style="Caption")
    table = word.add_table(rows=1, cols=len(header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.paragraphs[0].add_run(_printable(text)).bold = True
    repeated = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in rows:
        cells = table.add_row().cells
        if row["section"]:
            cells[0].merge(cells[-1]).paragraphs[0].add_run(_printable(row["cells"][0])).bold = True
            continue
        for cell, text in zip(cells, row["cells"], strict=True):
            cell.text = _printable(text)
    word.add_paragraph()


def _printable(text: str) -> str:
    """Without what XML cannot hold."""
    return text.translate(BEYOND_XML)


def _same_bytes(word: Any) -> bytes:
    """The file with its members dated alike: Word's container remembers the clock otherwise."""
    made, again = BytesIO(), BytesIO()
    word.save(made)
    with ZipFile(made) as first, ZipFile(again, "w", ZIP_DEFLATED) as second:
        for name in first.namelist():
            second.writestr(ZipInfo(name, _SAME_TIME), first.read(name), ZIP_DEFLATED)
    return again.getvalue()


_STYLES = {"quote": "Quote"}
_DRAWN: Mapping[str, Callable[[Any, Part], None]] = {
    "chapter": _chapter,
    "heading": _heading,
    "list": _list,
    "point": _point,
    "example": _example,
    "bar": _bar,
    "table": _table_of,
}
