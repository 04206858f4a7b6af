"""Lists in numbered pages."""

from typing import Any

LAST_PAGE = 100_000
DIGITS = 9
"""More digits than this are no page; so long a number is not even read."""


def page_number(request: Any) -> int:
    """The page that an address asks for; anything that is none is the first."""
    text = request.GET.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 0
    return number if 0 < number <= LAST_PAGE else 1
