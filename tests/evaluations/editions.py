"""Two editions in brief, and values as plainly written as the readers of files need them."""

from indicators.rules.document import (
    Edition,
    Graded,
    Indicator,
    Level,
    NonGrade,
    NotGraded,
    Section,
    Value,
)


def edition_of(
    code: str, best_first: list[str], numbers: list[int], indicators: list[str]
) -> Edition:
    ranks = range(len(best_first), 0, -1)
    return Edition(
        code=code,
        title=code,
        levels=tuple(
            Level(label.replace(" ", "-"), rank, number, label)
            for label, rank, number in zip(best_first, ranks, numbers, strict=True)
        ),
        sections=(Section("1", "All", tuple(Indicator(one, one) for one in indicators)),),
        non_grades=tuple(
            NonGrade(one, one)
            for one in (
                "not-graded",
                "unreadable-in-source",
                "predates-indicator",
                "not-reported-after-reform",
            )
        ),
    )


HMIE = edition_of(
    "hmie-2005",
    ["excellent", "very good", "good", "satisfactory", "weak", "unsatisfactory"],
    [6, 5, 4, 3, 2, 1],
    [
        f"{section}.{number}"
        for section, most in enumerate((4, 1, 4, 5, 4), 1)
        for number in range(1, most + 1)
    ],
)
ILACS = edition_of(
    "ofsted-ilacs",
    ["outstanding", "good", "requires improvement", "inadequate"],
    [1, 2, 3, 4],
    [
        "overall-effectiveness",
        "impact-of-leaders",
        "help-and-protection",
        "in-care",
        "care-leavers",
    ],
)


def parse(edition: Edition, text: str) -> Value | str:
    """A level's code, label or number, a set of them, or a non-grade's code."""
    ranks = set()
    for word in text.casefold().split("|"):
        if word in {one.code for one in edition.non_grades} and "|" not in text:
            return NotGraded(word)
        level = next(
            (one for one in edition.levels if word in {one.code, one.label, str(one.number)}), None
        )
        if level is None:
            return f"“{word[:40]}” is not a level of {edition.code}."
        ranks.add(level.rank)
    return Graded(frozenset(ranks))
