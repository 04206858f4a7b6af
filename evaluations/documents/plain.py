"""A report as plain text: what anybody can read with anything, and what golden files compare."""

from collections.abc import Callable, Mapping

from evaluations.documents.layout import Layout, Part


def as_text(layout: Layout) -> str:
    """The whole report, a blank line between its parts."""
    facts = [f"{name}: {value}" for name, value in layout.facts]
    head = [layout.inspectorate, layout.title, "\n".join(facts), layout.notice]
    return "\n\n".join([*(one for one in head if one), *map(_part, layout.parts)]) + "\n"


def _part(part: Part) -> str:
    written = _WRITTEN.get(part["kind"])
    return written(part) if written else str(part["text"])


def _chapter(part: Part) -> str:
    return f"{part['number']}. {part['text']}".upper()


def _heading(part: Part) -> str:
    return str(part["text"]).upper()


def _list(part: Part) -> str:
    return "\n".join(f"- {item}" for item in part["items"])


def _quote(part: Part) -> str:
    return f"“{part['text']}”"


def _point(part: Part) -> str:
    return f"{part['number']}. {part['text']}\n{part['about']}".strip()


def _example(part: Part) -> str:
    return f"{part['text']}\n{part['about']}".strip()


def _bar(part: Part) -> str:
    return str(part["alt"])


def _table(part: Part) -> str:
    rows = (" | ".join(filter(None, row["cells"])) for row in part["rows"])
    return "\n".join([part["caption"], " | ".join(part["header"]), *rows])


_WRITTEN: Mapping[str, Callable[[Part], str]] = {
    "chapter": _chapter,
    "heading": _heading,
    "list": _list,
    "quote": _quote,
    "point": _point,
    "example": _example,
    "bar": _bar,
    "table": _table,
}
