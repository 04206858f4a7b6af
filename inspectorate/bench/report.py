"""P6: a report of 40 pages with 18 charts as PDF, beside the typesetter alone on a prepared input."""

import re
import resource
from argparse import ArgumentParser
from functools import partial
from typing import Any

from evaluations.documents.layout import laid_out
from evaluations.documents.pdf import as_data, as_pdf
from evaluations.documents.typeset import printable, typeset
from evaluations.rules.report_text import blocks
from inspectorate.bench.timing import in_turns, verdict
from inspectorate.kernel.web.charts import COLOURS

GOAL, GOAL_MEMORY = 2, 150
ROUNDS = 7
INDICATORS = 18
CHAPTERS, PARAGRAPHS = 12, 45
WORDS = (
    "Staff across services shared information promptly when they were concerned about a child. "
    "In most cases an assessment was complete within the time the partnership had set itself. "
    "Children said that somebody listened to them, and that what they said made a difference. "
)
LEVELS = ("excellent", "very good", "good", "satisfactory", "weak", "unsatisfactory")
ABOUT: dict[str, Any] = {
    "title": "Services to protect children in an invented area",
    "area": {"code": "A00", "name": "An invented area"},
    "programme": {"code": "bench", "title": "Measured"},
    "inspection": {
        "reference": "bench",
        "kind": "full",
        "fieldwork_from": "2026-03-02",
        "fieldwork_to": "2026-03-20",
    },
    "edition": {"code": "bench", "title": "Invented", "digest": ""},
    "scale": {
        "levels": [
            {"code": label, "number": COLOURS - at, "label": label, "meaning": f"{label}."}
            for at, label in enumerate(LEVELS)
        ],
        "non_grades": [],
    },
    "main_points": [],
    "good_practice": [],
    "sources": [],
}


def document() -> dict[str, Any]:
    """A report of the length of the longest of the first cycle; its content is invented."""
    text = "\n\n".join(f"{number}. {WORDS}" for number in range(1, PARAGRAPHS + 1))
    chapters = [
        {
            "id": str(number),
            "number": number,
            "title": f"Chapter {number}",
            "kind": "evaluations" if number == 2 else "text",  # noqa: PLR2004
            "blocks": [one.as_data() for one in blocks(text)],
        }
        for number in range(1, CHAPTERS + 1)
    ]
    return {
        **ABOUT,
        "chapters": chapters,
        "evaluations": [
            {
                "code": f"{1 + at // 3}.{1 + at % 3}",
                "title": "Children are listened to, understood and respected",
                "section": str(1 + at // 3),
                "level": LEVELS[at % len(LEVELS)],
                "level_set": None,
                "non_grade": None,
            }
            for at in range(INDICATORS)
        ],
    }


def work() -> bytes:
    """What the worker does for one report: from the document to the bytes."""
    return as_pdf(laid_out(document(), inspectorate="Measured"))


def pages_of(pdf: bytes) -> int:
    """How many pages a PDF says it has."""
    return max(int(one) for one in re.findall(rb"/Count (\d+)", pdf))


def run(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="bin/bench report")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args(arguments)
    work()
    # Read now: a process is charged with what its parent had when it was begun.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    prepared = printable(as_data(laid_out(document(), inspectorate="Measured")))
    ours, theirs = in_turns(work, partial(typeset, prepared), chosen.rounds)
    print(
        verdict(
            "P6",
            ratio=ours / theirs,
            goal=GOAL,
            pages=pages_of(work()),
            charts=INDICATORS,
            ms=round(ours),
            floor_ms=round(theirs),
        )
    )
    print(f"P6 memory_mb={memory} goal<={GOAL_MEMORY} {'ok' if memory <= GOAL_MEMORY else 'short'}")
    return 0
