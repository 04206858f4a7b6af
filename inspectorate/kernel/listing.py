"""Lists for the API: fixed SQL, keyset pages, rows by cursor. No count, no offset.

A page is "the next n rows after this id". Rows that are added or removed meanwhile neither repeat
nor push out what a client has yet to see.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.db import connection

from inspectorate.kernel.errors import Invalid, NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

LARGEST_PAGE = 500
USUAL_PAGE = 100
Parser = Callable[[str], Any]


@dataclass(frozen=True)
class Filter:
    """One query parameter: a piece of SQL with one ``%s``, and how to read what was sent."""

    sql: str
    parse: Parser = str


@dataclass(frozen=True)
class Listing:
    """What a list shows. ``source`` is the from clause; ``key`` the bigint column pages run along.

    ``columns`` maps JSON keys to SQL; ``make`` turns a row (the values in that order, the key
    first) into the JSON record.

    ``beside``: joins that neither drop nor repeat a row. They are made for the rows of one page
    only, after these were found in ``source``, of which alone the filters then speak: a planner
    that thinks little is left after so many joins would otherwise make them for every row.
    """

    source: str
    key: str
    columns: Mapping[str, str]
    make: Callable[[Sequence[Any]], dict[str, Any]]
    scoped: str
    filters: Mapping[str, Filter] = field(default_factory=dict)
    beside: str = ""

    def page(
        self,
        parameters: Mapping[str, str],
        *,
        path: str,
        where: str = "",
        values: Sequence[Any] = (),
    ) -> dict[str, Any]:
        """A page as the contract has it: results, next, previous. Raises Invalid on bad parameters."""
        size, after, backwards = _position(parameters)
        conditions = [f"{self.scoped} = %s"]
        arguments: list[Any] = [require_inspectorate_id()]
        if where:
            conditions.append(where)
            arguments += values
        kept = {"page_size": str(size)} if "page_size" in parameters else {}
        for name, sent in parameters.items():
            if name in {"cursor", "page_size"}:
                continue
            conditions.append(self._filter(name).sql)
            arguments.append(_parsed(self._filter(name), name, sent))
            kept[name] = sent
        if after is not None:
            conditions.append(f"{self.key} {'<' if backwards else '>'} %s")
            arguments.append(after)
        sql = self._sql(conditions, f"{self.key} {'desc' if backwards else 'asc'}", size + 1)
        with connection.cursor() as cursor:
            cursor.execute(sql, arguments)
            rows = cursor.fetchall()
        more = len(rows) > size
        rows = rows[:size]
        if backwards:
            rows.reverse()
        return {
            "results": [self.make(row) for row in rows],
            "next": _link(path, kept, rows, last=True) if rows and (more or backwards) else None,
            "previous": _link(path, kept, rows, last=False)
            if rows and (after is not None) and (more or not backwards)
            else None,
        }

    def one(self, number: int, *, where: str = "", values: Sequence[Any] = ()) -> dict[str, Any]:
        """The record with this key, as the list shows it. Raises NotFound."""
        conditions = [f"{self.scoped} = %s", f"{self.key} = %s", *([where] if where else [])]
        sql = self._sql(conditions, self.key, 1)
        with connection.cursor() as cursor:
            cursor.execute(sql, [require_inspectorate_id(), number, *values])
            row = cursor.fetchone()
        if row is None:
            raise NotFound
        return self.make(row)

    def _sql(self, conditions: Sequence[str], order: str, most: int) -> str:
        shown = f"select {self.key}, {', '.join(self.columns.values())} from"
        narrowed = f"where {' and '.join(conditions)} order by {order} limit {most}"
        if not self.beside:
            return f"{shown} {self.source} {narrowed}"
        alias = self.source.rsplit(" ", 1)[-1]
        page = f"(select {alias}.* from {self.source} {narrowed}) {alias}"
        return f"{shown} {page} {self.beside} order by {order}"

    def _filter(self, name: str) -> Filter:
        try:
            return self.filters[name]
        except KeyError:
            known = ", ".join(sorted(self.filters)) or "none"
            raise Invalid({name: f"There is no such filter. Known: {known}."}) from None


def _parsed(one: Filter, name: str, sent: str) -> Any:
    if "\x00" in sent:
        raise Invalid({name: "A NUL character cannot be searched for."})
    try:
        return one.parse(sent)
    except NotFound:
        return -1
    except ValueError as error:
        raise Invalid({name: str(error) or "This cannot be read."}) from None


def _position(parameters: Mapping[str, str]) -> tuple[int, int | None, bool]:
    sent = parameters.get("page_size", str(USUAL_PAGE))
    if not (sent.isascii() and sent.isdigit() and len(sent) < 6 and 1 <= int(sent) <= LARGEST_PAGE):  # noqa: PLR2004
        raise Invalid({"page_size": f"Use a whole number from 1 to {LARGEST_PAGE}."})
    cursor = parameters.get("cursor")
    if cursor is None:
        return int(sent), None, False
    try:
        text = urlsafe_b64decode(cursor.encode() + b"==").decode("ascii")
        direction, number = text[0], int(text[1:])
        if direction not in "><" or not 0 <= number < 1 << 62:
            raise ValueError
    except (ValueError, IndexError):
        raise Invalid({"cursor": "Take the cursor from a next or previous address."}) from None
    return int(sent), number, direction == "<"


def _link(path: str, kept: Mapping[str, str], rows: Sequence[Any], *, last: bool) -> str:
    mark = f"{'>' if last else '<'}{rows[-1 if last else 0][0]}"
    cursor = urlsafe_b64encode(mark.encode()).decode().rstrip("=")
    return f"{path}?{urlencode({**kept, 'cursor': cursor})}"
