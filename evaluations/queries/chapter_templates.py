"""The chapters that a programme's reports begin with."""

from dataclasses import dataclass
from typing import Any

from evaluations.access import programme_for
from evaluations.models import ChapterTemplate, Programme
from evaluations.operations.chapter_templates import template_record
from evaluations.rules.reports import usual_chapters
from evaluations.terms import ChapterKind
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A chapter; ``id`` is empty for a usual one, ``indicators`` are codes."""

    id: str
    version: int
    number: int
    title: str
    kind: str
    guidance: str
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplatesPage:
    """``own``: the programme has chapters of its own; otherwise the usual ones are shown."""

    programme: Programme
    programme_id: str
    lines: tuple[TemplateLine, ...]
    own: bool
    may_change: bool


def templates_page(actor: Actor, programme: str) -> TemplatesPage:
    """Everybody inside sees them. Raises NotFound."""
    found = programme_for(actor, programme)
    own = tuple(
        TemplateLine(
            ids.encode("template", one.pk),
            one.version,
            number,
            one.title,
            str(ChapterKind(one.kind).label),
            one.guidance,
            tuple(one.indicators),
        )
        for number, one in enumerate(ChapterTemplate.objects.filter(programme=found), 1)
    )
    usual = tuple(
        TemplateLine("", 0, number, one.title, str(one.kind.label), one.guidance, one.indicators)
        for number, one in enumerate(usual_chapters(edition_document(found.edition_id)), 1)
    )
    may = actor.may(P.PLAN_INSPECTIONS)
    return TemplatesPage(found, programme, own or usual, bool(own), may)


def template_of(actor: Actor, programme: str, template: str) -> dict[str, Any]:
    """A chapter as its form begins. Raises NotFound."""
    found = programme_for(actor, programme)
    rows = ChapterTemplate.objects.filter(programme=found, pk=ids.decode("template", template))
    one = rows.first()
    if one is None:
        raise NotFound
    return template_record(one)


def template_records(actor: Actor, programme: str) -> list[dict[str, Any]]:
    """The programme's own chapters as the API says them; none while it uses the usual ones."""
    found = programme_for(actor, programme)
    return [template_record(one) for one in ChapterTemplate.objects.filter(programme=found)]


def indicator_codes(actor: Actor, programme: str) -> list[tuple[str, str]]:
    """Code and words of the edition's indicators, for a choice."""
    edition = edition_document(programme_for(actor, programme).edition_id)
    return [(one.code, f"{one.code} {one.title}") for one in edition.indicators]
