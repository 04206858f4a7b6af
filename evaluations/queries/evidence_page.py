"""What the pages of evidence show beside the pieces: what there is to choose, one piece's history,
and who has read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.utils.text import capfirst

from evaluations.access.case_material import CaseAccess, case_material_for
from evaluations.access.evidence import evidence_for, is_its_authors, why_not_evidence
from evaluations.access.read_log import sees_read_log
from evaluations.models import Evidence, EvidenceFile, SampledCase
from evaluations.operations.files import OPENED
from evaluations.queries.evidence import EVIDENCE, for_reader
from evaluations.queries.evidence_beside import LOOKS
from evaluations.queries.evidence_source import Source, source_of_piece
from evaluations.queries.inspections import team_of
from evaluations.queries.services import services
from evaluations.terms import Bearing, LevelOfService, SourceKind
from indicators.queries import edition_document
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.history import Change, history_of
from inspectorate.tenancy.scope import require_inspectorate_id

MOST_READERS = 50
MOST_TAGS_OFFERED = 200

_UNSAID = (
    *("number", "inspection", "membership", "client_key", "entered_at", "changed_at"),
    *("return_section", "return_file"),
)
_MEDICAL = ("text", "quote")
_TAGS = """
select distinct unnest(tags) as tag from evaluations_evidence
where inspectorate_id = %s and inspection_id = %s order by tag limit %s
"""
_READERS = """
select coalesce(u.display_name, t.name, ''), r.token_id is not null, count(*), max(r.at)
from evaluations_casematerialread r
left join accounts_membership m on m.inspectorate_id = r.inspectorate_id and m.id = r.membership_id
left join accounts_user u on u.id = m.user_id
left join accounts_apitoken t on t.inspectorate_id = r.inspectorate_id and t.id = r.token_id
where r.inspectorate_id = %s and r.inspection_id = %s and r.what = 'evidence'
  and r.records @> array[%s]::bigint[]
group by 1, 2 order by 4 desc limit %s
"""
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class EvidenceChoices:
    """What forms and filters of an inspection's evidence offer: codes or opaque ids, with words."""

    indicators: Choices
    services: Choices
    cases: Choices


@dataclass(frozen=True, slots=True)
class EvidencePlace:
    """An inspection whose evidence somebody reads, and why they cannot record any now: empty when
    they can."""

    access: CaseAccess
    choices: EvidenceChoices
    why_not: str

    @property
    def inspection_id(self) -> str:
        return ids.encode("inspection", self.access.inspection.pk)


class Reader(NamedTuple):
    """Somebody who has read a piece; ``tool``: with an API token."""

    name: str
    tool: bool
    times: int
    last: datetime


class KeptFile(NamedTuple):
    """A file kept with a piece; ``size`` in bytes, ``opens`` whether it can be opened."""

    id: str
    name: str
    size: int
    scan_label: str
    opens: bool


@dataclass(frozen=True, slots=True)
class PiecePage:
    """One piece. ``its_authors``: all of it is this person's to change, not its tags and indicators
    alone."""

    place: EvidencePlace
    piece: dict[str, Any]
    its_authors: bool
    changes: list[Change]
    readers: list[Reader]
    files: list[KeptFile] = field(default_factory=list)
    source: Source | None = None
    sees_reads: bool = False

    @property
    def takes_files(self) -> bool:
        """Whether this person may keep files with it and take them off."""
        mine = self.its_authors and not self.place.why_not
        return mine and not self.piece["hidden"] and self.piece["withdrawn_at"] is None


def evidence_place(actor: Actor, inspection: str) -> EvidencePlace:
    """Raises NotFound, PurposeNeeded."""
    return place_of(case_material_for(actor, inspection))


def place_of(access: CaseAccess) -> EvidencePlace:
    not_permitted, not_now = why_not_evidence(access.actor, access.inspection.status, access.place)
    return EvidencePlace(access, evidence_choices(access), not_permitted or not_now)


def evidence_choices(access: CaseAccess) -> EvidenceChoices:
    """Two statements, and the edition's."""
    edition = edition_document(access.inspection.edition_id)
    cases: Iterable[tuple[int, str]] = (
        SampledCase.objects.filter(inspection=access.inspection)
        .order_by("number")
        .values_list("pk", "pseudonym")
    )
    return EvidenceChoices(
        [(one.code, f"{one.code} {one.short_title or one.title}") for one in edition.indicators],
        services(),
        [(ids.encode("sampled-case", pk), pseudonym) for pk, pseudonym in cases],
    )


def author_choices(access: CaseAccess) -> Choices:
    """The team, which records evidence. One statement."""
    return [(one.id, one.name) for one in team_of(access.inspection)]


def tags_used(access: CaseAccess) -> list[str]:
    """The tags of the inspection's evidence. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_TAGS, [require_inspectorate_id(), access.inspection.pk, MOST_TAGS_OFFERED])
        return [tag for (tag,) in cursor.fetchall()]


def in_words(records: Iterable[dict[str, Any]], choices: EvidenceChoices) -> list[dict[str, Any]]:
    """The records with what a page says of their codes."""
    names = dict(choices.services)
    return [_in_words(one, names) for one in records]


def _in_words(one: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    bearing = Bearing(one["bearing"])
    return {
        **one,
        "bearing_label": bearing.label,
        "look": LOOKS[bearing][0],
        "icon": LOOKS[bearing][1],
        "tone": LOOKS[bearing][2],
        "source_label": SourceKind(one["source_kind"]).label,
        "level_label": LevelOfService(one["level_of_service"]).label,
        "service_names": [names.get(code, code) for code in one["services"]],
    }


class Chosen(NamedTuple):
    """A piece that was chosen, without what it says."""

    id: str
    reference: str
    indicators: Sequence[str]


def chosen_pieces(access: CaseAccess, chosen: Iterable[str]) -> list[Chosen]:
    """Those of the inspection's pieces that were chosen, in order; others are left out."""
    numbers = []
    for one in chosen:
        try:
            numbers.append(ids.decode("evidence", one))
        except NotFound:
            continue
    found: Iterable[tuple[int, int, list[str]]] = (
        Evidence.objects.filter(inspection=access.inspection, pk__in=numbers)
        .order_by("number")
        .values_list("pk", "number", "indicator_codes")
    )
    return [Chosen(ids.encode("evidence", pk), f"E{number}", codes) for pk, number, codes in found]


def cited(actor: Actor, inspection: str, number: int) -> str:
    """The opaque id of the piece that is cited as E<number>. Raises NotFound, PurposeNeeded."""
    access = case_material_for(actor, inspection)
    found = Evidence.objects.filter(inspection=access.inspection, number=number).first()
    if found is None:
        raise NotFound
    return ids.encode("evidence", found.pk)


def piece_to_show(actor: Actor, inspection: str, evidence: str) -> PiecePage:
    """One piece without its history, for the pages that change it. Raises NotFound, PurposeNeeded."""
    access, one = evidence_for(actor, evidence, inspection)
    place = place_of(access)
    records = for_reader(access, [EVIDENCE.one(one.pk)])
    piece = in_words(records, place.choices)[0]
    return PiecePage(place, piece, is_its_authors(access, one), [], [])


def piece_page(actor: Actor, inspection: str, evidence: str) -> PiecePage:
    """One piece with everything that happened to it. Raises NotFound, PurposeNeeded."""
    shown = piece_to_show(actor, inspection, evidence)
    access, number = shown.place.access, ids.decode("evidence", evidence)
    one = Evidence.objects.select_related("return_section", "return_file").get(pk=number)
    return PiecePage(
        shown.place,
        shown.piece,
        shown.its_authors,
        _history(access, one),
        _readers(access, number),
        [] if shown.piece["hidden"] else _files(number),
        source_of_piece(access, one),
        sees_read_log(actor, access.inspection),
    )


def _files(number: int) -> list[KeptFile]:
    links = EvidenceFile.objects.filter(evidence_id=number).select_related("file").order_by("id")
    return [
        KeptFile(
            ids.encode("file", one.pk),
            one.name,
            one.size,
            one.get_scan_display(),
            one.scan in OPENED,
        )
        for one in (link.file for link in links)
    ]


def _history(access: CaseAccess, one: Evidence) -> list[Change]:
    """What happened to a piece. What a medical note said, at whatever time it was one, is for
    medically qualified inspectors here too."""
    labels = {
        field.name: capfirst(str(field.verbose_name)) for field in Evidence._meta.concrete_fields
    }
    changes = history_of(one)
    unsaid = {labels[name] for name in _UNSAID}
    was_medical = any(
        field.label == labels["medical"] for one in changes[:-1] for field in one.fields
    )
    if not access.medical and (one.medical or was_medical):
        unsaid |= {labels[name] for name in _MEDICAL}
    return [_without(change, unsaid) for change in changes]


def _without(change: Change, unsaid: set[str]) -> Change:
    said = tuple(field for field in change.fields if field.label not in unsaid)
    return Change(
        change.at, change.who, change.why, change.purpose, change.operation, change.what, said
    )


def _readers(access: CaseAccess, number: int) -> list[Reader]:
    with connection.cursor() as cursor:
        place = (require_inspectorate_id(), access.inspection.pk)
        cursor.execute(_READERS, [*place, number, MOST_READERS])
        return [Reader(*row) for row in cursor.fetchall()]
