"""Save one's own view of an indicator: kept privately as it is typed, then given to the team.

A view belongs to one person, so two people never clash over it; two windows of one person may.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils import timezone

from evaluations.access import (
    inspection_for,
    levels_visible,
    on_it_today,
    place_on_team,
    why_not_record,
)
from evaluations.models import Inspection
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.identifiers import NO_REASONS, require_answers
from evaluations.operations.recording import Clash
from evaluations.rules.values import Chosen, Kept, chosen, understood
from evaluations.rules.views import fixed
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.versions import row_at
from inspectorate.tenancy.scope import require_inspectorate_id

LONGEST_REASON = 4_000
FIELDS = frozenset({"level", "non_grade", "reason", "given"})
NOT_ON_IT = "Views are given by the members of the inspection's team, each their own."

# The person's place on the team is what is locked: one person saves one view at a time, in however
# many windows, and nobody waits for anybody else.
_INDICATOR = """
select q.id, coalesce(num_nonnulls(e.level, e.level_set, e.non_grade), 0) > 0
from evaluations_teammember m
join indicators_qualityindicator q on q.inspectorate_id = m.inspectorate_id
left join evaluations_evaluation e on e.inspectorate_id = q.inspectorate_id
  and e.indicator_id = q.id and e.inspection_id = m.inspection_id
where m.inspectorate_id = %s and m.id = %s and q.edition_id = %s and q.code = %s
for no key update of m
"""
_FIND = """
select id, version, level, non_grade, reason, given_at from evaluations_memberview
where inspectorate_id = %s and inspection_id = %s and indicator_id = %s and membership_id = %s
"""
_MAKE = """
insert into evaluations_memberview (level, non_grade, reason, given_at, inspectorate_id,
  inspection_id, indicator_id, membership_id, version)
values (%s, %s, %s, %s, %s, %s, %s, %s, 1) returning id
"""
_SAVE = """
update evaluations_memberview set level = %s, non_grade = %s, reason = %s, given_at = %s,
  version = version + 1, changed_at = now()
where inspectorate_id = %s and id = %s
"""


class Own(NamedTuple):
    """One's own view of an indicator as it is kept; id and version 0: nothing saved yet."""

    id: int
    version: int
    level: int | None
    non_grade: str | None
    reason: str
    given_at: datetime | None

    @property
    def value(self) -> Kept:
        return Kept(level=self.level, non_grade=self.non_grade)

    @property
    def given(self) -> bool:
        return self.given_at is not None


class _Place(NamedTuple):
    """Where a view belongs, and whether the team has agreed there."""

    actor: Actor
    inspection: Inspection
    indicator_id: int
    code: str
    edition: Edition
    agreed: bool


@transaction.atomic
def save_view(
    *,
    actor: Actor,
    inspection: str,
    indicator: str,
    based_on: int,
    changes: Mapping[str, Any],
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Save one's own view of the indicator with this code; the view as it now is.

    ``changes`` holds what changes of ``level`` and ``non_grade`` (codes of the edition; a level and
    a non-grade replace each other, None clears), ``reason`` (text) and ``given`` (true gives it to
    the team, for good). ``based_on`` is 0 for the first save. ``exact``: an edit based on any earlier
    version is stale, whichever fields it changes.

    Raises NotFound, NotPermitted (not on the team), Refused (not now, or the team has agreed),
    Invalid (by field), IdentifiersFound, Clash, Stale (``exact``).
    """
    place = _place(actor, inspection, indicator)
    now = _kept(place)
    if exact and now.version != based_on:
        raise Stale(as_record(place, now))
    mine = _wanted(place.edition, now, changes)
    if now.version != based_on:
        mine = _compared(place, now, mine, changes, based_on)
    if mine == now:
        return as_record(place, now)
    if fixed(given=now.given, agreed=place.agreed):
        raise Refused(
            f"The team has agreed its evaluation of {place.code}; your view stays as you gave it."
        )
    _check(mine, now)
    texts = {"reason": mine.reason} if mine.reason != now.reason else {}
    answers = require_answers(inspection=place.inspection, texts=texts, reasons=reasons)
    saved = _write(place, mine._replace(version=now.version + 1))
    answers.keep(actor=actor, table="evaluations_memberview", record_id=saved.id)
    return as_record(place, saved)


def as_record(place: "_Place", one: Own) -> dict[str, Any]:
    """One's own view as the API says it."""
    value = chosen(place.edition, one.value)
    return {
        "id": ids.encode("view", one.id),
        "version": one.version,
        "inspection": ids.encode("inspection", place.inspection.pk),
        "indicator_code": place.code,
        "level": value.level,
        "non_grade": value.non_grade,
        "reason": one.reason,
        "given": one.given,
        "given_at": one.given_at,
    }


def _place(actor: Actor, inspection: str, code: str) -> _Place:
    seen = inspection_for(actor, inspection)
    on_team = place_on_team(actor, seen)
    if on_team is None or not on_it_today(on_team):
        if levels_visible(actor, seen, on_team):
            raise NotPermitted(NOT_ON_IT)
        raise NotFound
    not_permitted, not_now = why_not_record(actor, seen.status, on_team)
    if not_permitted or not_now:
        raise Refused(not_now or "The inspection is published; views stay as they were given.")
    edition = edition_document(seen.edition_id)
    known = edition.indicator_by_code.get(code)
    if known is None or not known.graded:
        raise NotFound
    with connection.cursor() as cursor:
        here = require_inspectorate_id()
        cursor.execute(_INDICATOR, [here, on_team.pk, seen.edition_id, code])
        found = cursor.fetchone()
    if found is None:
        raise NotFound
    return _Place(actor, seen, found[0], code, edition, found[1])


def _key(place: _Place) -> list[Any]:
    here, me = require_inspectorate_id(), place.actor.membership_id
    return [here, place.inspection.pk, place.indicator_id, me]


def _kept(place: _Place) -> Own:
    with connection.cursor() as cursor:
        cursor.execute(_FIND, _key(place))
        row = cursor.fetchone()
    return Own(*row) if row else Own(0, 0, None, None, "", None)


def _write(place: _Place, one: Own) -> Own:
    columns = [one.level, one.non_grade, one.reason, one.given_at]
    with connection.cursor() as cursor:
        if one.id:
            cursor.execute(_SAVE, [*columns, require_inspectorate_id(), one.id])
            return one
        cursor.execute(_MAKE, [*columns, *_key(place)])
        return one._replace(id=cursor.fetchone()[0])


def _wanted(edition: Edition, now: Own, changes: Mapping[str, Any]) -> Own:
    """The view with the changes made. Raises Invalid."""
    for name in sorted(changes.keys() - FIELDS):
        raise Invalid({name: "A view has a level, a non_grade, a reason and whether it is given."})
    mine = now
    if "level" in changes or "non_grade" in changes:
        choice = Chosen(level=changes.get("level"), non_grade=changes.get("non_grade"))
        value = understood(edition, choice)
        if isinstance(value, dict):
            raise Invalid(value)
        mine = mine._replace(level=value.level, non_grade=value.non_grade)
    if "reason" in changes:
        reason = changes["reason"] or ""
        raise_if_any(text_fault("reason", reason, LONGEST_REASON))
        mine = mine._replace(reason=reason)
    if changes.get("given") and not now.given:
        mine = mine._replace(given_at=timezone.now())
    if now.given and changes.get("given") is False:
        raise Invalid({"given": "What is given stays given. Until the team agrees, change it."})
    return mine


def _check(mine: Own, now: Own) -> None:
    if not mine.given or mine.value != Kept():
        return
    if now.given:
        raise Invalid({"level": "A view that is given keeps a level, or why there is none."})
    raise Invalid({"level": "Choose a level, or why there is none. Then give your view."})


def _compared(place: _Place, now: Own, mine: Own, changes: Mapping[str, Any], based_on: int) -> Own:
    """What to write for an edit based on an earlier version. Raises Clash when the same field was
    changed in between, by the same person elsewhere."""
    base = _as_it_was(now, based_on)
    fields = {"value"} if {"level", "non_grade"} & changes.keys() else set()
    fields |= {"reason"} & changes.keys()
    edited = {one for one in fields if base is None or getattr(mine, one) != getattr(base, one)}
    clashing = {
        one
        for one in edited
        if getattr(mine, one) != getattr(now, one)
        and (base is None or getattr(base, one) != getattr(now, one))
    }
    if clashing:
        raise Clash(
            None if base is None else as_record(place, base),
            as_record(place, mine),
            as_record(place, now),
            tuple(one for one in ("value", "reason") if one in clashing),
        )
    kept = now._replace(given_at=mine.given_at)
    if "value" in edited:
        kept = kept._replace(level=mine.level, non_grade=mine.non_grade)
    return kept._replace(reason=mine.reason) if "reason" in edited else kept


def _as_it_was(now: Own, version: int) -> Own | None:
    """The view at an earlier version; empty at version 0, None when there was no such version."""
    if version == 0:
        return Own(now.id, 0, None, None, "", None)
    row = row_at("evaluations_memberview", now.id, version) if version < now.version else None
    if row is None:
        return None
    return now._replace(
        version=version, level=row["level"], non_grade=row["non_grade"], reason=row["reason"]
    )
