"""Bring a framework edition in from its YAML."""

from dataclasses import dataclass
from hashlib import sha256

from django.db import connection, transaction

from indicators.access import in_use
from indicators.models import FrameworkEdition, QualityIndicator
from indicators.queries import edition_document
from indicators.rules.document import Edition
from indicators.rules.reading import read_edition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel.errors import Refused
from inspectorate.tenancy.scope import require_inspectorate_id

ONE_AT_A_TIME = 4_201
"""The advisory lock of framework imports in one inspectorate."""


@dataclass(frozen=True, slots=True)
class EditionImported:
    """What an import did: ``made`` a new edition, ``changed`` one not yet in use, or neither."""

    edition: FrameworkEdition
    document: Edition
    made: bool
    changed: bool


@transaction.atomic
def import_edition(*, actor: Actor, data: bytes) -> EditionImported:
    """Bring an edition in from the bytes of its YAML.

    The same content again, however it is written, changes nothing. Other content under the same
    code replaces an edition that nothing uses yet, and is Refused once a programme or an
    inspection uses it. Raises Faulty (every fault, with line and field) and NotPermitted.
    """
    actor.require(P.MAINTAIN_FRAMEWORKS)
    document = read_edition(data)
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(%s, %s)", [ONE_AT_A_TIME, require_inspectorate_id()]
        )
    edition = FrameworkEdition.objects.filter(code=document.code).first()
    made = edition is None
    if edition is None:
        edition = FrameworkEdition(code=document.code, version=0)
    elif edition_document(edition.pk) == document:
        return EditionImported(edition, document, made=False, changed=False)
    elif in_use(edition):
        raise Refused(
            f"The edition {edition.code} is in use by a programme or an inspection, so it cannot "
            "change. Give the new edition its own code, bring it in, and supersede this one with it."
        )
    _store(edition, document, data.decode())
    return EditionImported(edition, document, made=made, changed=not made)


def _store(edition: FrameworkEdition, document: Edition, text: str) -> None:
    edition.title = document.title
    edition.publisher = document.publisher
    edition.valid_from = document.valid_from
    edition.valid_to = document.valid_to
    edition.text = text
    edition.digest = sha256(text.encode()).hexdigest()
    edition.version += 1
    edition.save()
    _store_indicators(edition, document)


def _store_indicators(edition: FrameworkEdition, document: Edition) -> None:
    """Bring the indicators' rows in line; one that keeps its code keeps its row."""
    rows = {one.code: one for one in QualityIndicator.objects.filter(edition=edition)}
    wanted = [(section, one) for section in document.sections for one in section.indicators]
    new: list[QualityIndicator] = []
    kept: list[QualityIndicator] = []
    for position, (section, one) in enumerate(wanted, start=1):
        row = rows.pop(one.code, None)
        (new if row is None else kept).append(
            QualityIndicator(
                pk=row.pk if row else None,
                inspectorate_id=edition.inspectorate_id,
                edition=edition,
                code=one.code,
                title=one.title,
                short_title=one.short_title,
                section_code=section.code,
                position=position,
                reference=one.reference,
            )
        )
    QualityIndicator.objects.filter(pk__in=[row.pk for row in rows.values()]).delete()
    QualityIndicator.objects.bulk_update(
        kept, ["title", "short_title", "section_code", "position", "reference"]
    )
    QualityIndicator.objects.bulk_create(new)
