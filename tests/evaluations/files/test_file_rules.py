"""Which files are taken: what the name says and what the content is must agree."""

import io
import struct
import zipfile

import pytest
from django.conf import settings

from evaluations.rules.files import KINDS, LARGEST, MACROS, Kind, charset_of, kind_of, name_fault
from tests.evaluations.files.samples import (
    CSV,
    JPEG,
    PDF,
    PNG,
    WEBP,
    archive,
    office,
    open_document,
)

GOOD = {
    "plan.pdf": PDF,
    "PLAN.PDF": PDF,
    "map.png": PNG,
    "map.jpg": JPEG,
    "map.jpeg": JPEG,
    "map.webp": WEBP,
    "plan.docx": office("word"),
    "data.xlsx": office("xl"),
    "talk.pptx": office("ppt"),
    "plan.odt": open_document("text"),
    "data.ods": open_document("spreadsheet"),
    "notes.txt": "Naïve café — yes".encode(),
    "old.txt": "Naïve café".encode("windows-1252"),
    "wide.txt": "Naïve".encode("utf-16"),
    "data.csv": CSV,
    "two.dots.pdf": PDF,
}


@pytest.mark.parametrize("name", GOOD)
def test_what_is_what_its_name_says_is_taken(name: str) -> None:
    kind = kind_of(name, GOOD[name])
    assert isinstance(kind, Kind), kind
    assert kind.ending == name.rpartition(".")[2].lower()


@pytest.mark.parametrize("ending", KINDS)
def test_no_kind_takes_a_program_under_its_name(ending: str) -> None:
    program = b"MZ\x90\x00\x03" + b"\x00" * 200
    said = kind_of(f"holiday.{ending}", program)
    assert isinstance(said, str)
    assert "content is something else" in said


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("run.exe", b"MZ", "Files of this kind are not taken"),
        ("page.html", b"<script>", "Files of this kind are not taken"),
        ("picture.svg", b"<svg/>", "Files of this kind are not taken"),
        ("nothing", b"x", "Files of this kind are not taken"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "Save it as .docx"),
        ("plan.docm", office("word"), MACROS),
        ("plan.docx", office("word", word__vbaProject=b"x"), MACROS),
        ("plan.docx", office("word", b"application/vnd.ms-word.MacroEnabled"), MACROS),
        ("data.ods", open_document("spreadsheet", Basic__Standard=b"x"), MACROS),
        ("plan.docx", office("xl"), "content is something else"),
        ("plan.docx", archive(word__document=b"x"), "content is something else"),
        ("plan.odt", open_document("spreadsheet"), "content is something else"),
        ("plan.docx", b"PK\x03\x04 cut off", "content is something else"),
        ("map.webp", b"RIFF\x10\x00\x00\x00WAVE", "content is something else"),
        ("plan.pdf", b"<html>", "content is something else"),
        ("notes.txt", b"a\x00b", "content is something else"),
        ("empty.pdf", b"", "The file is empty"),
        ("large.txt", b"a" * (LARGEST + 1), "larger than 20 MB"),
    ],
)
def test_what_is_not_taken_says_what_to_do(name: str, content: bytes, said: str) -> None:
    found = kind_of(name, content)
    assert isinstance(found, str)
    assert said in found


def test_an_archive_that_unpacks_to_too_much_is_not_opened() -> None:
    bomb = office("word", word__big=b"0" * (1024 * 1024))
    at = bomb.rindex(b"PK\x01\x02")
    names = bomb.index(b"word/big", bomb.index(b"PK\x01\x02")) - 46
    assert at > names > 0
    # What its directory says of the part's size when unpacked: four bytes, 24 after the mark.
    huge = bomb[: names + 24] + struct.pack("<I", 4_000_000_000) + bomb[names + 28 :]
    said = kind_of("plan.docx", huge)
    assert isinstance(said, str)
    assert "unpacks to more" in said


def test_many_parts_are_too_many() -> None:
    parts = {f"word__{at}.xml": b"" for at in range(10_001)}
    said = kind_of("plan.docx", archive(**parts))
    assert isinstance(said, str)
    assert "unpacks to more" in said


def test_a_password_is_not_taken() -> None:
    locked = bytearray(office("word"))
    at = 0
    while (at := locked.find(b"PK\x01\x02", at)) >= 0:
        locked[at + 8] |= 1
        at += 4
    said = kind_of("plan.docx", bytes(locked))
    assert isinstance(said, str)
    assert "password" in said


@pytest.mark.parametrize(
    "name",
    [
        "",
        "  ",
        ".pdf",
        "a/b.pdf",
        "a\\b.pdf",
        "../plan.pdf",
        "a\x00.pdf",
        "a\n.pdf",
        "x\u202efdp.pdf",
        "a\ud800.pdf",
        "x" * 197 + ".pdf",
    ],
)
def test_names_that_mislead_or_cannot_be_kept(name: str) -> None:
    assert name_fault(name)
    assert isinstance(kind_of(name, PDF), str)


def test_a_name_in_another_script_is_a_name() -> None:
    assert name_fault("Plana dìon chloinne – Eilean Siar.pdf") == ""


def test_a_text_says_its_character_set() -> None:
    assert charset_of(b"plain") == "utf-8"
    assert charset_of("é".encode("windows-1252")) == "windows-1252"
    assert charset_of("é".encode("utf-16")) == "utf-16"
    assert charset_of(b"\x81\x8d") == ""


def test_the_largest_file_is_the_same_while_it_comes_in() -> None:
    assert settings.LARGEST_FILE == LARGEST


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_damaged_archive_is_not_taken_wherever_it_is_damaged(method: int) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive_:
        archive_.writestr("[Content_Types].xml", "<Types>" + "word and document " * 90 + "</Types>")
        archive_.writestr("word/document.xml", "<w/>" * 90)
    whole = made.getvalue()
    assert isinstance(kind_of("plan.docx", whole), Kind)
    for at in range(4, len(whole)):
        damaged = bytearray(whole)
        damaged[at] ^= 0xFF
        assert isinstance(kind_of("plan.docx", bytes(damaged)), Kind | str)
