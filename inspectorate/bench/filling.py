"""A database of many inspectorates of very different sizes, filled through COPY."""

import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.db import connections

from indicators.operations import import_edition
from inspectorate.accounts.people import system_actor
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

EDITION = Path(__file__).parent.parent.parent / "indicators" / "editions" / "hmie-2005.yaml"
INDICATORS = 18
IN_A_PROGRAMME = 400
INSPECTORATES = 100
TABLES = (
    "areas_localauthorityarea",
    "evaluations_programme",
    "evaluations_inspection",
    "evaluations_evaluation",
    "followthrough_mainpointforaction",
    "followthrough_progress",
)
LEVELS = (1, 2, 3, 3, 4, 4, 4, 5, 5, 6)
FIRST_DAY = date(2010, 1, 1)
POINTS_EACH = 5
FOLLOWED = 10


@dataclass(frozen=True)
class Filled:
    """One inspectorate: its id, its first programme (of up to 400 areas), how many evaluations."""

    inspectorate_id: int
    slug: str
    programme_id: int
    edition_id: int
    evaluations: int


def fill(evaluations: int, seed: int = 1, inspectorates: int = INSPECTORATES) -> list[Filled]:
    """About so many evaluations over so many inspectorates, sizes falling as 1/rank (Zipf)."""
    chance = random.Random(seed)  # noqa: S311 - data for a measurement
    weights = [1 / rank for rank in range(1, inspectorates + 1)]
    inspections = [
        max(20, round(evaluations / INDICATORS * weight / sum(weights))) for weight in weights
    ]
    editions = [_inspectorate(number) for number in range(1, inspectorates + 1)]
    cursor = connections["owner"].cursor()
    _walls(cursor, raised=False)
    ids = {"area": 0, "programme": 0, "inspection": 0, "evaluation": 0, "point": 0}
    filled = [
        _fill_one(cursor, chance, ids, *edition, count)
        for edition, count in zip(editions, inspections, strict=True)
    ]
    _walls(cursor, raised=True)
    for table in TABLES:
        cursor.execute(f'vacuum (analyze) "{table}"')
    cursor.execute("vacuum (analyze) indicators_qualityindicator")
    return filled


def _walls(cursor: Any, *, raised: bool) -> None:
    """COPY does not work under row level security, and history of made-up rows is not wanted."""
    for table in TABLES:
        cursor.execute(f'alter table "{table}" {"" if raised else "no "}force row level security')
        cursor.execute(f'alter table "{table}" {"enable" if raised else "disable"} trigger user')


def _inspectorate(number: int) -> tuple[int, str, int, list[int]]:
    slug = f"bench-{number}"
    inspectorate = Inspectorate.objects.create(slug=slug, name=f"Bench {number}")
    with scope(inspectorate.pk):
        import_edition(actor=system_actor(inspectorate.pk), data=EDITION.read_bytes())
        with connections["default"].cursor() as cursor:
            cursor.execute(
                "select id, edition_id from indicators_qualityindicator order by position"
            )
            rows = cursor.fetchall()
    return inspectorate.pk, slug, rows[0][1], [row[0] for row in rows]


def _copy(cursor: Any, table: str, columns: str, lines: Iterator[str]) -> None:
    cursor.cursor.copy_expert(f"copy {table} ({columns}) from stdin", io.StringIO("".join(lines)))


def _fill_one(
    cursor: Any,
    chance: random.Random,
    ids: dict[str, int],
    inspectorate_id: int,
    slug: str,
    edition_id: int,
    indicators: list[int],
    count: int,
) -> Filled:
    first_area, programmes = ids["area"] + 1, -(-count // IN_A_PROGRAMME)
    first_programme, first_inspection = ids["programme"] + 1, ids["inspection"] + 1
    here = inspectorate_id
    _copy(
        cursor,
        "areas_localauthorityarea",
        "id, inspectorate_id, code, name, pilot, version",
        (f"{first_area + n}\t{here}\tA{n}\tArea {n}\tf\t1\n" for n in range(IN_A_PROGRAMME)),
    )
    _copy(
        cursor,
        "evaluations_programme",
        "id, inspectorate_id, code, title, edition_id, commissioned_by, version",
        (
            f"{first_programme + n}\t{here}\tp{n}\tProgramme {n}\t{edition_id}\t\t1\n"
            for n in range(programmes)
        ),
    )
    _copy(
        cursor,
        "evaluations_inspection",
        "id, inspectorate_id, programme_id, area_id, edition_id, reference, kind, status, "
        "resumes_to, published_on, published_number, version",
        (
            f"{first_inspection + n}\t{here}\t{first_programme + n // IN_A_PROGRAMME}\t"
            f"{first_area + n % IN_A_PROGRAMME}\t{edition_id}\tr{n}\tfull\tpublished\t\t"
            f"{FIRST_DAY + timedelta(days=n % 3000)}\t1\t1\n"
            for n in range(count)
        ),
    )
    _copy(
        cursor,
        "evaluations_evaluation",
        "id, inspectorate_id, programme_id, inspection_id, indicator_id, level, non_grade, "
        "rationale, version",
        _evaluations(chance, ids, here, first_programme, first_inspection, indicators, count),
    )
    _follow_up(
        cursor,
        chance,
        ids,
        (here, edition_id, first_inspection, first_programme, first_area, indicators[0], count),
    )
    ids["area"] += IN_A_PROGRAMME
    ids["programme"] += programmes
    ids["inspection"] += count + FOLLOWED
    return Filled(here, slug, first_programme, edition_id, count * len(indicators))


def _evaluations(
    chance: random.Random,
    ids: dict[str, int],
    here: int,
    first_programme: int,
    first_inspection: int,
    indicators: list[int],
    count: int,
) -> Iterator[str]:
    for n in range(count):
        programme = first_programme + n // IN_A_PROGRAMME
        for indicator in indicators:
            ids["evaluation"] += 1
            graded = chance.random() > 0.03  # noqa: PLR2004
            value = f"{chance.choice(LEVELS)}\t\\N" if graded else "\\N\tnot-graded"
            yield (
                f"{ids['evaluation']}\t{here}\t{programme}\t{first_inspection + n}\t{indicator}"
                f"\t{value}\t\t1\n"
            )


def _follow_up(
    cursor: Any, chance: random.Random, ids: dict[str, int], place: tuple[int, ...]
) -> None:
    """Ten follow-through inspections of the first programme, five main points each."""
    here, edition_id, first_inspection, programme, first_area, indicator, count = place
    extra = first_inspection + count
    _copy(
        cursor,
        "evaluations_inspection",
        "id, inspectorate_id, programme_id, area_id, edition_id, reference, kind, status, "
        "resumes_to, published_on, published_number, version",
        (
            f"{extra + n}\t{here}\t{programme}\t{first_area + n}\t{edition_id}\tf{n}\t"
            f"follow-through\tpublished\t\t{FIRST_DAY + timedelta(days=4000 + n)}\t1\t1\n"
            for n in range(FOLLOWED)
        ),
    )
    points = [(n, m) for n in range(FOLLOWED) for m in range(1, POINTS_EACH + 1)]
    first_point = ids["point"] + 1
    _copy(
        cursor,
        "followthrough_mainpointforaction",
        "id, inspectorate_id, inspection_id, number, indicator_id, text, status, version",
        (
            f"{first_point + at}\t{here}\t{first_inspection + n}\t{m}\t{indicator}\tAct\tjudged\t1\n"
            for at, (n, m) in enumerate(points)
        ),
    )
    _copy(
        cursor,
        "followthrough_progress",
        "id, inspectorate_id, point_id, inspection_id, level, rationale, version",
        (
            f"{first_point + at}\t{here}\t{first_point + at}\t{extra + n}\t"
            f"{chance.choice(LEVELS)}\t\t1\n"
            for at, (n, _m) in enumerate(points)
        ),
    )
    ids["point"] += len(points)
