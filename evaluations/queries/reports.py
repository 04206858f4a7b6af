"""What the pages of a report show: the whole, one chapter, its kept drafts, two of them compared."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from evaluations.access.reports import ReportAccess, chapter_for, draft_for, report_for
from evaluations.models import (
    Evaluation,
    GoodPractice,
    ReportChapter,
    ReportDraft,
    ReportPoint,
    ReportPointIndicator,
)
from evaluations.queries.report_asks import Asks, asks_of
from evaluations.queries.report_document import report_document
from evaluations.queries.report_suggestion import Suggestion, suggestion_for
from evaluations.queries.services import services
from evaluations.rules.report_compare import ComparedPart, compared
from evaluations.rules.report_text import blocks
from evaluations.terms import DraftReason, ThreadState
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

_CHAPTERS = """
select c.id, c.position, c.title, c.kind, c.text, c.version, c.changed_at,
  (select coalesce(u.display_name, '') from kernel_history h
    left join accounts_user u on u.id = h.person_id
    where h.inspectorate_id = c.inspectorate_id and h.table_name = 'evaluations_reportchapter'
      and h.record_id = c.id and (h.row_data ->> 'version')::int = c.version
    order by h.id limit 1),
  (select count(*) from evaluations_thread t where t.inspectorate_id = c.inspectorate_id
    and t.chapter_id = c.id and t.state = %s)
from evaluations_reportchapter c
where c.inspectorate_id = %s and c.report_id = %s
order by c.position, c.id
"""


@dataclass(frozen=True, slots=True)
class ChapterLine:
    """A chapter in the list; ``who`` changed it last, empty when no person is known."""

    id: str
    number: int
    title: str
    kind: str
    words: int
    version: int
    changed_at: datetime
    who: str
    open_threads: int


@dataclass(frozen=True, slots=True)
class PointLine:
    """A main point with the indicators it answers, code and title, and the services it names."""

    id: str
    version: int
    number: int
    text: str
    indicators: tuple[tuple[str, str], ...]
    services: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExampleLine:
    id: str
    version: int
    title: str
    text: str
    indicator: str


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A kept draft; ``words`` of all its chapters together."""

    number: int
    reason: str
    label: str
    kept_at: datetime
    who: str


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``chapters`` is empty while the report is not begun."""

    access: ReportAccess
    inspection_id: str
    chapters: tuple[ChapterLine, ...]
    points: tuple[PointLine, ...]
    examples: tuple[ExampleLine, ...]
    drafts: tuple[DraftLine, ...]
    asks: Asks

    @property
    def why_not(self) -> str:
        """Why this person does not write now; empty when they may."""
        return "".join(self.access.why_not_write())

    @property
    def words(self) -> int:
        return sum(one.words for one in self.chapters)


def report_page(actor: Actor, inspection: str) -> ReportPage:
    """The report as it is being written. A fixed number of statements. Raises NotFound."""
    access = report_for(actor, inspection)
    begun = access.report is not None
    return ReportPage(
        access=access,
        inspection_id=inspection,
        chapters=chapter_lines(access) if begun else (),
        points=point_lines(access) if begun else (),
        examples=_examples(access) if begun else (),
        drafts=draft_lines(access) if begun else (),
        asks=asks_of(access.inspection),
    )


def chapter_lines(access: ReportAccess) -> tuple[ChapterLine, ...]:
    """The chapters in order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _CHAPTERS, [ThreadState.OPEN.value, require_inspectorate_id(), access.begun.pk]
        )
        rows = cursor.fetchall()
    return tuple(
        ChapterLine(
            id=ids.encode("chapter", pk),
            number=number,
            title=title,
            kind=kind,
            words=len(text.split()),
            version=version,
            changed_at=changed_at,
            who=who if version > 1 else "",
            open_threads=threads,
        )
        for number, (pk, _at, title, kind, text, version, changed_at, who, threads) in enumerate(
            rows, 1
        )
    )


def point_lines(access: ReportAccess) -> tuple[PointLine, ...]:
    """The main points in order. Three statements."""
    named = {code: str(name) for code, name in services()}
    answers: dict[int, list[tuple[str, str]]] = {}
    links = ReportPointIndicator.objects.filter(point__report=access.begun)
    for point, code, title in links.order_by("indicator__position").values_list(
        "point_id", "indicator__code", "indicator__title"
    ):
        answers.setdefault(point, []).append((code, title))
    return tuple(
        PointLine(
            ids.encode("report-point", one.pk),
            one.version,
            one.number,
            one.text,
            tuple(answers.get(one.pk, ())),
            tuple(named.get(code, code) for code in one.services),
        )
        for one in ReportPoint.objects.filter(report=access.begun)
    )


def _examples(access: ReportAccess) -> tuple[ExampleLine, ...]:
    rows = GoodPractice.objects.filter(report=access.begun).select_related("indicator")
    return tuple(
        ExampleLine(
            ids.encode("good-practice", one.pk),
            one.version,
            one.title,
            one.text,
            one.indicator.code if one.indicator else "",
        )
        for one in rows
    )


def draft_lines(access: ReportAccess) -> tuple[DraftLine, ...]:
    """The kept drafts, newest first, without their contents. One statement."""
    rows = ReportDraft.objects.filter(report=access.begun).order_by("-number")
    return tuple(
        DraftLine(number, str(DraftReason(reason).label), label, kept_at, who or "")
        for number, reason, label, kept_at, who in rows.values_list(
            "number", "reason", "label", "kept_at", "kept_by__user__display_name"
        )
    )


def point_line(actor: Actor, inspection: str, point: str) -> tuple[ReportAccess, dict[str, Any]]:
    """A main point as its form begins. Raises NotFound."""
    access = report_for(actor, inspection)
    one = ReportPoint.objects.filter(
        report=access.begun, pk=ids.decode("report-point", point)
    ).first()
    if one is None:
        raise NotFound
    links = ReportPointIndicator.objects.filter(point=one).order_by("indicator__position")
    return access, {
        "version": one.version,
        "number": one.number,
        "text": one.text,
        "indicators": list(links.values_list("indicator__code", flat=True)),
        "services": list(one.services),
    }


def example_line(
    actor: Actor, inspection: str, example: str
) -> tuple[ReportAccess, dict[str, Any]]:
    """An example of good practice as its form begins. Raises NotFound."""
    access = report_for(actor, inspection)
    rows = GoodPractice.objects.filter(report=access.begun).select_related("indicator")
    one = rows.filter(pk=ids.decode("good-practice", example)).first()
    if one is None:
        raise NotFound
    return access, {
        "version": one.version,
        "title": one.title,
        "text": one.text,
        "indicator": one.indicator.code if one.indicator else "",
    }


def indicator_choices(access: ReportAccess) -> list[tuple[str, str]]:
    """Code and words of every indicator of the inspection, for a choice. One statement."""
    rows = Evaluation.objects.filter(inspection=access.inspection).order_by("indicator__position")
    return [
        (code, f"{code} {title}")
        for code, title in rows.values_list("indicator__code", "indicator__title")
    ]


@dataclass(frozen=True, slots=True)
class ChapterPage:
    """One chapter to write or read, with its neighbours and a first text for it."""

    access: ReportAccess
    inspection_id: str
    chapter: ReportChapter
    lines: tuple[ChapterLine, ...]
    suggestion: Suggestion

    @property
    def line(self) -> ChapterLine:
        here = ids.encode("chapter", self.chapter.pk)
        return next(one for one in self.lines if one.id == here)

    @property
    def before(self) -> ChapterLine | None:
        at = self.line.number - 2
        return self.lines[at] if at >= 0 else None

    @property
    def after(self) -> ChapterLine | None:
        at = self.line.number
        return self.lines[at] if at < len(self.lines) else None

    @property
    def why_not(self) -> str:
        return "".join(self.access.why_not_write())


def chapter_page(actor: Actor, inspection: str, chapter: str) -> ChapterPage:
    """A fixed number of statements. Raises NotFound."""
    access, found = chapter_for(actor, inspection, chapter)
    return ChapterPage(
        access, inspection, found, chapter_lines(access), suggestion_for(access, found)
    )


def chapter_shown(number: int, title: str, kind: str, text: str) -> dict[str, Any]:
    """A chapter as a document holds it, from what is being typed."""
    data = [one.as_data() for one in blocks(text)]
    return {"id": "", "number": number, "title": title, "kind": kind, "blocks": data}


def preview_of(actor: Actor, inspection: str) -> tuple[ReportAccess, dict[str, Any]]:
    """The whole report as it would be read now. Raises NotFound."""
    access = report_for(actor, inspection)
    return access, report_document(access.begun)


NOW = "now"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two documents of one report; each is a kept draft's number, or "now"."""

    access: ReportAccess
    inspection_id: str
    before: str
    after: str
    parts: tuple[ComparedPart, ...]
    drafts: tuple[DraftLine, ...]

    @property
    def came(self) -> int:
        return sum(one.came for one in self.parts)

    @property
    def went(self) -> int:
        return sum(one.went for one in self.parts)

    @property
    def changed(self) -> list[ComparedPart]:
        return [one for one in self.parts if one.state != "same"]


def comparison(actor: Actor, inspection: str, before: str = "", after: str = "") -> Comparison:
    """Two versions side by side; without being told which, the newest kept and what stands now.

    Raises NotFound for a number that no draft has.
    """
    access = report_for(actor, inspection)
    drafts = draft_lines(access)
    newest = str(drafts[0].number) if drafts else NOW
    before, after = before or newest, after or NOW
    documents = [_document(actor, access, inspection, one) for one in (before, after)]
    return Comparison(access, inspection, before, after, compared(*documents), drafts)


def _document(actor: Actor, access: ReportAccess, inspection: str, which: str) -> dict[str, Any]:
    if which == NOW:
        return report_document(access.begun)
    if not (which.isascii() and which.isdigit() and len(which) < 6):  # noqa: PLR2004
        raise NotFound
    _access, draft = draft_for(actor, inspection, int(which))
    content: dict[str, Any] = draft.content
    return content
