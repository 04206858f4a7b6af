"""Writing tables that people open in a spreadsheet."""

_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def for_spreadsheet(value: object) -> str:
    """A cell's text; an apostrophe goes before what a spreadsheet would run as a formula. None: empty."""
    cell = "" if value is None else str(value)
    return f"'{cell}" if cell.startswith(_RUN_AS_FORMULA) else cell
