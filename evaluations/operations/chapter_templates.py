"""The chapters that a programme's reports begin with. A report that is begun keeps its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from evaluations.access import programme_to_change
from evaluations.models import ChapterTemplate, Programme
from evaluations.operations.checks import raise_if_any, text_fault, version_or_stale
from evaluations.operations.report_texts import clean
from evaluations.rules.evidence import ordered
from evaluations.rules.reports import (
    LONGEST_GUIDANCE,
    LONGEST_TITLE,
    MOST_CHAPTERS,
    usual_chapters,
)
from evaluations.terms import ChapterKind
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused

FIELDS = ("title", "kind", "guidance", "indicators")


def template_record(one: ChapterTemplate) -> dict[str, Any]:
    """A template as the API says it and as a stale edit is shown it."""
    return {
        "id": ids.encode("template", one.pk),
        "version": one.version,
        "position": one.position,
        "title": one.title,
        "kind": str(one.kind),
        "guidance": one.guidance,
        "indicators": list(one.indicators),
    }


@transaction.atomic
def adopt_chapters(*, actor: Actor, programme: str) -> int:
    """Make the usual chapters the programme's own, so that each can be changed; how many there are.
    Done again, nothing changes. Raises NotFound, NotPermitted."""
    kept = programme_to_change(actor, programme)
    if not ChapterTemplate.objects.filter(programme=kept).exists():
        ChapterTemplate.objects.bulk_create(
            ChapterTemplate(
                programme=kept,
                position=position,
                title=plan.title,
                kind=plan.kind,
                guidance=plan.guidance,
                indicators=list(plan.indicators),
            )
            for position, plan in enumerate(usual_chapters(edition_document(kept.edition_id)), 1)
        )
    return int(ChapterTemplate.objects.filter(programme=kept).count())


@transaction.atomic
def add_template(*, actor: Actor, programme: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """A further chapter, at the end. Raises NotFound, NotPermitted, Refused, Invalid."""
    kept = programme_to_change(actor, programme)
    raise_if_any({} if "title" in values else {"title": "This is needed."})
    wanted = _understood(kept, values)
    there = ChapterTemplate.objects.filter(programme=kept).count()
    if there >= MOST_CHAPTERS:
        raise Refused(f"A report has at most {MOST_CHAPTERS} chapters.")
    made = ChapterTemplate.objects.create(programme=kept, position=there + 1, **wanted)
    return template_record(made)


@transaction.atomic
def edit_template(
    *, actor: Actor, programme: str, template: str, based_on: int, changes: Mapping[str, Any]
) -> dict[str, Any]:
    """Change a chapter that reports will begin with; reports already begun stay as they are.

    Raises NotFound, NotPermitted, Invalid, Stale.
    """
    kept, one = _locked(actor, programme, template)
    version_or_stale(one, based_on, template_record)
    for name, value in _understood(kept, changes).items():
        setattr(one, name, value)
    one.version += 1
    one.save()
    return template_record(one)


@transaction.atomic
def move_template(*, actor: Actor, programme: str, template: str, to: int) -> None:
    """Put a chapter at another place, counted from 1. Raises NotFound, NotPermitted, Invalid."""
    kept, one = _locked(actor, programme, template)
    if to < 1:
        raise Invalid({"to": "Places are counted from 1."})
    others = [each for each in ChapterTemplate.objects.filter(programme=kept) if each != one]
    others.insert(min(to - 1, len(others)), one)
    _number(others)


@transaction.atomic
def remove_template(*, actor: Actor, programme: str, template: str, based_on: int) -> None:
    """Take a chapter out. When the last is gone, the programme's reports begin with the usual ones
    again. Raises NotFound, NotPermitted, Stale."""
    kept, one = _locked(actor, programme, template)
    version_or_stale(one, based_on, template_record)
    one.delete()
    _number(list(ChapterTemplate.objects.filter(programme=kept)))


def _locked(actor: Actor, programme: str, template: str) -> tuple[Programme, ChapterTemplate]:
    kept = programme_to_change(actor, programme)
    rows = ChapterTemplate.objects.filter(programme=kept, pk=ids.decode("template", template))
    found: ChapterTemplate | None = rows.first()
    if found is None:
        raise NotFound
    return kept, found


def _understood(programme: Programme, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, as it is kept. Raises Invalid."""
    raise_if_any({name: "This is not a field of a chapter." for name in sent if name not in FIELDS})
    values = dict(sent)
    faults: dict[str, str] = {}
    if "title" in values:
        values["title"] = " ".join(clean(values["title"]).split())
        faults |= text_fault("title", values["title"], LONGEST_TITLE, needed=True)
    if "guidance" in values:
        values["guidance"] = clean(values["guidance"])
        faults |= text_fault("guidance", values["guidance"], LONGEST_GUIDANCE)
    if "kind" in values and values["kind"] not in ChapterKind.values:
        faults["kind"] = f"Choose one of: {', '.join(ChapterKind.values)}."
    if "indicators" in values:
        known = [one.code for one in edition_document(programme.edition_id).indicators]
        wrong = [str(one) for one in values["indicators"] if one not in known]
        if wrong:
            faults["indicators"] = f"{wrong[0][:60]!r} is not an indicator of the edition."
        values["indicators"] = ordered(values["indicators"], known)
    raise_if_any(faults)
    return values


def _number(templates: Sequence[ChapterTemplate]) -> None:
    for position, one in enumerate(templates, 1):
        if one.position != position:
            ChapterTemplate.objects.filter(pk=one.pk).update(position=position)
            one.position = position
