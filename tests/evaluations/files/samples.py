"""Small files of each kind, made here."""

import io
import zipfile

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 30
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 30
WEBP = b"RIFF\x10\x00\x00\x00WEBPVP8 " + b"\x00" * 20
CSV = b"area,registrations\nA01,12\n"


def archive(**parts: bytes) -> bytes:
    """A ZIP archive; ``__`` in a name stands for ``/``."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as one:
        for name, content in parts.items():
            one.writestr(name.replace("__", "/"), content)
    return made.getvalue()


def office(main: str, listed: bytes = b"<Types/>", **more: bytes) -> bytes:
    made = io.BytesIO(archive(**{f"{main}__document.xml": b"<x/>"}, **more))
    with zipfile.ZipFile(made, "a") as one:
        one.writestr("[Content_Types].xml", listed)
    return made.getvalue()


def open_document(kind: str, **more: bytes) -> bytes:
    return archive(
        mimetype=f"application/vnd.oasis.opendocument.{kind}".encode(),
        **more,
        **{"content.xml": b""},
    )
