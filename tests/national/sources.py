"""The two demonstration sources read straight into facts, by other code than the importers."""

import csv
from datetime import date, datetime
from pathlib import Path

from inspectorate.national.rules.inputs import InspectionFact, PointFact, SummaryInputs
from tests.national.editions import HMIE_CODES, LEADERSHIP, PRACTICE

DATA = Path(__file__).resolve().parents[2] / "inspectorate" / "demo" / "data"
HMIE_AS_AT = date(2009, 11, 26)
OFSTED_AS_AT = date(2026, 12, 31)

OFSTED_COLUMNS = {
    "overall_effectiveness_grade": "overall-effectiveness",
    "impact_of_leaders_grade": LEADERSHIP,
    "help_and_protection_grade": PRACTICE[0],
    "in_care_grade": PRACTICE[1],
    "care_leavers_grade": PRACTICE[2],
}
OFSTED_WORDS: dict[str, frozenset[int] | str] = {
    "outstanding": frozenset({4}),
    "good": frozenset({3}),
    "requires improvement": frozenset({2}),
    "inadequate": frozenset({1}),
    "data_unreadable": "unreadable-in-source",
    "to requires improvement": "unreadable-in-source",
    "inspection_pre_dates_judgement": "predates-indicator",
    "not_reported_post_reform": "not-reported-after-reform",
}


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def hmie_inputs() -> SummaryInputs:
    inspections, evaluations = [], []
    for key, row in enumerate(rows("hmie-first-cycle/evaluations.csv")):
        published_on = date.fromisoformat(row["published_on"])
        inspections.append(
            InspectionFact(key, row["area_code"], f"R{key}", "full", "published", published_on)
        )
        evaluations += [(key, code, frozenset({int(row[code])})) for code in HMIE_CODES]
    points = [
        PointFact(
            row["area_code"],
            int(row["number"]),
            row["indicator_code"],
            date.fromisoformat(row["follow_through_published_on"]),
            int(row["progress_level"]),
        )
        for row in rows("hmie-first-cycle/main_points_for_action.csv")
    ]
    pilots = {r["code"] for r in rows("hmie-first-cycle/areas.csv") if r["pilot"] == "yes"}
    return SummaryInputs("hmie", "first-cycle", inspections, evaluations, points, frozenset(pilots))


def ofsted_inputs() -> SummaryInputs:
    inspections, evaluations = [], []
    for key, row in enumerate(rows("ofsted-ilacs/history.csv")):
        published_on = datetime.strptime(row["publication_date"], "%d/%m/%y").date()
        kind = "short" if row["inspection_framework"] == "short" else "full"
        inspections.append(
            InspectionFact(key, row["urn"], row["inspection_link"], kind, "published", published_on)
        )
        for column, code in OFSTED_COLUMNS.items():
            if row[column]:
                evaluations.append((key, code, OFSTED_WORDS[row[column]]))
    return SummaryInputs("ofsted", "ilacs", inspections, evaluations)
