"""Whatever stands where, reading answers with an edition or with faults that have a place."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from indicators.rules.document import Edition
from indicators.rules.reading import read_edition
from indicators.rules.writing import write_edition
from inspectorate.kernel.faults import Faulty
from tests.indicators.test_documentation import FIVE_LEVELS

EXAMPLE: dict[str, Any] = YAML(typ="safe", pure=True).load(
    FIVE_LEVELS.replace("2021-04-01", "'2021-04-01'")
)
JUNK: list[Any] = [
    None, "", "x", "\u00a0", 0, -1, 10**24, 1.5, True, [], {}, [[]], [{}], [None], {"x": None},
    {"": ""}, ["x", "x"], {"x": {"x": ["x"]}}, "x" * 20_000, ["good"] * 600, "1.1", "|", "reference",
]  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    children = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, child in children:
        yield from places(child, (*path, key))


def replaced(value: Any, path: tuple[Any, ...], junk: Any) -> Any:
    if not path:
        return junk
    key, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[key] = replaced(value[key], tuple(rest), junk)
    return copy


def removed(value: Any, path: tuple[Any, ...]) -> Any:
    key, *rest = path
    copy = dict(value) if isinstance(value, dict) else list(value)
    if rest:
        copy[key] = removed(value[key], tuple(rest))
    else:
        del copy[key]
    return copy


def outcome(document: Any) -> Edition | Faulty:
    """JSON is YAML, so that any shape can be written down."""
    data = json.dumps(document, indent=1, ensure_ascii=False).encode()
    try:
        edition = read_edition(data)
    except Faulty as refusal:
        return refusal
    assert read_edition(write_edition(edition).encode()) == edition
    return edition


def in_order(found: Edition | Faulty) -> bool:
    """An edition, or faults each of which says something, on a line or about the whole file."""
    if isinstance(found, Edition):
        return True
    return bool(found.faults) and all(one.reason and one.line != 0 for one in found.faults)


WHERE = [path for path in places(EXAMPLE) if path]


def test_the_example_itself_is_taken() -> None:
    assert isinstance(outcome(EXAMPLE), Edition)


@pytest.mark.parametrize("part", sorted({str(path[0]) for path in WHERE}))
def test_junk_in_any_place_is_taken_or_refused(part: str) -> None:
    """A sample of the junk in each place, a different one in the next, all of it over the whole."""
    mine = [path for path in WHERE if path[0] == part]
    found = [
        outcome(replaced(EXAMPLE, path, JUNK[(n * 5 + step) % len(JUNK)]))
        for n, path in enumerate(mine)
        for step in (range(len(JUNK)) if len(path) == 1 else (0,))
    ]
    assert all(in_order(one) for one in found)
    assert any(isinstance(one, Faulty) for one in found)


@pytest.mark.parametrize("path", [path for path in WHERE if len(path) <= 3], ids=str)
def test_anything_may_be_missing(path: tuple[Any, ...]) -> None:
    found = outcome(removed(EXAMPLE, path))
    assert in_order(found)
    if path in {("code",), ("title",), ("scale",), ("sections",), ("scale", "levels")}:
        assert isinstance(found, Faulty)
        assert any(str(path[-1]) in one.field for one in found.faults)
