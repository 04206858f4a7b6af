"""Free text is held to the rules on identifiers before it is saved; what stays is put on a list."""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from evaluations.models import CaseKey, Inspection, KeptIdentifier
from evaluations.operations.checks import text_fault
from evaluations.rules.identifiers import SAID, Found, Names, find
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import Invalid
from inspectorate.tenancy.scope import require_inspectorate_id

NO_REASONS: Mapping[str, str] = MappingProxyType({})
LONGEST_WHY = 500
REMOVE = "Remove it, or say why it stays."
TAKE_OUT = "Take it out: it is not needed here."
CONTACTS = frozenset({"telephone", "email", "postcode"})
"""Kinds by which an office is reached."""

_KEEP = """
insert into evaluations_keptidentifier (inspectorate_id, inspection_id, table_name, record_id, field,
  kind, digest, why, membership_id)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (inspectorate_id, table_name, record_id, field, digest) do update
set why = excluded.why, membership_id = excluded.membership_id, removed_at = null
where evaluations_keptidentifier.why <> excluded.why
   or evaluations_keptidentifier.removed_at is not null
"""


class IdentifiersFound(Invalid):
    """Free text holds identifiers for which no answer was given; nothing was saved.

    ``found`` has one entry for each: field, kind, start, end (in characters), digest, said.
    """

    def __init__(self, found: list[dict[str, Any]]) -> None:
        by_field: dict[str, list[str]] = {}
        for one in found:
            said = f"{one['said']} {REMOVE}"
            if said not in by_field.setdefault(one["field"], []):
                by_field[one["field"]].append(said)
        super().__init__(by_field)
        self.found = found
        self.more = {"identifiers": found}


@dataclass(frozen=True, slots=True)
class Answers:
    """What stays in the texts that were looked at, and why."""

    inspection_id: int | None
    fields: tuple[str, ...]
    stays: tuple[tuple[str, Found, str], ...]

    def only(self, field: str, called: str) -> "Answers":
        """What stays in one of the fields, which is ``called`` so where it is kept."""
        stays = tuple((called, one, why) for name, one, why in self.stays if name == field)
        return Answers(self.inspection_id, (called,), stays)

    def keep(self, *, actor: Actor, table: str, record_id: int, new: bool = False) -> None:
        """Put what stays on the data protection officer's list, and strike what is gone from it.
        Call it when the record is saved, in the same transaction. ``new``: nothing of it was on
        the list before, as when it was just made."""
        if not self.fields or (new and not self.stays):
            return
        here = require_inspectorate_id()
        with connection.cursor() as cursor:
            for field, one, why in self.stays:
                place = (here, self.inspection_id, table, record_id, field)
                cursor.execute(_KEEP, [*place, one.kind, one.digest, why, actor.membership_id])
        staying = {(field, one.digest) for field, one, _ in self.stays}
        for kept in KeptIdentifier.objects.filter(
            table_name=table, record_id=record_id, field__in=self.fields, removed_at__isnull=True
        ):
            if (kept.field, kept.digest) not in staying:
                KeptIdentifier.objects.filter(pk=kept.pk).update(removed_at=timezone.now())


def salt_of(inspection_id: int | None) -> str:
    """The key of an inspection's digests (hex). Devices of its team are given it, nobody else."""
    told = f"identifiers:{require_inspectorate_id()}:{inspection_id or 0}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), told, hashlib.sha256).hexdigest()


def names_of(inspection_id: int | None) -> Names:
    """What texts of this inspection are held to."""
    if inspection_id is None:
        return Names(salt_of(None))
    declared = CaseKey.objects.filter(sampled_case__inspection_id=inspection_id)
    lists = declared.values_list("name_digests", flat=True)
    return named(inspection_id, (one for digests in lists for one in digests))


def names_of_each(inspections: Iterable[int]) -> list[Names]:
    """What a text that concerns several inspections is held to: an entry for each. One statement."""
    declared: dict[int, set[str]] = {one: set() for one in inspections}
    rows = CaseKey.objects.filter(sampled_case__inspection_id__in=declared)
    for inspection, digests in rows.values_list("sampled_case__inspection_id", "name_digests"):
        declared[inspection].update(digests)
    return [named(one, digests) for one, digests in declared.items()]


def named(inspection_id: int, digests: Iterable[str]) -> Names:
    """The same, for a caller that has read the digests of an inspection's declared names."""
    return Names(salt_of(inspection_id), frozenset(digests))


def require_answers(
    *,
    inspection: Inspection | int | None,
    texts: Mapping[str, str],
    reasons: Mapping[str, str] = NO_REASONS,
    names: Names | None = None,
) -> Answers:
    """Hold texts (by field) to the rules. ``reasons`` maps the digest of what was found to why it
    stays; ``names`` is what they are held to, for a caller that has it at hand.

    Raises IdentifiersFound for what has no answer, Invalid for an answer that is none.
    """
    inspection_id = inspection.pk if isinstance(inspection, Inspection) else inspection
    written = {field: text for field, text in texts.items() if text}
    if not written:
        return Answers(inspection_id, tuple(texts), ())
    names = names or names_of(inspection_id)
    found = [
        (field, one)
        for field, text in written.items()
        for one in find(text, names, timezone.localdate())
    ]
    missing = [_said(field, one) for field, one in found if not reasons.get(one.digest, "").strip()]
    if missing:
        raise IdentifiersFound(missing)
    stays = tuple((field, one, reasons[one.digest].strip()) for field, one in found)
    for _, _, why in stays:
        fault = text_fault("identifiers_kept", why, LONGEST_WHY)
        if fault:
            raise Invalid(fault)
    return Answers(inspection_id, tuple(texts), stays)


def identifier_faults(
    texts: Mapping[str, str],
    *,
    inspection: Inspection | int | None = None,
    contacts: bool = False,
) -> dict[str, str]:
    """What is wrong with short texts (by field) in which no identifier has any business: it is taken
    out, without a question. ``contacts``: how to reach an office (telephone, e-mail, postcode) may
    stand there."""
    try:
        require_answers(inspection=inspection, texts=texts)
    except IdentifiersFound as missing:
        return {
            one["field"]: f"{one['said']} {TAKE_OUT}"
            for one in missing.found
            if not (contacts and one["kind"] in CONTACTS)
        }
    return {}


def _said(field: str, one: Found) -> dict[str, Any]:
    return {"field": field, **one._asdict(), "said": SAID[one.kind]}
