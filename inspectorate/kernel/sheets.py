"""Writing tables that people open in a spreadsheet."""

_RUN_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def for_spreadsheet(cell: str) -> str:
    """A cell's text; an apostrophe goes before what a spreadsheet would run as a formula."""
    return f"'{cell}" if cell.startswith(_RUN_AS_FORMULA) else cell
