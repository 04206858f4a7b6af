"""Factual accuracy: what can be commented on, when who does what, and when somebody is reminded.

One draft is with the partnership for a number of working days. Its committee's partners comment on
paragraphs for their agencies and return it once, as a whole; the inspection's lead, or a planner,
answers every comment and settles the round.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from evaluations.rules.report_text import BlockKind
from evaluations.terms import AccuracyStatus as R
from evaluations.terms import ChapterKind
from evaluations.terms import InspectionStatus as S

FEWEST_DAYS, MOST_DAYS = 1, 90
"""Working days that a partnership may be given."""
LATEST_EXTENSION = timedelta(days=180)
"""How far beyond today an extension may reach."""
LONGEST_TEXT = 5_000
LONGEST_NOTE = 5_000
MOST_COMMENTS = 1_000
MOST_FILES = 10
REMIND_BEFORE = (7, 1, 0)
"""Days before the due date, the day itself included."""
REMIND_LATE_EVERY = 3
"""Days, from the first one late."""
SENT_IN = (S.FINDINGS_DISCUSSED, S.FACTUAL_ACCURACY)
MAIN_POINT = "M"
GOOD_PRACTICE = "G"

_SUSPENDED = {
    S.SUSPENDED: "The inspection is suspended. Factual accuracy waits.",
    S.ABANDONED: "The inspection was abandoned.",
}


@dataclass(frozen=True, slots=True)
class Passage:
    """What one comment can be about. ``reference`` is shown beside it: "2.3" is the third paragraph
    of chapter 2, "M4" main point 4, "G1.2" the second paragraph of the first example."""

    reference: str
    kind: str
    text: str = ""
    items: tuple[str, ...] = ()
    chapter: str = ""

    @property
    def words(self) -> str:
        return self.text or " ".join(self.items)


@dataclass(frozen=True, slots=True)
class DraftPart:
    """A chapter of a draft as it is commented on. ``number`` is empty for what no chapter shows;
    ``evaluations``: the table of evaluations stands below its text."""

    number: int | None
    title: str
    passages: tuple[Passage, ...]
    evaluations: bool = False

    @property
    def key(self) -> str:
        return str(self.number or self.title)


def parts_of(document: Mapping[str, Any]) -> list[DraftPart]:
    """The parts of a kept draft, in order. Main points and examples of good practice stand in the
    chapter that lays them out, or at the end where there is none."""
    points, examples = list(_main_points(document)), list(_good_practice(document))
    parts = []
    for chapter in document["chapters"]:
        passages = [
            _passage(f"{chapter['number']}.{block['number']}", block, chapter["id"])
            for block in chapter["blocks"]
        ]
        if chapter["kind"] == ChapterKind.MAIN_POINTS:
            passages, points = passages + points, []
        elif chapter["kind"] == ChapterKind.GOOD_PRACTICE:
            passages, examples = passages + examples, []
        shown = chapter["kind"] == ChapterKind.EVALUATIONS
        parts.append(DraftPart(chapter["number"], chapter["title"], tuple(passages), shown))
    rest = (("Main points for action", points), ("Good practice", examples))
    return parts + [DraftPart(None, title, tuple(found)) for title, found in rest if found]


def _passage(reference: str, block: Mapping[str, Any], chapter: str = "") -> Passage:
    items = tuple(block.get("items", ()))
    return Passage(reference, block["kind"], block.get("text", ""), items, chapter)


def _main_points(document: Mapping[str, Any]) -> Iterator[Passage]:
    for point in document["main_points"]:
        yield Passage(f"{MAIN_POINT}{point['number']}", BlockKind.PARAGRAPH, point["text"])


def _good_practice(document: Mapping[str, Any]) -> Iterator[Passage]:
    for number, example in enumerate(document["good_practice"], 1):
        yield Passage(f"{GOOD_PRACTICE}{number}", BlockKind.HEADING, example["title"])
        for block in example["blocks"]:
            yield _passage(f"{GOOD_PRACTICE}{number}.{block['number']}", block)


def passages_of(document: Mapping[str, Any]) -> dict[str, Passage]:
    """Everything that can be commented on, by its reference."""
    return {one.reference: one for part in parts_of(document) for one in part.passages}


def quote_fault(quoted: str, passage: Passage) -> str:
    """What is wrong with the words a comment says it is about; empty when nothing is."""
    if not quoted or quoted in passage.words or any(quoted in one for one in passage.items):
        return ""
    return "These words are not in this paragraph. Copy them from it, or leave this empty."


def marked(text: str, quotes: Sequence[str]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether a comment is about it. Quotes that are the whole text, or
    not in it, mark nothing."""
    ends: set[int] = {0, len(text)}
    spans = []
    for quote in quotes:
        at = text.find(quote) if quote and quote != text else -1
        if at >= 0:
            spans.append((at, at + len(quote)))
            ends |= {at, at + len(quote)}
    places = sorted(ends)
    return [
        (text[start:end], any(a <= start and end <= b for a, b in spans))
        for start, end in pairwise(places)
    ]


def waits(inspection: str) -> str:
    """Why nothing is done with the rounds of an inspection in this status; empty when something may
    be."""
    if inspection == S.FACTUAL_ACCURACY:
        return ""
    return _SUSPENDED.get(
        S(inspection), "The inspection is not at factual accuracy now: the round stays as it is."
    )


def why_not_write(status: str, inspection: str) -> str:
    """Why comments cannot be written, changed or returned now; empty when they can."""
    if status == R.RETURNED:
        return "The comments have been returned. Nothing more can be changed."
    if status == R.SETTLED:
        return "This round is over."
    return waits(inspection)


def why_not_answer(status: str, inspection: str) -> str:
    """Why comments cannot be answered now; empty when they can."""
    if status == R.OPEN:
        return "The partnership has not returned its comments yet."
    if status == R.SETTLED:
        return "This round is over: its answers stay as they are."
    return waits(inspection)


def why_not_settle(status: str, inspection: str, waiting: int) -> str:
    """Why a round cannot be settled now; empty when it can. ``waiting`` comments are unanswered."""
    wrong = why_not_answer(status, inspection)
    if wrong or not waiting:
        return wrong
    what = "1 comment" if waiting == 1 else f"{waiting} comments"
    return f"Answer {what} first."


def why_not_go_on(status: str, inspection: str, due_on: date, today: date) -> str:
    """Why the inspectorate cannot go on without a return; empty when it can."""
    if status != R.OPEN:
        return "This round is not with the partnership any more."
    wrong = waits(inspection)
    if not wrong and today <= due_on:
        wrong = f"The partnership has time until {due_on:%d/%m/%Y}. After that you may go on."
    return wrong


def why_not_send(inspection: str, last: str) -> str:
    """Why no draft can be sent now; empty when one can. ``last`` is the status of the round before,
    empty when there was none. A round left from before the inspection was reopened is no obstacle."""
    if inspection not in SENT_IN:
        return _SUSPENDED.get(
            S(inspection),
            "A draft is sent when the findings have been discussed with the services.",
        )
    if inspection == S.FACTUAL_ACCURACY and last in {R.OPEN, R.RETURNED}:
        return "A draft is with the partnership. Settle that round first."
    return ""


def days_fault(days: int) -> str:
    if FEWEST_DAYS <= days <= MOST_DAYS:
        return ""
    return f"Give {FEWEST_DAYS} to {MOST_DAYS} working days."


def extension_fault(asked_for: date, due_on: date, today: date) -> str:
    """What is wrong with the day until which more time is asked for; empty when nothing is."""
    if asked_for <= max(due_on, today):
        return f"Give a day after {max(due_on, today):%d/%m/%Y}."
    if asked_for > today + LATEST_EXTENSION:
        return f"Give a day until {today + LATEST_EXTENSION:%d/%m/%Y}."
    return ""


def latest_reminder_on(due_on: date, today: date) -> date | None:
    """The day whose reminder is the latest that should have been sent by today; None before the
    first. A night without a worker loses none: the next round finds that of the day before."""
    if today > due_on:
        late = (today - due_on).days - 1
        return today - timedelta(days=late % REMIND_LATE_EVERY)
    days = [due_on - timedelta(days=before) for before in REMIND_BEFORE]
    return max((day for day in days if day <= today), default=None)
