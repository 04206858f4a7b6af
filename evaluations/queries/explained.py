"""One evaluation, explained: level, definition, evidence, views, moderation, and every change of it.

For anybody who may know the level, now or years later. Whoever knows evaluations as they stand reads
everything; others what was published, and how much it rests on. References of evidence are for
whoever may read the evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from evaluations.access import PurposeNeeded, may_see_drafts
from evaluations.access.case_material import CaseAccess, case_material_at
from evaluations.access.inspections import inspection_for, levels_visible, place_on_team
from evaluations.access.moderation import moderation_for
from evaluations.access.threads import talk_about
from evaluations.models import Evaluation, EvidenceIndicator, Inspection, PublishedVersion
from evaluations.queries.inspections import published_parts
from evaluations.queries.moderation import Side, sides_of
from evaluations.queries.recording import Line, lines_of
from evaluations.queries.threads import Threads, threads_in
from evaluations.queries.triangulation import triangulations
from evaluations.queries.views import View, views_of
from evaluations.rules.triangulation import NOTHING, Triangulation
from evaluations.terms import Bearing, LevelOfService, SourceKind
from indicators.queries import edition_document
from indicators.rules.document import Edition, Graded, Level, Value
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.history import Change, history_of


@dataclass(frozen=True)
class Reference:
    """A piece of evidence by its number; ``withdrawn``: it no longer counts."""

    id: str
    reference: str
    bearing: Bearing
    source: SourceKind
    level: LevelOfService
    withdrawn: bool


@dataclass(frozen=True)
class VersionLine:
    """The value in one published version."""

    number: int
    published_on: Any
    value: Value | None
    reason: str


@dataclass(frozen=True)
class Inside:
    """What only those who know evaluations as they stand read."""

    rationale: str
    single_source_reason: str
    views: tuple[View, ...]
    sides: tuple[Side, ...]
    threads: Threads
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Explained:
    """``counts``: (kind of source, pieces), None for whom the evidence is not even counted.
    ``references`` None: evidence is not for this reader, or (``purpose_needed``) not before they say
    why. ``as_published``: the value is the newest published one."""

    inspection: Inspection
    edition: Edition
    line: Line
    as_published: bool
    rests_on: Triangulation | None
    references: tuple[Reference, ...] | None
    purpose_needed: bool
    versions: tuple[VersionLine, ...]
    inside: Inside | None
    read: tuple[int, ...] = ()
    access: CaseAccess | None = None

    @property
    def matched(self) -> Sequence[Level]:
        """The levels that the value is or may be, best first."""
        value = self.line.value
        if not isinstance(value, Graded):
            return []
        return [one for one in self.edition.levels if one.rank in value.ranks]

    @property
    def counts(self) -> list[tuple[SourceKind, int]]:
        """Pieces by kind of source; every kind is named, the empty ones too."""
        if self.rests_on is None:
            return []
        return [(one, self.rests_on.of_source(one.value)) for one in SourceKind]


def explained(actor: Actor, inspection: str, code: str) -> Explained:
    """Raises NotFound when the level is not for this person, or there is no such indicator."""
    seen = inspection_for(actor, inspection)
    place = place_on_team(actor, seen)
    edition = edition_document(seen.edition_id)
    known = edition.indicator_by_code.get(code)
    if known is None or not known.graded:
        raise NotFound
    drafts = levels_visible(actor, seen, place) and may_see_drafts(actor, place)
    versions = _versions(seen, edition, code)
    if not drafts and not versions:
        raise NotFound
    line = _line(lines_of(seen, edition), code)
    access, purpose_needed = _material(actor, seen, place)
    references, read = _references(access, line.indicator_id) if access else (None, ())
    counted = drafts or actor.may(P.SEE_INSPECTIONS)
    return Explained(
        inspection=seen,
        edition=edition,
        line=line if drafts else Line(known, versions[0].value, 0, None),
        as_published=not drafts,
        rests_on=triangulations(seen.pk).get(code, NOTHING) if counted else None,
        references=references,
        purpose_needed=purpose_needed,
        versions=versions,
        inside=_inside(actor, inspection, line) if drafts else None,
        read=tuple(read),
        access=access,
    )


def _line(parts: Any, code: str) -> Line:
    found: Line = next(line for part in parts for line in part.lines if line.indicator.code == code)
    return found


def _versions(inspection: Inspection, edition: Edition, code: str) -> tuple[VersionLine, ...]:
    found = []
    for one in PublishedVersion.objects.filter(inspection=inspection).order_by("-number"):
        for part in published_parts(one.content, edition):
            found += [
                VersionLine(one.number, one.published_on, line.value, one.reason)
                for line in part.lines
                if line.indicator.code == code
            ]
    return tuple(found)


def _material(actor: Actor, inspection: Inspection, place: Any) -> tuple[CaseAccess | None, bool]:
    try:
        return case_material_at(actor, inspection, place), False
    except PurposeNeeded:
        return None, True
    except NotFound:
        return None, False


def _references(
    access: CaseAccess, indicator_id: int
) -> tuple[tuple[Reference, ...], tuple[int, ...]]:
    rows = (
        EvidenceIndicator.objects.filter(inspection=access.inspection, indicator_id=indicator_id)
        .select_related("evidence")
        .order_by("evidence__number")
    )
    found = [one.evidence for one in rows]
    return tuple(
        Reference(
            ids.encode("evidence", one.pk),
            f"E{one.number}",
            Bearing(one.bearing),
            SourceKind(one.source_kind),
            LevelOfService(one.level_of_service),
            one.withdrawn_at is not None,
        )
        for one in found
    ), tuple(one.pk for one in found)


def _inside(actor: Actor, inspection: str, line: Line) -> Inside:
    access = moderation_for(actor, inspection)
    code = line.indicator.code
    agreed = {code} if line.value is not None else set()
    views = views_of(actor, access.inspection, access.place, [code], agreed)[code]
    record = Evaluation.objects.filter(pk=line.evaluation_id or 0).first()
    return Inside(
        rationale=record.rationale if record else "",
        single_source_reason=record.single_source_reason if record else "",
        views=views.spread,
        sides=tuple(one for one in sides_of(access) if one.judged.code == code and one.given),
        threads=threads_in(talk_about(access), indicator_id=line.indicator_id),
        changes=tuple(history_of(record)) if record else (),
    )
