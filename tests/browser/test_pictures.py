"""The pictures of the guides, made only when asked for.

``PICTURES=docs/pictures bin/test tests/browser/test_pictures.py`` writes them.
"""

import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser import pages
from tests.browser.palette import smaller

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.skipif("PICTURES" not in os.environ, reason="PICTURES says where they go"),
]

AUDITOR = "Morag Sutherland"
WANTED = (
    ("start", pages.INSPECTOR, "/hmie/"),
    ("recording", pages.INSPECTOR, "{inspection}/recording/3.3"),
    ("evidence", pages.INSPECTOR, "{inspection}/evidence?words=record"),
    ("concern", pages.INSPECTOR, "/hmie/child-at-risk?inspection={id}"),
    ("matrix", pages.LEAD, "{inspection}/matrix"),
    ("sample", pages.LEAD, "{inspection}/sample"),
    ("read-log", AUDITOR, "/hmie/read-log"),
    ("our-committee", pages.PARTNER, "/hmie/our-committee/{committee}"),
)
"""A picture's name, who looks, and at what."""
OF_REPORTS = {
    "judging": "judging",
    "both-sides": "moderation-compare",
    "report-chapter": "report-chapter",
    "factual-accuracy": "accuracy",
    "release": "release-approve",
    "explained": "evaluation-explained",
    "public-report": "public-report",
}
OF_FOLLOWING = {
    "desk": "desk",
    "point-line": "main-point",
    "diary": "committee-diary",
    "brief": "committee-brief",
    "action-plan": "plan",
    "improvement-plan": "improvement",
    "round-point": "round-point",
    "rounds-compared": "rounds-compared",
    "planning": "planning",
    "reminder-rules": "following-rules",
    "points-analysis": "points-analysis",
    "self-evaluation": "self-evaluation",
}
"""A picture's name, and the page of the demonstration that it shows."""


def take(sign_in: Any, folder: Path) -> list[Path]:
    """Every picture, each page opened by whose page it is."""
    made = []
    known = pages.arguments()[""]
    inspection, committee = str(known["inspection"]), str(known["body"])
    named = {"inspection": f"/hmie/inspections/{inspection}", "id": inspection}
    opened = {name: (who, path) for who, name, path in pages.addresses()}
    shown = OF_REPORTS | OF_FOLLOWING
    wanted = [*WANTED, *((name, *opened[page]) for name, page in shown.items())]
    for name, who, page in wanted:
        window = sign_in(who)
        answer = window.goto(page.format(committee=committee, **named))
        assert answer.status == 200, name
        window.wait_for_load_state("networkidle")
        made.append(folder / f"{name}.png")
        window.screenshot(path=str(made[-1]))
        smaller(made[-1])
    return made


def test_the_pictures_of_the_guides(as_one_of_the_cast: Any, pictures: Path) -> None:
    made = take(as_one_of_the_cast, pictures)
    assert len(made) == len(WANTED) + len(OF_REPORTS) + len(OF_FOLLOWING)
    assert all(one.stat().st_size > 5_000 for one in made)
