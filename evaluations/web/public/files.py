"""Tables and licences as the public takes them away."""

import csv
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

from inspectorate.kernel.sheets import for_spreadsheet


def as_csv(lines: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """Lines of text as a CSV file, UTF-8, safe to open in a spreadsheet."""
    response = HttpResponse(content_type="text/csv; charset=utf-8; header=present")
    response["Content-Disposition"] = f'attachment; filename="{_safe(name)}"'
    writer = csv.writer(response)
    for line in lines:
        writer.writerow([for_spreadsheet(cell) for cell in line])
    return response


def _safe(name: str) -> str:
    return "".join(one if one.isascii() and (one.isalnum() or one in "-.") else "-" for one in name)


def licence(request: Any) -> dict[str, str]:
    """Whose data it is, under which licence, and what must be said of its areas, in the
    inspectorate's own words; empty where it has said nothing."""
    here = request.inspectorate
    return {"publisher": here.name, "attribution": here.attribution, "notice": here.notice}
