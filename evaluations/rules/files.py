"""Which files can be brought: their names, their size, and whether they are what their name says.

A file is known by its content and by the end of its name; the two must agree. Nothing is unpacked:
of an archive only its directory and, bounded, its list of contents are read.
"""

import io
import lzma
import re
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum

LARGEST = 20 * 1024 * 1024
"""Bytes."""
LONGEST_NAME = 200
LARGEST_UNPACKED = 300 * 1024 * 1024
"""Bytes an office document may unpack to, as its directory says."""
MOST_PARTS = 10_000
LARGEST_LIST = 2 * 1024 * 1024
WHERE_PDF_BEGINS = 1024


class Holds(StrEnum):
    """How a kind is told by its content."""

    PDF = "pdf"
    PICTURE = "picture"
    OFFICE = "office"
    OPEN_DOCUMENT = "open-document"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file. ``mark``: what it begins with, the folder of its main part, or its own name
    for itself, as ``holds`` has it. ``shown``: a browser can show it without opening a program."""

    ending: str
    media_type: str
    holds: Holds
    mark: bytes = b""
    shown: bool = False


_OFFICE = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
KINDS: dict[str, Kind] = {
    one.ending: one
    for one in (
        Kind("pdf", "application/pdf", Holds.PDF, b"%PDF-", True),
        Kind("png", "image/png", Holds.PICTURE, b"\x89PNG\r\n\x1a\n", True),
        Kind("jpg", "image/jpeg", Holds.PICTURE, b"\xff\xd8\xff", True),
        Kind("jpeg", "image/jpeg", Holds.PICTURE, b"\xff\xd8\xff", True),
        Kind("webp", "image/webp", Holds.PICTURE, b"RIFF", True),
        Kind("docx", f"{_OFFICE}wordprocessingml.document", Holds.OFFICE, b"word/"),
        Kind("xlsx", f"{_OFFICE}spreadsheetml.sheet", Holds.OFFICE, b"xl/"),
        Kind("pptx", f"{_OFFICE}presentationml.presentation", Holds.OFFICE, b"ppt/"),
        Kind("odt", f"{_ODF}text", Holds.OPEN_DOCUMENT),
        Kind("ods", f"{_ODF}spreadsheet", Holds.OPEN_DOCUMENT),
        Kind("txt", "text/plain", Holds.TEXT, shown=True),
        Kind("csv", "text/csv", Holds.TEXT),
    )
}
SHOWN = frozenset(one.media_type for one in KINDS.values() if one.shown)
"""Media types that a page may show; all others are only downloaded."""
ENDINGS = ", ".join(KINDS)
_WITH_MACROS = {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"}
_OLD = {"doc": "docx", "xls": "xlsx", "ppt": "pptx"}
_NOT_IN_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
MACROS = "It holds macros, which are not taken. Save it without macros, for example as .docx."


def name_fault(name: str) -> str:
    """What is wrong with a file's name; empty when nothing is."""
    if not name.strip() or name.startswith("."):
        return "Give the file a name that does not begin with a dot."
    if len(name) > LONGEST_NAME:
        return f"Give the file a shorter name: at most {LONGEST_NAME} characters."
    if "/" in name or "\\" in name:
        return "Give the file a name without / and \\."
    # Cc and Cf: control characters, and those that turn the direction of writing, by which
    # "fdp.exe" is made to look like "exe.pdf"; Cs cannot be stored.
    if any(unicodedata.category(one) in {"Cc", "Cf", "Cs"} for one in name):
        return "The file's name has a character that cannot be shown. Rename it."
    return ""


def renamed(name: str, called: str) -> str:
    """The name under which a file is kept that is to be ``called`` otherwise; its own where that is
    empty. The ending stays, since it says what the file is."""
    called = " ".join(called.split())
    ending = name.rpartition(".")[2] if "." in name else ""
    if not called or not ending or called.lower().endswith(f".{ending.lower()}"):
        return called or name
    return f"{called}.{ending}"


def kind_of(name: str, content: bytes) -> Kind | str:
    """The kind of a file, or why it is not taken: a sentence that says what to do."""
    fault = name_fault(name) or _size_fault(len(content))
    if fault:
        return fault
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    kind = KINDS.get(ending)
    if kind is None:
        return _unknown(ending)
    return _content_fault(kind, content) or kind


def _size_fault(size: int) -> str:
    if not size:
        return "The file is empty. Check that it was saved, and choose it again."
    if size > LARGEST:
        return (
            f"The file is larger than {LARGEST // 1024 // 1024} MB. Make its pictures smaller, or "
            "divide it."
        )
    return ""


def _unknown(ending: str) -> str:
    if ending in _WITH_MACROS:
        return MACROS
    if ending in _OLD:
        return f"This is an older kind of document. Save it as .{_OLD[ending]} and choose that."
    return f"Files of this kind are not taken. Choose one of these: {ENDINGS}."


def _content_fault(kind: Kind, content: bytes) -> str:
    looked = {
        Holds.PDF: lambda: kind.mark in content[:WHERE_PDF_BEGINS],
        Holds.PICTURE: lambda: _is_picture(kind, content),
        Holds.TEXT: lambda: charset_of(content) != "",
    }.get(kind.holds)
    if looked is None:
        return _archive_fault(kind, content)
    return "" if looked() else _not_that(kind)


def _not_that(kind: Kind) -> str:
    return (
        f"The name says .{kind.ending}, but the content is something else. Open it in the program "
        "it was made with and save it again."
    )


def _is_picture(kind: Kind, content: bytes) -> bool:
    if kind.ending == "webp" and content[8:12] != b"WEBP":
        return False
    return content.startswith(kind.mark)


def charset_of(content: bytes) -> str:
    """The character set of a text: UTF-8, UTF-16 with its mark, or Windows-1252; empty for what is no
    text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16" if _decodes(content, "utf-16") else ""
    if _NOT_IN_TEXT.search(content):
        return ""
    return next((one for one in ("utf-8", "windows-1252") if _decodes(content, one)), "")


def _decodes(content: bytes, charset: str) -> bool:
    try:
        content.decode(charset)
    except UnicodeDecodeError:
        return False
    return True


def _archive_fault(kind: Kind, content: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            fault = _parts_fault(parts)
            if fault:
                return fault
            names = {one.filename for one in parts}
            if kind.holds is Holds.OFFICE:
                return _office_fault(kind, archive, names)
            return _open_document_fault(kind, archive, names)
    # A damaged archive fails in many ways: offsets, compression methods, checksums, recursion.
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        OSError,
        ValueError,
        RuntimeError,
        EOFError,
    ):
        return _not_that(kind)


def _parts_fault(parts: list[zipfile.ZipInfo]) -> str:
    if any(one.flag_bits & 0x1 for one in parts):
        return "The file asks for a password. Save it without one; access is kept here instead."
    too_much = sum(one.file_size for one in parts) > LARGEST_UNPACKED
    if too_much or len(parts) > MOST_PARTS:
        return "The file unpacks to more than can be opened safely. Divide it."
    return ""


def _office_fault(kind: Kind, archive: zipfile.ZipFile, names: set[str]) -> str:
    if "[Content_Types].xml" not in names or not any(
        one.startswith(kind.mark.decode()) for one in names
    ):
        return _not_that(kind)
    listed = _bounded(archive, "[Content_Types].xml").lower()
    if b"macroenabled" in listed or any("vbaproject" in one.lower() for one in names):
        return MACROS
    return ""


def _open_document_fault(kind: Kind, archive: zipfile.ZipFile, names: set[str]) -> str:
    if "mimetype" not in names or _bounded(archive, "mimetype").strip() != kind.media_type.encode():
        return _not_that(kind)
    if any(one.startswith(("Basic/", "Scripts/")) for one in names):
        return MACROS
    return ""


def _bounded(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(LARGEST_LIST)
