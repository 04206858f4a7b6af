"""A file for spreadsheets, of any length."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from io import TextIOWrapper
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse

from inspectorate.kernel.sheets import for_spreadsheet

IN_MEMORY = 2 * 1024 * 1024
"""Bytes of a file; what is beyond waits on the disk."""


def sheet_file(name: str, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> FileResponse:
    """``rows`` as CSV, formulas made harmless. All is written before anything is sent: while the scope
    is open, and what ``rows`` cannot note as read is not sent."""
    with ExitStack() as unless_sent:
        kept = unless_sent.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        text = TextIOWrapper(kept, encoding="utf-8-sig", newline="", write_through=True)
        writer = csv.writer(text)
        writer.writerow(header)
        writer.writerows([for_spreadsheet(cell) for cell in row] for row in rows)
        text.detach()
        kept.seek(0)
        unless_sent.pop_all()
    return FileResponse(
        kept, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8"
    )
