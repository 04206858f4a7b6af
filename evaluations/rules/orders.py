"""Whether dates follow one another."""

from datetime import date


def in_order(field: str, first: date | None, last: date | None) -> dict[str, str]:
    """A fault of ``field`` when the last day is before the first; empty otherwise."""
    if first and last and last < first:
        return {field: f"The last day, {last}, is before the first, {first}."}
    return {}
