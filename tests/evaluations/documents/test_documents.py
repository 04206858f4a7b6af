"""A report as PDF, Word and text: the same words in all, tagged, deterministic, nothing read as markup.

The golden files in tests/data/report are renewed with ``RENEW_GOLDEN=1 bin/test tests/evaluations/documents``.
"""

import json
import os
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.template.loader import render_to_string
from docx import Document
from pypdf import PdfReader

from evaluations.documents.layout import laid_out
from evaluations.documents.pdf import as_pdf
from evaluations.documents.plain import as_text
from evaluations.documents.word import as_word

DATA = Path(__file__).parents[2] / "data" / "report"
HOSTILE = (
    '#let x = 1 *b* _i_ $1/0$ `raw` @ref <a> \\ #include "x" [] {} // /* \x07 \x00 \u202e ﷽ 漢 😀 Ŵ'
)


@pytest.fixture
def document() -> dict[str, Any]:
    return json.loads((DATA / "document.json").read_text(encoding="utf-8"))


@pytest.fixture
def layout(document):
    return laid_out(
        document,
        inspectorate="HM Inspectorate",
        notice="The areas are fictional.",
        published_on=date(2026, 11, 2),
        version=2,
    )


def golden(name: str, made: str) -> None:
    path = DATA / name
    if os.environ.get("RENEW_GOLDEN"):
        path.write_text(made, encoding="utf-8")
    assert made == path.read_text(encoding="utf-8")


def words_of_pdf(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages) + "\n"


def words_of_word(content: bytes) -> str:
    word = Document(BytesIO(content))
    said = []
    for part in word.iter_inner_content():
        if hasattr(part, "rows"):
            said += [
                " | ".join(dict.fromkeys(cell.text for cell in row.cells)) for row in part.rows
            ]
        else:
            said.append(f"[{part.style.name}] {part.text}")
    return "\n".join(said) + "\n"


def test_as_text(layout) -> None:
    golden("report.txt", as_text(layout))


def test_as_pdf(layout) -> None:
    made = as_pdf(layout)
    golden("pdf.txt", words_of_pdf(made))
    assert as_pdf(layout) == made, "the same report is the same bytes"


def test_as_word(layout) -> None:
    made = as_word(layout)
    golden("word.txt", words_of_word(made))
    assert as_word(layout) == made, "the same report is the same bytes"


def test_as_a_page(document) -> None:
    page = render_to_string("evaluations/report/_document.html", {"document": document})
    golden("report.html", "\n".join(line for line in page.splitlines() if line.strip()) + "\n")


def walk(node: Any, found: list[Any]) -> list[Any]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            walk(child, found)
    elif isinstance(node, dict) and "/S" in node:
        found.append(node)
        if "/K" in node and not isinstance(node["/K"], int):
            walk(node["/K"], found)
    return found


def test_the_pdf_is_tagged(layout) -> None:
    """What a validator of PDF/UA-1 looks at: the typesetter refuses to write a file that fails its
    own check of the standard, and this looks at the file that came out."""
    pdf = PdfReader(BytesIO(as_pdf(layout, watermark="Draft")))
    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.metadata.title == "Services to protect children in Torrance Vale (fictional)"
    assert "pdfuaid:part>1<" in root["/Metadata"].get_object().get_data().decode()
    tags: list[Any] = []
    for child in root["/StructTreeRoot"]["/K"]:
        walk(child, tags)
    kinds = [str(one["/S"]) for one in tags]
    assert kinds.count("/H1") == 5 + 1, "five chapters and the contents"
    assert kinds.count("/Table") == 3
    headers = [one for one in tags if one["/S"] == "/TH"]
    assert len(headers) == 6
    assert all(any("/Scope" in about.get_object() for about in one["/A"]) for one in headers), (
        "a header says of what"
    )
    figures = [one for one in tags if one["/S"] == "/Figure"]
    assert figures
    assert all(one["/Alt"] for one in figures)
    assert {"/L", "/LI", "/BlockQuote"} <= set(kinds)


def test_hostile_text_goes_through_as_it_is(document) -> None:
    document["title"] = HOSTILE
    document["chapters"][0]["blocks"][0]["text"] = HOSTILE
    document["chapters"][0]["blocks"][3]["items"] = [HOSTILE, "x" * 5000, "word " * 10_000]
    document["main_points"][0]["text"] = HOSTILE
    found = laid_out(document)
    said = words_of_pdf(as_pdf(found))
    assert '#let x = 1 *b* _i_ $1/0$ `raw` @ref <a> \\ #include "x" [] {} // /*' in " ".join(
        said.split()
    )
    assert "□" in said, "a sign that no typeface has"
    word = as_word(found)
    assert "漢 😀 Ŵ" in words_of_word(word)
    with ZipFile(BytesIO(word)) as members:
        assert members.testzip() is None


def test_what_is_not_there_is_said(document) -> None:
    document |= {"main_points": [], "good_practice": []}
    for one in document["evaluations"]:
        one |= {"level": None, "level_set": None, "non_grade": None}
    said = as_text(laid_out(document))
    assert "There is no main point for action." in said
    assert "There is no example of good practice in this report." in said
    assert "No level recorded" in said
    assert "Bar of the evaluations" not in said
    assert as_pdf(laid_out(document | {"chapters": []})).startswith(b"%PDF-")
