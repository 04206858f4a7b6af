"""Begin an inspection's report, write its chapters, and keep drafts of the whole."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from evaluations.access import inspection_to_change
from evaluations.access.reports import (
    chapter_to_write,
    report_for,
    report_to_write,
)
from evaluations.models import (
    ChapterTemplate,
    Inspection,
    Report,
    ReportChapter,
    ReportDraft,
)
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.recording import Clash
from evaluations.operations.report_texts import answers_for, clean
from evaluations.queries.report_document import digest_of, report_document
from evaluations.report_parts import parts_of
from evaluations.rules.field_merge import settled
from evaluations.rules.report_text import LONGEST_CHAPTER
from evaluations.rules.reports import (
    LONGEST_LABEL,
    LONGEST_REPORT_TITLE,
    LONGEST_TITLE,
    MOST_CHAPTERS,
    Plan,
    usual_chapters,
)
from evaluations.terms import ChapterKind, DraftReason
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, Refused, Stale
from inspectorate.kernel.versions import row_at

CHAPTERS = ReportChapter._meta.db_table
FIELDS = {"title": LONGEST_TITLE, "text": LONGEST_CHAPTER}
"""What is edited of a chapter, each with its greatest length."""


def report_of(inspection: Inspection | int) -> Report | None:
    """The report of an inspection, for an operation that has already decided who may; None when it
    is not begun."""
    number = inspection.pk if isinstance(inspection, Inspection) else inspection
    found: Report | None = Report.objects.filter(inspection_id=number).first()
    return found


@transaction.atomic
def begin_report(*, actor: Actor, inspection: str) -> Report:
    """Begin the report with the chapters of its programme, or the usual ones where it has none.

    Beginning again, or two people at once, gives the report that is there. Raises NotFound,
    NotPermitted, Refused (not the time to write).
    """
    access = report_for(actor, inspection)
    access.require_writing()
    kept = inspection_to_change(actor, inspection)
    there = report_of(kept)
    if there is not None:
        return there
    title = _("Services to protect children in %(area)s") % {"area": kept.area.name}
    made: Report = Report.objects.create(inspection=kept, title=title[:LONGEST_REPORT_TITLE])
    ReportChapter.objects.bulk_create(
        ReportChapter(
            report=made,
            position=position,
            title=plan.title,
            kind=plan.kind,
            guidance=plan.guidance,
            indicators=list(plan.indicators),
        )
        for position, plan in enumerate(_plans(kept), 1)
    )
    return made


def _plans(inspection: Inspection) -> list[Plan]:
    """Those of this kind of inspection, where it has its own; else the programme's own chapters,
    without indicators that the inspection's edition does not have; or the usual ones."""
    parts = parts_of(inspection.kind)
    if parts is not None:
        return list(parts.chapters(inspection))
    edition = edition_document(inspection.edition_id)
    codes = {one.code for one in edition.indicators}
    own = ChapterTemplate.objects.filter(programme_id=inspection.programme_id)
    return [
        Plan(
            one.title,
            ChapterKind(one.kind),
            one.guidance,
            tuple(code for code in one.indicators if code in codes),
        )
        for one in own.order_by("position", "id")
    ] or list(usual_chapters(edition))


def chapter_record(inspection: str, one: ReportChapter) -> dict[str, Any]:
    """A chapter as the API says it and as a clash shows it."""
    return {
        "id": ids.encode("chapter", one.pk),
        "version": one.version,
        "inspection": inspection,
        "position": one.position,
        "title": one.title,
        "kind": str(one.kind),
        "guidance": one.guidance,
        "indicators": list(one.indicators),
        "text": one.text,
        "changed_at": one.changed_at,
    }


@transaction.atomic
def save_chapter(
    *,
    actor: Actor,
    inspection: str,
    chapter: str,
    based_on: int,
    changes: Mapping[str, str],
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Save a chapter's ``text``, its ``title``, or both; the chapter as it now is.

    What two people wrote is kept together where they did not touch the same words; otherwise
    nothing is saved. ``exact``: an edit based on any earlier version is stale. ``reasons``: why
    identifiers stay, by digest; those that were answered for this chapter before stay answered.

    Raises NotFound, NotPermitted, Refused, Invalid (a single service judged, too),
    IdentifiersFound, Clash, Stale (``exact``).
    """
    access, one = chapter_to_write(actor, inspection, chapter)
    wanted = _wanted(changes)
    if exact and one.version != based_on:
        raise Stale(chapter_record(inspection, one))
    if one.version != based_on:
        wanted = _together(inspection, one, wanted, based_on)
    changed = {name: text for name, text in wanted.items() if text != getattr(one, name)}
    if not changed:
        return chapter_record(inspection, one)
    answers = answers_for(access.inspection, CHAPTERS, one.pk, changed, reasons)
    for name, text in changed.items():
        setattr(one, name, text)
    one.version += 1
    one.changed_at = timezone.now()
    one.save()
    answers.keep(actor=actor, table=CHAPTERS, record_id=one.pk)
    return chapter_record(inspection, one)


def _wanted(changes: Mapping[str, str]) -> dict[str, str]:
    """What was sent, as it is kept: line ends LF, nothing around it. Raises Invalid."""
    unknown = [name for name in changes if name not in FIELDS]
    raise_if_any({name: "This is not a field of a chapter." for name in unknown})
    wanted = {name: clean(text) for name, text in changes.items()}
    faults: dict[str, str] = {}
    for name, text in wanted.items():
        faults |= text_fault(name, text, FIELDS[name], needed=name == "title")
    if "\n" in wanted.get("title", ""):
        faults["title"] = "A title is one line."
    raise_if_any(faults)
    return wanted


def _together(
    inspection: str, one: ReportChapter, wanted: Mapping[str, str], based_on: int
) -> dict[str, str]:
    """What to write for an edit based on an earlier version. Raises Clash."""
    base = row_at(CHAPTERS, one.pk, based_on) if based_on < one.version else None
    now = {name: getattr(one, name) for name in FIELDS}
    kept, clashing = settled(base, wanted, now, words={"text"})
    too_long = tuple(name for name in kept if len(kept[name]) > FIELDS[name])
    if clashing or too_long:
        current = chapter_record(inspection, one)
        before = None
        if base is not None:
            before = {**current, **{name: base[name] for name in FIELDS}, "version": based_on}
        raise Clash(before, {**current, **wanted}, current, (*clashing, *too_long))
    return kept


@transaction.atomic
def rename_report(*, actor: Actor, inspection: str, based_on: int, title: str) -> dict[str, Any]:
    """Change the title of a report. Raises NotFound, NotPermitted, Refused, Invalid,
    IdentifiersFound, Stale."""
    access = report_to_write(actor, inspection)
    report = access.begun
    if report.version != based_on:
        raise Stale(report_record(inspection, report))
    title = " ".join(title.split())
    raise_if_any(text_fault("title", title, LONGEST_REPORT_TITLE, needed=True))
    answers = require_answers(inspection=access.inspection, texts={"title": title})
    if title != report.title:
        report.title = title
        report.version += 1
        report.save()
    answers.keep(actor=actor, table=Report._meta.db_table, record_id=report.pk)
    return report_record(inspection, report)


def report_record(inspection: str, report: Report) -> dict[str, Any]:
    """A report as the API says it, without its parts."""
    return {
        "id": ids.encode("report", report.pk),
        "version": report.version,
        "inspection": inspection,
        "title": report.title,
        "begun_at": report.begun_at,
    }


@transaction.atomic
def add_chapter(
    *,
    actor: Actor,
    inspection: str,
    title: str,
    kind: str = ChapterKind.TEXT,
    after: str = "",
) -> dict[str, Any]:
    """Add a chapter after another, or at the end. Raises NotFound, NotPermitted, Refused, Invalid."""
    access = report_to_write(actor, inspection)
    wanted = _wanted({"title": title})
    if kind not in ChapterKind.values:
        raise Invalid({"kind": f"Choose one of: {', '.join(ChapterKind.values)}."})
    chapters = list(ReportChapter.objects.filter(report=access.begun))
    if len(chapters) >= MOST_CHAPTERS:
        raise Refused(f"A report has at most {MOST_CHAPTERS} chapters.")
    require_answers(inspection=access.inspection, texts=wanted)
    at = _place_of(chapters, after) + 1 if after else len(chapters)
    made = ReportChapter.objects.create(
        report=access.begun, position=at + 1, title=wanted["title"], kind=kind
    )
    _number([*chapters[:at], made, *chapters[at:]])
    return chapter_record(inspection, made)


@transaction.atomic
def move_chapter(*, actor: Actor, inspection: str, chapter: str, to: int) -> None:
    """Put a chapter at another place, counted from 1; beyond the end is the end. A version of no
    chapter changes: whoever writes in one is not disturbed. Raises NotFound, NotPermitted, Refused,
    Invalid."""
    access = report_to_write(actor, inspection)
    chapters = list(ReportChapter.objects.filter(report=access.begun))
    if to < 1:
        raise Invalid({"to": "Places are counted from 1."})
    moved = chapters.pop(_place_of(chapters, chapter))
    chapters.insert(min(to - 1, len(chapters)), moved)
    _number(chapters)


@transaction.atomic
def remove_chapter(*, actor: Actor, inspection: str, chapter: str, based_on: int) -> None:
    """Take a chapter out. Its words stay in its history and in kept drafts. One that has comments
    stays: empty it instead. Raises NotFound, NotPermitted, Refused, Stale."""
    access, one = chapter_to_write(actor, inspection, chapter)
    if one.version != based_on:
        raise Stale(chapter_record(inspection, one))
    if one.threads.exists():
        raise Refused("There are comments on this chapter, which stay. Empty it or rename it.")
    one.delete()
    _number(list(ReportChapter.objects.filter(report=access.begun)))


def _place_of(chapters: list[ReportChapter], chapter: str) -> int:
    number = ids.decode("chapter", chapter)
    for at, one in enumerate(chapters):
        if one.pk == number:
            return at
    raise Invalid({"after": "This is not a chapter of the report."})


def _number(chapters: list[ReportChapter]) -> None:
    for position, one in enumerate(chapters, 1):
        if one.position != position:
            ReportChapter.objects.filter(pk=one.pk).update(position=position)
            one.position = position


def keep_draft(
    *, actor: Actor, report: Report, reason: DraftReason, label: str = ""
) -> ReportDraft:
    """Keep the whole report as it stands as its next draft. The caller has decided who may, and has
    the transaction open; ``reason`` says why it is kept."""
    locked: Report = Report.objects.select_for_update(no_key=True, of=("self",)).get(pk=report.pk)
    content = report_document(locked)
    newest = ReportDraft.objects.filter(report=locked).aggregate(Max("number"))["number__max"]
    made: ReportDraft = ReportDraft.objects.create(
        report=locked,
        number=(newest or 0) + 1,
        reason=reason,
        label=label,
        content=content,
        digest=digest_of(content),
        kept_by_id=actor.membership_id,
    )
    return made


@transaction.atomic
def keep_version(*, actor: Actor, inspection: str, label: str = "") -> ReportDraft:
    """Keep the report by hand. Raises NotFound, NotPermitted, Refused (nothing has changed since the
    newest draft), Invalid."""
    access = report_to_write(actor, inspection)
    label = " ".join(label.split())
    raise_if_any(text_fault("label", label, LONGEST_LABEL))
    require_answers(inspection=access.inspection, texts={"label": label})
    report = access.begun
    newest = ReportDraft.objects.filter(report=report).order_by("-number").first()
    if newest is not None and newest.digest == digest_of(report_document(report)):
        raise Refused(f"Nothing has changed since version {newest.number} was kept.")
    return keep_draft(actor=actor, report=report, reason=DraftReason.KEPT, label=label)
