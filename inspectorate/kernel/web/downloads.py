"""Tables that people take away from a page."""

import csv
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from inspectorate.kernel.sheets import for_spreadsheet

CSV = "text/csv; charset=utf-8; header=present"


def as_csv(rows: Iterable[Sequence[object]], name: str, *, marked: bool = False) -> HttpResponse:
    """Rows, the head first, as a CSV file in UTF-8 that is safe to open in a spreadsheet.

    ``name`` is the file's, without its ending; what a file name cannot hold becomes a hyphen.
    ``marked``: begins with the mark by which older spreadsheets know UTF-8.
    """
    response = HttpResponse(content_type=CSV)
    safe = "".join(one if one.isascii() and (one.isalnum() or one in "-.") else "-" for one in name)
    response["Content-Disposition"] = f'attachment; filename="{safe}.csv"'
    if marked:
        response.write("\ufeff")
    writer = csv.writer(response)
    for row in rows:
        writer.writerow([for_spreadsheet(cell) for cell in row])
    return response
