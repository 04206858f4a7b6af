"""What the pages of factual accuracy show: the drafts that are out, one round, its answers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from areas.queries import closed_days_named
from evaluations.access.accuracy import AccuracyAccess, round_for
from evaluations.models import (
    AccuracyExtension,
    AccuracyRound,
    Inspection,
)
from evaluations.queries.accuracy_comments import CommentLine, comment_lines
from evaluations.queries.accuracy_list import LOOKS
from evaluations.queries.working_days import nation_here
from evaluations.rules.accuracy import (
    Passage,
    marked,
    parts_of,
    why_not_answer,
    why_not_go_on,
    why_not_settle,
    why_not_write,
)
from evaluations.rules.clock import Clock, clock
from evaluations.rules.returns import ReturnParty
from evaluations.terms import (
    AccuracyStatus,
    CommentDecision,
    ExtensionDecision,
)
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids


@dataclass(frozen=True, slots=True)
class PassageLine:
    """A passage with what is said about it. ``pieces``: its words, each with whether a comment is
    about it; of a list, one for each item."""

    passage: Passage
    pieces: list[tuple[str, bool]]
    items: list[list[tuple[str, bool]]]
    comments: list[CommentLine]


@dataclass(frozen=True, slots=True)
class EvaluationShown:
    code: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class PartShown:
    key: str
    number: int | None
    title: str
    passages: list[PassageLine]
    evaluations: list[EvaluationShown]
    comments: int
    waiting: int


@dataclass(frozen=True, slots=True)
class AccuracyFilters:
    """What the paragraphs are narrowed to; empty: everything. ``show``: comments or waiting."""

    part: str = ""
    agency: str = ""
    show: str = ""


@dataclass(frozen=True, slots=True)
class AccuracyPage:
    """Everything the page of a round shows. ``why_not_...`` are empty when this person may now."""

    access: AccuracyAccess
    round: AccuracyRound
    inspection: Inspection
    clock: Clock
    rounds: list[int]
    all_parts: list[tuple[str, str]]
    parts: list[PartShown]
    comments: list[CommentLine]
    paragraphs: int
    agencies: list[tuple[str, str]]
    extension: AccuracyExtension | None
    extensions: list[AccuracyExtension]
    why_not_write: str
    why_not_answer: str
    why_not_settle: str
    why_not_go_on: str
    latest: bool

    @property
    def extension_id(self) -> str:
        return ids.encode("extension", self.extension.pk) if self.extension else ""

    @property
    def decided_extensions(self) -> list[AccuracyExtension]:
        return [one for one in self.extensions if one.decision != ExtensionDecision.WAITING]

    @property
    def look(self) -> str:
        return LOOKS[AccuracyStatus(self.round.status)]

    @property
    def writes(self) -> bool:
        return self.access.for_partnership and self.latest and not self.why_not_write

    @property
    def answers(self) -> bool:
        return self.access.decides and self.latest and not self.why_not_answer

    @property
    def writes_report(self) -> bool:
        """Whether comments lead to the chapter where their paragraph is written."""
        going_on = not self.inspection.published_number
        leads = ReturnParty.LEAD in self.access.parties
        return leads and self.latest and going_on

    @property
    def is_open(self) -> bool:
        return self.round.status == AccuracyStatus.OPEN

    @property
    def settled(self) -> bool:
        return self.round.status == AccuracyStatus.SETTLED

    def count(self, *decisions: str) -> int:
        return sum(one.decision in decisions for one in self.comments)

    @property
    def waiting(self) -> int:
        return self.count(CommentDecision.WAITING)

    @property
    def accepted(self) -> int:
        return self.count(CommentDecision.ACCEPTED, CommentDecision.PARTLY)

    @property
    def declined(self) -> int:
        return self.count(CommentDecision.DECLINED)

    @property
    def first_waiting(self) -> str:
        """The comment whose answer is written on the page itself: the first that waits and is shown."""
        return next(
            (
                comment.id
                for part in self.parts
                for line in part.passages
                for comment in line.comments
                if comment.waits
            ),
            "",
        )

    @property
    def sees_changes(self) -> bool:
        if not self.access.for_partnership:
            return True
        return self.round.shown_at is not None or bool(self.inspection.published_number)


def accuracy_page(
    actor: Actor, inspection: str, number: int | None, filters: AccuracyFilters
) -> AccuracyPage:
    """The round of this number, or the latest. Raises NotFound."""
    access = round_for(actor, inspection, number)
    one, found = access.round, access.inspection
    today = timezone.localdate()
    comments = comment_lines(access)
    document: Any = one.draft.content
    parts = parts_of(document)
    numbers = list(_numbers(access))
    extensions = list(
        AccuracyExtension.objects.filter(accuracy_round=one)
        .select_related("asked_by__user", "decided_by__user")
        .order_by("id")
    )
    waiting = sum(each.waits for each in comments)
    return AccuracyPage(
        access=access,
        round=one,
        inspection=found,
        clock=clock_of(one, today),
        rounds=numbers,
        all_parts=[(part.key, part.title) for part in parts],
        parts=_shown(document, comments, filters),
        comments=comments,
        paragraphs=sum(len(part.passages) for part in parts),
        agencies=list(dict.fromkeys((each.agency_code, each.agency) for each in comments)),
        extension=next(
            (each for each in extensions if each.decision == ExtensionDecision.WAITING), None
        ),
        extensions=extensions,
        why_not_write=why_not_write(one.status, found.status),
        why_not_answer=why_not_answer(one.status, found.status),
        why_not_settle=why_not_settle(one.status, found.status, waiting),
        why_not_go_on=why_not_go_on(one.status, found.status, one.due_on, today),
        latest=one.number == max(numbers),
    )


def _numbers(access: AccuracyAccess) -> Any:
    """The numbers of the rounds that this person sees of the inspection."""
    rows = AccuracyRound.objects.filter(inspection_id=access.round.inspection_id)
    if access.for_partnership:
        rows = rows.filter(committee_id=access.round.committee_id)
    return rows.order_by("number").values_list("number", flat=True)


def clock_of(one: AccuracyRound, today: date) -> Clock:
    """The round's working days, in the nation and the area of its inspection."""
    last = max(today, one.due_on)
    closed = closed_days_named(one.inspection.area_id, one.sent_on, last)
    return clock(one.sent_on, one.due_on, today, nation_here(), closed)


def _shown(
    document: dict[str, Any], comments: list[CommentLine], filters: AccuracyFilters
) -> list[PartShown]:
    about: dict[str, list[CommentLine]] = {}
    for one in comments:
        about.setdefault(one.paragraph, []).append(one)
    found = []
    for part in parts_of(document):
        if filters.part and part.key != filters.part:
            continue
        lines = [passage_line(one, about.get(one.reference, [])) for one in part.passages]
        own = [one for line in lines for one in line.comments]
        lines = [line for line in lines if _passes(line, filters)]
        narrowed = filters.agency or filters.show
        if lines or not narrowed:
            found.append(
                PartShown(
                    part.key,
                    part.number,
                    part.title,
                    lines,
                    _evaluations(document) if part.evaluations and not narrowed else [],
                    len(own),
                    sum(one.waits for one in own),
                )
            )
    return found


def passage_line(passage: Passage, comments: list[CommentLine]) -> PassageLine:
    quotes = [one.quoted for one in comments if one.quoted != passage.words]
    return PassageLine(
        passage,
        marked(passage.text, quotes) if passage.text else [],
        [marked(item, quotes) for item in passage.items],
        comments,
    )


def _passes(line: PassageLine, filters: AccuracyFilters) -> bool:
    if filters.agency:
        return any(one.agency_code == filters.agency for one in line.comments)
    if filters.show == "waiting":
        return any(one.waits for one in line.comments)
    return bool(line.comments) or filters.show != "comments"


def _evaluations(document: dict[str, Any]) -> list[EvaluationShown]:
    """The table of evaluations, each in the words of the edition's scale."""
    scale = document["scale"]
    said = {one["code"]: one["label"] for one in [*scale["levels"], *scale["non_grades"]]}
    found = []
    for one in document["evaluations"]:
        codes = one.get("level_set") or [one.get("level") or one.get("non_grade")]
        words = " or ".join(said.get(code, str(code)) for code in codes if code)
        found.append(EvaluationShown(one["code"], one["title"], words or "–"))
    return found
