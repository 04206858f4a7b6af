"""Reports: the chapters they usually have, and when they are written."""

from dataclasses import dataclass

from evaluations.rules.life import OUT
from evaluations.terms import ChapterKind
from evaluations.terms import InspectionStatus as S
from indicators.rules.document import Edition

WRITING = (S.EVALUATING, S.MODERATION, S.FINDINGS_DISCUSSED, S.FACTUAL_ACCURACY)
"""The team writes its report from the first evaluations until it is published."""

MOST_CHAPTERS = 60
MOST_POINTS = 60
MOST_EXAMPLES = 60
LONGEST_TITLE = 200
LONGEST_REPORT_TITLE = 300
LONGEST_GUIDANCE = 4_000
LONGEST_POINT = 4_000
LONGEST_EXAMPLE = 20_000
LONGEST_LABEL = 200

_NOT_YET = {
    S.PLANNED: "A report is begun when the evaluations are. This inspection is still planned.",
    S.PREPARING: "A report is begun when the evaluations are. This inspection is being prepared.",
    S.FIELDWORK: "A report is begun when fieldwork has ended.",
    S.SUSPENDED: "The inspection is suspended. Resume it first.",
    S.ABANDONED: "The inspection was abandoned.",
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A chapter that a report begins with."""

    title: str
    kind: ChapterKind
    guidance: str = ""
    indicators: tuple[str, ...] = ()


def why_not_now(status: str) -> str:
    """Why a report is not written in this status; empty when it is. What is published is corrected
    by somebody who publishes, so it is written then too."""
    if status in WRITING or status in OUT:
        return ""
    return _NOT_YET[S(status)]


FINDINGS = (
    "What inspectors found, strengths first. Words of quantity stand with their count. Nothing that "
    "could tell who a child is."
)
BEFORE_FINDINGS = (
    Plan(
        "Summary",
        ChapterKind.TEXT,
        "What a reader who reads no further should know: how well children are protected and "
        "their needs met, the main strengths, and what must improve.",
    ),
    Plan(
        "The area and its services",
        ChapterKind.TEXT,
        "The area, its people, and the services that work together in it. No judgements.",
    ),
)
AFTER_FINDINGS = (
    Plan(
        "Examples of good practice",
        ChapterKind.GOOD_PRACTICE,
        "Work that others could learn from. An evaluation at the best level asks for one.",
    ),
    Plan("Evaluations of the quality indicators", ChapterKind.EVALUATIONS),
    Plan(
        "Main points for action",
        ChapterKind.MAIN_POINTS,
        "What services must do together. Each of the lowest levels asks for a point.",
    ),
    Plan(
        "How we inspected",
        ChapterKind.SOURCES,
        "When and how the inspection was done, and what it rests on.",
    ),
    Plan(
        "What happens next",
        ChapterKind.TEXT,
        "The action plan asked for, by when, and when inspectors will come back.",
    ),
)


def usual_chapters(edition: Edition) -> tuple[Plan, ...]:
    """The chapters of a report whose programme has no templates of its own.

    What was found is told in the chapters by which the edition groups its indicators for reports,
    or by its sections where it names none.
    """
    groups: list[tuple[str, tuple[str, ...]]] = [
        (one.title, one.indicators) for one in edition.chapters
    ] or [
        (one.title, tuple(indicator.code for indicator in one.indicators))
        for one in edition.sections
    ]
    findings = [Plan(title, ChapterKind.TEXT, FINDINGS, codes) for title, codes in groups]
    return (*BEFORE_FINDINGS, *findings, *AFTER_FINDINGS)
