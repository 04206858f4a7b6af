"""A report as PDF/UA-1, typeset by Typst from a layout; text goes in as data, never as markup."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from evaluations.documents.layout import Layout

PROGRAM = Path(__file__).with_name("typeset.py")
LONGEST = 120
"""Seconds after which laying out a report is given up; the longest takes one or two."""


def as_pdf(layout: Layout, *, watermark: str = "") -> bytes:
    """The report, tagged, with bookmarks and page numbers; ``watermark`` lies behind every page.

    The same layout gives the same bytes. What the typefaces have no sign for is drawn as "□".
    Raises subprocess.SubprocessError when the typesetter fails or takes too long.
    """
    done = subprocess.run(  # noqa: S603 - this interpreter, a file of this package, no shell
        [sys.executable, "-I", str(PROGRAM)],
        input=orjson.dumps(as_data(layout, watermark)),
        capture_output=True,
        check=True,
        timeout=LONGEST,
    )
    return done.stdout


def as_data(layout: Layout, watermark: str = "") -> dict[str, Any]:
    """What the typesetter is given."""
    return {
        "title": layout.title,
        "inspectorate": layout.inspectorate,
        "facts": [list(one) for one in layout.facts],
        "notice": layout.notice,
        "parts": list(layout.parts),
        "watermark": watermark,
        "contents": _("Contents"),
        "lang": (get_language() or "en").split("-")[0],
    }
