"""Evidence of the inspections under way: fictional, recorded by the people of the demonstration."""

import csv
from collections.abc import Iterable
from datetime import timedelta
from itertools import cycle
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evaluations import operations
from evaluations.access import programme_by_code
from evaluations.models import Inspection, SampledCase
from evaluations.operations.evidence_files import attach_file
from evaluations.terms import SourceKind
from inspectorate.accounts.access import actor_for
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate

FILE = Path(__file__).parent / "data" / "second-cycle" / "evidence.csv"
AUTHORS = {
    "moira": "moira.gillespie@inspectorate.example",
    "isla": "isla.drummond@inspectorate.example",
    "callum": "callum.reid@inspectorate.example",
    "ruth": "ruth.abernethy@inspectorate.example",
}
PAGE = "A children's panel meets each term. It commented on eleven plans last year.\n"
HELD = {"A12": 18, "A14": 4}
"""Areas whose inspection has evidence, and up to which day of fieldwork."""


def load(actor: Actor, programme: str) -> None:
    """Evidence for the inspections of the programme that are in fieldwork or beyond."""
    inspectorate = Inspectorate.objects.get(pk=actor.inspectorate_id)
    people = _people(inspectorate)
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = Inspection.objects.filter(programme=programme_by_code(actor, programme))
    for inspection in found.select_related("area").filter(area__code__in=HELD):
        last = HELD[inspection.area.code]
        cases = cycle([ids.encode("sampled-case", one.pk) for one in _cases(inspection)] or [None])
        for number, row in enumerate(rows):
            if int(row["day"]) <= last:
                read = row["source_kind"] == SourceKind.RECORD_READING
                made = _add(people[row["author"]], inspection, row, next(cases) if read else None)
                if number == 0:
                    _attach(people[row["author"]], made)


def _people(inspectorate: Inspectorate) -> dict[str, Actor]:
    found = {}
    for name, email in AUTHORS.items():
        member = Membership.objects.select_related("user").get(user__email=email)
        acting = actor_for(member.user, inspectorate)
        if acting is not None:
            found[name] = acting
    return found


def _cases(inspection: Inspection) -> Iterable[SampledCase]:
    found: Iterable[SampledCase] = SampledCase.objects.filter(
        inspection=inspection, withdrawn_at__isnull=True
    )
    return found


def _add(actor: Actor, inspection: Inspection, row: dict[str, str], case: str | None) -> str:
    first = inspection.fieldwork_from or timezone.localdate()
    made = operations.add_evidence(
        actor=actor,
        inspection=ids.encode("inspection", inspection.pk),
        values={
            "bearing": row["bearing"],
            "source_kind": row["source_kind"],
            "level_of_service": row["level_of_service"],
            "services": _several(row["services"]),
            "indicators": _several(row["indicators"]),
            "tags": _several(row["tags"]),
            "happened_on": first + timedelta(days=int(row["day"])),
            "sampled_case": case,
            "text": row["text"],
            "quote": row["quote"],
        },
    )
    return str(made["id"])


def _attach(actor: Actor, evidence: str) -> None:
    upload = SimpleUploadedFile("return, page 31.txt", PAGE.encode(), "text/plain")
    attach_file(actor=actor, evidence=evidence, upload=upload)


def _several(cell: str) -> list[str]:
    return [one for one in cell.split("|") if one]
