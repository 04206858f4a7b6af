"""Judge progress on a main point at a follow-through inspection: the one way, for pages and tools.

Every save names the version it was based on and carries only the fields it changes. Nothing of it is
seen outside, and no point changes, before the report of the inspection is published.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils import timezone

from evaluations.operations.collective import require_collective
from evaluations.operations.identifiers import identifier_faults
from evaluations.operations.recording import Clash
from followthrough.access.rounds import RoundAccess, require, round_for
from followthrough.models import (
    MainPointForAction,
    Progress,
    ProgressEvidence,
    Round,
    RoundPoint,
    SuccessFactor,
)
from followthrough.rules.life import ENDED
from followthrough.rules.rounds import gaps, together
from followthrough.terms import PointDecision
from indicators.queries import edition_document
from indicators.rules.document import Edition, Graded
from indicators.rules.values import parse_value
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, Refused, Stale
from inspectorate.kernel.versions import row_at
from inspectorate.tenancy.scope import because

LONGEST_RATIONALE = 4000
LONGEST_TITLE = 120
LONGEST_FACTOR = 2000
MOST_FACTORS = 10
MOST_EVIDENCE = 200
SETS = ("evidence", "success_factors")
TEXTS = ("rationale", "decision_reason")
FIELDS = ("value", *TEXTS, "decision", *SETS)
TABLE = Progress._meta.db_table
UNKNOWN: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A value as its three columns."""

    level: int | None = None
    level_set: list[int] | None = None
    non_grade: str | None = None


def stored_value(edition_id: int, text: str) -> StoredValue:
    """What a person or a file wrote, as columns; empty: no value. Raises Invalid with the reason."""
    if not text:
        return StoredValue()
    value = parse_value(edition_document(edition_id), text)
    if isinstance(value, str):
        raise Invalid({"value": value})
    if not isinstance(value, Graded):
        return StoredValue(non_grade=value.code)
    if value.exact:
        return StoredValue(level=next(iter(value.ranks)))
    return StoredValue(level_set=sorted(value.ranks))


def value_text(edition: Edition, level: Any, level_set: Any, non_grade: Any) -> str:
    """A value's columns as a person or a file writes it; empty for none."""
    ranks = sorted(level_set) if level_set else [level] if level is not None else []
    return "|".join(edition.level_by_rank[rank].code for rank in ranks) or (non_grade or "")


def judgement_record(access: RoundAccess, point: int, found: Progress | None) -> dict[str, Any]:
    """A judgement as the API says it; version 0 while there is none. Three statements at most."""
    edition = edition_document(access.inspection.edition_id)
    now = _now(access, edition, point, found)
    codes = now["value"].split("|") if found and not found.non_grade and now["value"] else []
    return {
        "id": ids.encode("progress", found.pk) if found else None,
        "version": found.version if found else 0,
        "inspection": access.reference,
        "main_point": ids.encode("point", point),
        "level": codes[0] if len(codes) == 1 else None,
        "level_set": codes if len(codes) > 1 else None,
        "non_grade": found.non_grade if found else None,
        **now,
        "decision": now["decision"] or None,
        "missing": list(missing_of(found)),
    }


def missing_of(found: Progress | None) -> tuple[str, ...]:
    """What a judgement still needs before moderation, in words."""
    one = found or Progress()
    valued = one.level is not None or bool(one.level_set) or bool(one.non_grade)
    return gaps(
        valued=valued, rationale=one.rationale, decision=one.decision, reason=one.decision_reason
    )


def _now(
    access: RoundAccess, edition: Edition, point: int, found: Progress | None
) -> dict[str, Any]:
    """FIELDS as they stand."""
    one = found or Progress()
    rests = ProgressEvidence.objects.filter(progress=found) if found else ()
    factors = SuccessFactor.objects.filter(inspection=access.inspection, point_id=point)
    return {
        "value": value_text(edition, one.level, one.level_set, one.non_grade),
        "rationale": one.rationale,
        "decision": one.decision,
        "decision_reason": one.decision_reason,
        "evidence": sorted(ids.encode("evidence", each.evidence_id) for each in rests),
        "success_factors": [{"title": each.title, "text": each.text} for each in factors],
    }


@transaction.atomic
def save_judgement(
    *,
    actor: Actor,
    inspection: str,
    point: str,
    based_on: int,
    changes: Mapping[str, Any],
    before: Mapping[str, Any] = UNKNOWN,
    exact: bool = False,
) -> dict[str, Any]:
    """Judge progress on a point in scope, or change that judgement; the judgement as it now is.

    ``changes`` are FIELDS: ``value`` as a file writes it ("good", "weak|good", a reason for none; empty
    clears), ``evidence`` by ids, ``success_factors`` as title and text. ``based_on`` 0: the first time.
    ``before``: SETS as the author saw them, which an edit based on an earlier version needs. ``exact``:
    such an edit is stale. Raises NotFound, NotPermitted, Refused, Invalid, Clash, Stale.
    """
    access, asked, found = _locked(actor, inspection, point)
    wanted = _understood(access, changes)
    version = found.version if found else 0
    edition = edition_document(access.inspection.edition_id)
    now = _now(access, edition, asked.pk, found)
    if version != based_on:
        if exact:
            raise Stale(judgement_record(access, asked.pk, found))
        wanted = _together(access, asked.pk, found, based_on, wanted, before, now, edition)
    changed = {name: value for name, value in wanted.items() if value != now[name]}
    if changed:
        found = _write(access, asked, found, changed)
    return judgement_record(access, asked.pk, found)


def judge_progress(
    *, actor: Actor, point_id: int, inspection_id: int, value: str, rationale: str, base: int
) -> Progress:
    """The value and the rationale alone. ``base`` is the version judged before, 0 for the first
    time. Raises NotFound, NotPermitted, Invalid, Refused, Stale."""
    rows = Progress.objects.filter(point_id=point_id, inspection_id=inspection_id)
    if not value:
        raise Invalid({"value": "Give a level, or the reason for none."})
    try:
        save_judgement(
            actor=actor,
            inspection=ids.encode("inspection", inspection_id),
            point=ids.encode("point", point_id),
            based_on=base,
            changes={"value": value, "rationale": rationale},
            exact=True,
        )
    except Stale:
        raise Stale(rows.select_related("inspection").first()) from None
    saved: Progress = rows.select_related("inspection").get()
    return saved


def _locked(
    actor: Actor, inspection: str, point: str
) -> tuple[RoundAccess, MainPointForAction, Progress | None]:
    """The point in scope, locked against a second judgement of it, and the judgement there is."""
    access = round_for(actor, inspection)
    require(access.why_not_judge())
    number = ids.decode("point", point)
    rows = RoundPoint.objects.select_for_update(no_key=True, of=("self",))
    row = rows.filter(inspection=access.inspection, point_id=number).first()
    if row is None:
        _not_in_scope(access, number)
    asked: MainPointForAction = MainPointForAction.objects.select_related("inspection__area").get(
        pk=number
    )
    before = access.inspection.published_number == 0
    if before and asked.status in ENDED:
        raise Refused("This point was closed or superseded meanwhile. There is nothing to judge.")
    found = Progress.objects.filter(point_id=number, inspection=access.inspection).first()
    return access, asked, found


def _not_in_scope(access: RoundAccess, point: int) -> None:
    if not MainPointForAction.objects.filter(pk=point).exists():
        raise NotFound
    if not Round.objects.filter(inspection=access.inspection).exists():
        raise Refused("Choose first which open points this inspection looks at.")
    raise Refused("This inspection does not look at this point. Put it in its scope first.")


def _understood(access: RoundAccess, sent: Mapping[str, Any]) -> dict[str, Any]:
    """What was sent, as it is kept. Raises Invalid."""
    faults = {name: "This is not a field of a judgement." for name in sent if name not in FIELDS}
    values: dict[str, Any] = {
        name: _clean(sent[name]) if name in TEXTS else sent[name] for name in sent
    }
    if "value" in values:
        edition_id = access.inspection.edition_id
        stored = stored_value(edition_id, str(values["value"] or ""))
        values["value"] = value_text(
            edition_document(edition_id), stored.level, stored.level_set, stored.non_grade
        )
    if "decision" in values:
        values["decision"] = values["decision"] or ""
        if values["decision"] and values["decision"] not in PointDecision.values:
            faults["decision"] = f"Choose one of: {', '.join(PointDecision.values)}."
    if "evidence" in values:
        values["evidence"] = sorted(set(values["evidence"]))
        faults |= _evidence_faults(access, values["evidence"])
    if "success_factors" in values:
        values["success_factors"] = _factors(values["success_factors"], faults)
    faults |= _text_faults(access, values)
    if faults:
        raise Invalid(faults)
    return values


def _clean(text: object) -> str:
    return str(text or "").replace("\r\n", "\n").strip()


def _text_faults(access: RoundAccess, values: Mapping[str, Any]) -> dict[str, str]:
    """No text too long, none that names anybody, none that judges a single service."""
    texts = {name: values[name] for name in TEXTS if name in values}
    for at, one in enumerate(values.get("success_factors", ())):
        texts[f"success_factors.{at + 1}"] = f"{one['title']}\n{one['text']}"
    faults = {
        name: f"Use at most {LONGEST_RATIONALE} printable characters."
        for name, text in texts.items()
        if len(text) > LONGEST_RATIONALE or "\x00" in text
    }
    if faults:
        return faults
    require_collective(edition_document(access.inspection.edition_id), texts)
    return identifier_faults(texts, inspection=access.inspection)


def _evidence_faults(access: RoundAccess, wanted: Sequence[str]) -> dict[str, str]:
    if len(wanted) > MOST_EVIDENCE:
        return {"evidence": f"A judgement rests on at most {MOST_EVIDENCE} pieces of evidence."}
    numbers = {ids.decode("evidence", one) for one in wanted}
    if access.inspection.evidence.filter(pk__in=numbers).count() != len(numbers):
        return {"evidence": "Choose pieces of evidence of this inspection."}
    return {}


def _factors(sent: Sequence[Mapping[str, str]], faults: dict[str, str]) -> list[dict[str, str]]:
    """Those that say something, each title once."""
    found: dict[str, dict[str, str]] = {}
    for one in sent:
        title, text = " ".join(_clean(one.get("title")).split()), _clean(one.get("text"))
        if text and not title:
            faults["success_factors"] = "Give what worked a short title."
        if len(title) > LONGEST_TITLE or len(text) > LONGEST_FACTOR:
            faults["success_factors"] = (
                f"A title has at most {LONGEST_TITLE} characters, its text {LONGEST_FACTOR}."
            )
        if title:
            found.setdefault(title.casefold(), {"title": title, "text": text})
    if len(found) > MOST_FACTORS:
        faults["success_factors"] = f"Name at most {MOST_FACTORS} things that worked."
    return list(found.values())


def _together(
    access: RoundAccess,
    point: int,
    found: Progress | None,
    based_on: int,
    wanted: Mapping[str, Any],
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    edition: Edition,
) -> dict[str, Any]:
    """What to write for an edit based on an earlier version. Raises Clash."""
    base = _as_it_was(found, based_on, before, now, edition)
    kept, clashing = together(base, wanted, now, sets=SETS)
    if clashing:
        record = judgement_record(access, point, found)
        raise Clash(base, {**record, **wanted}, record, clashing)
    return kept


def _as_it_was(
    found: Progress | None,
    version: int,
    before: Mapping[str, Any],
    now: Mapping[str, Any],
    edition: Edition,
) -> dict[str, Any] | None:
    """FIELDS at a version; 0 is before anybody judged. None when there was no such version."""
    sets = {name: before.get(name, now[name]) for name in SETS}
    if version == 0:
        empty: dict[str, Any] = dict.fromkeys(("value", *TEXTS, "decision"), "")
        return empty | sets
    row = row_at(TABLE, found.pk, version) if found and version < found.version else None
    if row is None:
        return None
    value = value_text(edition, row["level"], row["level_set"], row["non_grade"])
    return {"value": value, **{name: row[name] for name in (*TEXTS, "decision")}, **sets}


def _write(
    access: RoundAccess,
    point: MainPointForAction,
    found: Progress | None,
    changed: Mapping[str, Any],
) -> Progress:
    kept = found or Progress(point=point, inspection=access.inspection, version=0)
    if "value" in changed:
        stored = stored_value(access.inspection.edition_id, changed["value"])
        kept.level, kept.level_set = stored.level, stored.level_set
        kept.non_grade = stored.non_grade
    for name in (*TEXTS, "decision"):
        setattr(kept, name, changed.get(name, getattr(kept, name)))
    kept.version, kept.changed_at = kept.version + 1, timezone.now()
    with because(f"Progress judged at {access.inspection.reference}"):
        kept.save()
        if "evidence" in changed:
            _rest_on(kept, {ids.decode("evidence", one) for one in changed["evidence"]})
        if "success_factors" in changed:
            _name_factors(kept, changed["success_factors"])
    return kept


def _rest_on(kept: Progress, wanted: set[int]) -> None:
    rows = ProgressEvidence.objects.filter(progress=kept)
    there = set(rows.values_list("evidence_id", flat=True))
    rows.filter(evidence__in=there - wanted).delete()
    for one in sorted(wanted - there):
        ProgressEvidence.objects.create(progress=kept, evidence_id=one)


def _name_factors(kept: Progress, wanted: Sequence[Mapping[str, str]]) -> None:
    rows = SuccessFactor.objects.filter(inspection_id=kept.inspection_id, point_id=kept.point_id)
    there = {(one.title, one.text): one for one in rows}
    asked = {(one["title"], one["text"]) for one in wanted}
    for key, one in there.items():
        if key not in asked:
            one.delete()
    for each in wanted:
        if (each["title"], each["text"]) not in there:
            SuccessFactor.objects.create(
                inspection_id=kept.inspection_id, point_id=kept.point_id, **each
            )
