"""The areas file: one local authority area to a row, with the bodies that serve it.

``code,name,child_protection_committee,health_boards,police_force,pilot,gss_code``; only ``code`` and
``name`` are needed, and ``health_boards`` are separated by ``;``.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from inspectorate.kernel.cells import Wrong, code_of, yes_or_no
from inspectorate.kernel.faults import FaultList
from inspectorate.kernel.tables import Columns, Source, Table, shown

COLUMNS = Columns(
    required=("code", "name"),
    optional=("child_protection_committee", "health_boards", "police_force", "pilot", "gss_code"),
    text=(
        "code",
        "name",
        "child_protection_committee",
        "health_boards",
        "police_force",
        "gss_code",
    ),
)
GSS_CODE = r"^[A-Z][0-9]{8}\Z"
"""A code of the Government Statistical Service: a letter for the country, two digits for the kind of
area, six for the area. Source: Office for National Statistics, coding and naming policy."""
LONGEST_NAME = 200
MOST_AREAS = 10_000


class AreaRow(NamedTuple):
    """One area as the file has it. A body that is not named is an empty string.

    ``pilot`` is None where the file has no such column: it says nothing about pilots then.
    ``gss_code`` is empty where the file gives none.
    """

    code: str
    name: str
    committee: str
    health_boards: tuple[str, ...]
    police_force: str
    pilot: bool | None
    line: int
    gss_code: str = ""


def read_areas(source: Source) -> Iterator[AreaRow]:
    """The file's areas, one by one. Raises ``Faulty`` at the end when anything was wrong.

    Rows that are right are given as they are read: keep them apart until the last has come.
    """
    faults = FaultList()
    file = _AreasFile(faults)
    for line, cells in Table(source, faults).rows(COLUMNS):
        if (row := file.row(line, cells)) is not None:
            yield row
    faults.raise_if_any()


class _AreasFile:
    """What is remembered between rows: codes and names, each with the line it was first on."""

    def __init__(self, faults: FaultList) -> None:
        self._faults = faults
        self._codes: dict[str, int] = {}
        self._gss_codes: dict[str, int] = {}
        self._names: dict[str, int] = {}
        self._spellings: dict[tuple[str, str], tuple[str, int]] = {}

    def row(self, line: int, cells: dict[str, str]) -> AreaRow | None:
        before = len(self._faults)
        code = self._code(line, cells["code"])
        name = self._name(line, cells["name"])
        committee = self._body(line, "child_protection_committee", cells)
        force = self._body(line, "police_force", cells)
        boards = self._boards(line, cells.get("health_boards", ""))
        gss_code = self._gss_code(line, cells.get("gss_code", ""))
        pilot = yes_or_no(cells["pilot"]) if "pilot" in cells else None
        if isinstance(pilot, Wrong):
            self._faults.add(line, "pilot", pilot)
        if isinstance(pilot, Wrong) or len(self._faults) > before:
            return None
        return AreaRow(code, name, committee, boards, force, pilot, line, gss_code)

    def _code(self, line: int, text: str) -> str:
        code = code_of(text, "code of the area")
        if isinstance(code, Wrong):
            self._faults.add(line, "code", code)
        elif code in self._codes:
            reason = f"{shown(code)} is on line {self._codes[code]} already. Each area has one row."
            self._faults.add(line, "code", reason)
        elif len(self._codes) >= MOST_AREAS:
            raise self._faults.stop(
                line, "", f"There are more than {MOST_AREAS:,} areas in the file."
            )
        else:
            self._codes[code] = line
        return code

    def _name(self, line: int, text: str) -> str:
        name = self._plain(line, "name", text)
        if not name:
            self._faults.add(line, "name", "The name of the area is empty. It is needed.")
            return name
        first = self._names.setdefault(name.casefold(), line)
        if first != line:
            reason = f"{shown(name)} is the name of the area on line {first} too. Tell them apart."
            self._faults.add(line, "name", reason)
        return name

    def _gss_code(self, line: int, text: str) -> str:
        """The area's code in the national statistics; one area has it."""
        if not text:
            return ""
        if not re.match(GSS_CODE, text):
            reason = (
                f"{shown(text)} is no GSS code: a capital letter and eight digits, as S12000033."
            )
            self._faults.add(line, "gss_code", reason)
        elif (first := self._gss_codes.setdefault(text, line)) != line:
            self._faults.add(line, "gss_code", f"{shown(text)} is on line {first} already.")
        return text

    def _body(self, line: int, field: str, cells: dict[str, str]) -> str:
        return self._spelt(line, field, self._plain(line, field, cells.get(field, "")))

    def _boards(self, line: int, text: str) -> tuple[str, ...]:
        field = "health_boards"
        names = [self._plain(line, field, one) for one in text.split(";")]
        named = [self._spelt(line, field, name) for name in names if name]
        if len(set(named)) < len(named):
            self._faults.add(line, field, "A health board is named twice for this area.")
        return tuple(named)

    def _plain(self, line: int, field: str, text: str) -> str:
        """A name with its white space made single."""
        name = " ".join(text.split())
        if len(name) > LONGEST_NAME:
            self._faults.add(
                line, field, f"{shown(name)} is longer than {LONGEST_NAME} characters."
            )
        return name

    def _spelt(self, line: int, field: str, name: str) -> str:
        """One body is one name: a second way of writing it would silently make a second body."""
        first, on = self._spellings.setdefault((field, name.casefold()), (name, line))
        if first != name:
            reason = f"{shown(name)} is written {shown(first)} on line {on}. Write it one way."
            self._faults.add(line, field, reason)
        return name
