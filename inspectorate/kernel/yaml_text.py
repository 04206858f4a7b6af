"""Writing YAML that reads well and is always the same for the same content.

Mappings and lists of mappings are blocks; a list of short texts is one line. Text stands plain where
nothing could be made of it but text, otherwise in double quotes; long text is folded, and text with
line breaks stands as it is. Text must be as ``yaml_fields`` gives it: single spaces, no characters
that do not show.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from textwrap import wrap
from typing import Final

WIDTH: Final = 100

Content = str | int | date | Mapping[str, "Content"] | Sequence["Content"]
"""What can be written: text, whole numbers and truth, days, mappings and lists of the same."""

_PLAIN = re.compile(r"[^\W\d_](?:[\w .,;'’()/%?+-]|:(?! |$))*(?<! )")
_FIGURE = re.compile(r"\d{1,3}(?:\.\d{1,6})?%|\d{1,6}/\d{1,6}", re.ASCII)
_KEY = re.compile(r"[A-Za-z][\w-]*", re.ASCII)
_RESERVED = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def write_yaml(content: Mapping[str, Content]) -> str:
    """The document, ending in a line break."""
    return "".join(f"{line}\n" if line.strip() else "\n" for line in _mapping(content, 0))


def _mapping(content: Mapping[str, Content], indent: int) -> Iterator[str]:
    for key, value in content.items():
        name = key if _KEY.fullmatch(key) and key.casefold() not in _RESERVED else _quoted(key)
        yield from _under(f"{' ' * indent}{name}:", value, indent + 2)


def _under(head: str, value: Content, indent: int) -> Iterator[str]:
    """A value after its key, or after the dash that begins an item."""
    if isinstance(value, str):
        yield from _text(head, value, indent)
    elif isinstance(value, Mapping):
        yield head if value else f"{head} {{}}"
        yield from _mapping(value, indent)
    elif isinstance(value, Sequence):
        yield from _sequence(head, value, indent)
    else:
        yield f"{head} {_figure(value)}"


def _figure(value: int | date) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _text(head: str, text: str, indent: int) -> Iterator[str]:
    margin = " " * indent
    if "\n" in text:
        yield f"{head} |-"
        yield from (f"{margin}{line}" for line in text.split("\n"))
        return
    line = f"{head} {_scalar(text)}"
    if len(line) <= WIDTH or " " not in text:
        yield line
        return
    yield f"{head} >-"
    room = max(WIDTH - indent, 40)
    for part in wrap(text, room, break_long_words=False, break_on_hyphens=False):
        yield f"{margin}{part}"


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) or _FIGURE.fullmatch(text)
    return text if plain and text.casefold() not in _RESERVED else _quoted(text)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _sequence(head: str, items: Sequence[Content], indent: int) -> Iterator[str]:
    texts = [item for item in items if isinstance(item, str) and "\n" not in item]
    line = f"{head} [{', '.join(_in_brackets(text) for text in texts)}]"
    if len(texts) == len(items) and len(line) <= WIDTH:
        yield line
        return
    yield head
    for item in items:
        yield from _item(item, indent)


def _item(item: Content, indent: int) -> Iterator[str]:
    margin = " " * indent
    if isinstance(item, Mapping) and item:
        lines = _mapping(item, indent + 2)
        yield f"{margin}- {next(lines)[indent + 2 :]}"
        yield from lines
    else:
        yield from _under(f"{margin}-", item, indent + 2)


def _in_brackets(text: str) -> str:
    return _quoted(text) if "," in text or "?" in text else _scalar(text)
