"""Two documents of one report compared: what of each chapter, point and evaluation came and went."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from evaluations.rules.merge3 import Mark
from evaluations.rules.report_text import Block, BlockKind, as_text
from evaluations.rules.word_diff import changed_words, compare


class PartState(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ComparedPart:
    """A chapter, or what the product lays out, in both documents. ``kind`` is chapter, main-points,
    good-practice or evaluations; ``title`` that of the later document, empty but for chapters;
    ``was`` an earlier title, where it differs. ``came`` and ``went`` count words."""

    kind: str
    title: str
    was: str
    state: PartState
    marks: tuple[Mark, ...]
    came: int
    went: int


def compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[ComparedPart, ...]:
    """Part by part: chapters in the later document's order, those taken out at the end."""
    return (*_chapters(before, after), *_laid_out(before, after))


def text_of(blocks: Sequence[Mapping[str, Any]]) -> str:
    """The blocks of a kept document as they are typed."""
    return as_text(
        tuple(
            Block(
                one["number"],
                BlockKind(one["kind"]),
                one.get("text", ""),
                tuple(one.get("items", ())),
            )
            for one in blocks
        )
    )


def _chapters(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ComparedPart]:
    """A chapter is known by its id, wherever it stands and whatever it is called."""
    old = {one["id"]: one for one in before["chapters"]}
    new = {one["id"]: one for one in after["chapters"]}
    for key, one in new.items():
        was = old.get(key)
        text = text_of(was["blocks"]) if was else ""
        former = was["title"] if was and was["title"] != one["title"] else ""
        state = PartState.SAME if was else PartState.NEW
        yield _part("chapter", one["title"], text, text_of(one["blocks"]), state, former)
    for key, one in old.items():
        if key not in new:
            yield _part("chapter", one["title"], text_of(one["blocks"]), "", PartState.GONE)


def _laid_out(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[ComparedPart]:
    for kind, said in (
        ("main-points", _points),
        ("good-practice", _practice),
        ("evaluations", _evaluations),
    ):
        yield _part(kind, "", said(before), said(after), PartState.SAME)


def _part(
    kind: str, title: str, before: str, after: str, state: PartState, was: str = ""
) -> ComparedPart:
    marks = compare(before, after)
    came, went = changed_words(marks)
    if state is PartState.SAME and (was or any(one.kind != "same" for one in marks)):
        state = PartState.CHANGED
    return ComparedPart(kind, title, was, state, marks, came, went)


def _points(document: Mapping[str, Any]) -> str:
    return "\n".join(
        f"{one['number']}. {one['text']} ({', '.join([*one['indicators'], *_names(one)])})"
        for one in document["main_points"]
    )


def _names(point: Mapping[str, Any]) -> list[str]:
    return [one["name"] for one in point["services"]]


def _practice(document: Mapping[str, Any]) -> str:
    return "\n\n".join(
        f"{one['title']} ({one['indicator'] or '-'})\n{text_of(one['blocks'])}"
        for one in document["good_practice"]
    )


def _evaluations(document: Mapping[str, Any]) -> str:
    labels = {
        one["code"]: one["label"]
        for one in (*document["scale"]["levels"], *document["scale"]["non_grades"])
    }
    return "\n".join(
        f"{one['code']} {one['title']}: "
        + " / ".join(
            labels.get(code, code)
            for code in (one["level_set"] or [one["level"] or one["non_grade"] or "-"])
        )
        for one in document["evaluations"]
    )
