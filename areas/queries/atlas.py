"""What surrounds an area in a span of days: what it was and became, its committee, who serves it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from areas.models import BODIES, AreaSuccession, LocalAuthorityArea
from areas.terms import BodyKind

type Link = tuple[int, int, str, date | None, date | None]
"""An area, a body, the body's name, and the days between which the one serves the other."""

KINDS = (BodyKind.COMMITTEE, BodyKind.HEALTH_BOARD, BodyKind.POLICE_FORCE)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """One area and what it shares with others, in a span of days.

    ``kin`` are the areas that it succeeded or was succeeded by, however often removed;
    ``with_it`` the other areas of its committees. Both by row, with their names.
    """

    id: int
    name: str
    kin: Mapping[int, str]
    with_it: Mapping[int, str]
    committees: tuple[str, ...]
    health_boards: tuple[str, ...]
    police_forces: tuple[str, ...]


class AreaAtlas:
    """Every area of the open scope with its links and successions, read once. Five statements."""

    def __init__(self) -> None:
        self.names: dict[int, str] = dict(LocalAuthorityArea.objects.values_list("pk", "name"))
        self._kin: dict[int, set[int]] = defaultdict(set)
        for before, after in AreaSuccession.objects.values_list("predecessor_id", "successor_id"):
            self._kin[before].add(after)
            self._kin[after].add(before)
        self._links = {kind: _links(kind) for kind in KINDS}

    def around(self, area_id: int, first: date | None, last: date | None) -> Surroundings:
        """What surrounds an area between two days; an open day has no bound on its side."""
        committees = self._serving(BodyKind.COMMITTEE, area_id, first, last)
        bodies = set(committees)
        beside = {
            area: self.names[area]
            for area, body, _name, begins, ends in self._links[BodyKind.COMMITTEE]
            if body in bodies and area != area_id and overlap(begins, ends, first, last)
        }
        boards = self._serving(BodyKind.HEALTH_BOARD, area_id, first, last)
        forces = self._serving(BodyKind.POLICE_FORCE, area_id, first, last)
        return Surroundings(
            id=area_id,
            name=self.names[area_id],
            kin={area: self.names[area] for area in self._related(area_id)},
            with_it=beside,
            committees=tuple(committees.values()),
            health_boards=tuple(boards.values()),
            police_forces=tuple(forces.values()),
        )

    def _related(self, area_id: int) -> Iterable[int]:
        found, waiting = {area_id}, [area_id]
        while waiting:
            new = self._kin[waiting.pop()] - found
            found |= new
            waiting.extend(new)
        return sorted(found - {area_id})

    def _serving(
        self, kind: BodyKind, area_id: int, first: date | None, last: date | None
    ) -> dict[int, str]:
        return {
            body: name
            for area, body, name, begins, ends in self._links[kind]
            if area == area_id and overlap(begins, ends, first, last)
        }


def overlap(begins: date | None, ends: date | None, first: date | None, last: date | None) -> bool:
    """Whether two spans of days share one; both ends count, an open end has no bound."""
    return (begins is None or last is None or begins <= last) and (
        ends is None or first is None or first <= ends
    )


def _links(kind: BodyKind) -> list[Link]:
    shape = BODIES[kind]
    field = shape.field
    rows = shape.linking.objects.order_by(f"{field}__name").values_list(
        "area_id", f"{field}_id", f"{field}__name", "from_on", "to_on"
    )
    return list(rows)
