"""Record one evaluation: the lean path that every page, endpoint and tool takes.

Every save names the version it was based on and carries only the fields it changes. Two people who
change different fields both succeed, and a field sent unchanged is not an edit of it. When both
changed the same field, nothing is saved and ``Clash`` carries what it was, what was sent and what it is now.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection

from evaluations.access import Life, levels_visible, require_recording
from evaluations.models import TeamMember
from evaluations.operations.checks import raise_if_any, text_fault
from evaluations.operations.collective import require_collective
from evaluations.operations.identifiers import NO_REASONS, named, require_answers
from evaluations.rules.team import agrees_role
from evaluations.rules.values import Chosen, Kept, chosen, kept, understood
from indicators.queries import edition_document
from indicators.rules.document import Edition
from indicators.rules.values import parse_value
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Stale
from inspectorate.kernel.versions import row_at
from inspectorate.tenancy.scope import require_inspectorate_id

TABLE = "evaluations_evaluation"
LONGEST_RATIONALE = 20_000
LONGEST_SINGLE_SOURCE = 2_000
FOR_THE_LEAD = "The lead inspector agrees the team's evaluation. Give your own view."
TEXTS = {"rationale": LONGEST_RATIONALE, "single_source_reason": LONGEST_SINGLE_SOURCE}

# What is only looked up is looked up beside, not joined: the planner tries every order of joins, and
# with eight tables that took it five times as long as the reading.
_LOCK = """
select e.id, e.level, e.level_set, e.non_grade, e.rationale, e.single_source_reason, e.version,
  i.status, i.id, i.edition_id,
  (select a.code from areas_localauthorityarea a
   where a.inspectorate_id = i.inspectorate_id and a.id = i.area_id),
  (select r.code from evaluations_programme r
   where r.inspectorate_id = i.inspectorate_id and r.id = i.programme_id),
  (select q.code from indicators_qualityindicator q
   where q.inspectorate_id = e.inspectorate_id and q.id = e.indicator_id),
  (select f.digest from indicators_frameworkedition f
   where f.inspectorate_id = i.inspectorate_id and f.id = i.edition_id),
  array(select unnest(k.name_digests) from evaluations_sampledcase c
        join evaluations_casekey k on k.inspectorate_id = c.inspectorate_id
          and k.sampled_case_id = c.id
        where c.inspectorate_id = i.inspectorate_id and c.inspection_id = i.id),
  exists(select 1 from evaluations_keptidentifier k
         where k.inspectorate_id = e.inspectorate_id and k.record_id = e.id
           and k.table_name = 'evaluations_evaluation' and k.removed_at is null),
  m.id, m.role, m.from_on, m.to_on, m.recused_at
from evaluations_evaluation e
join evaluations_inspection i on i.inspectorate_id = e.inspectorate_id and i.id = e.inspection_id
left join evaluations_teammember m on m.inspectorate_id = i.inspectorate_id
  and m.inspection_id = i.id and m.membership_id = %s
where e.inspectorate_id = %s and e.id = %s
for no key update of e
"""
_SAVE = """
update evaluations_evaluation set level = %s, level_set = %s::smallint[], non_grade = %s,
  rationale = %s, single_source_reason = %s, version = version + 1, changed_at = now()
where inspectorate_id = %s and id = %s
"""


class Recorded(NamedTuple):
    """An evaluation as it is kept and, when it was read to be saved, what a save needs to know.

    ``edition_digest``: of its edition's content. ``name_digests``: the names that texts of its
    inspection are held to. ``listed``: identifiers in it are on the data protection officer's list.
    """

    id: int
    level: int | None
    level_set: list[int] | None
    non_grade: str | None
    rationale: str
    single_source_reason: str
    version: int
    status: str
    inspection_id: int
    edition_id: int
    area_code: str
    programme: str
    indicator_code: str
    edition_digest: str | None = None
    name_digests: Sequence[str] = ()
    listed: bool = False

    @property
    def value(self) -> Kept:
        return Kept(self.level, self.level_set, self.non_grade)


class Changes(NamedTuple):
    """The fields that a save changes; None leaves the field as it is. An empty ``Chosen`` clears.

    A value may also be given as text, as a file of evaluations has it. ``single_source_reason`` says
    why one kind of source is enough, where there is only one.
    """

    value: Chosen | str | None = None
    rationale: str | None = None
    single_source_reason: str | None = None


class Clash(Stale):
    """``base``, ``mine`` and ``current`` are representations; ``fields`` those that clash."""

    def __init__(self, base: Any, mine: Any, current: Any, fields: tuple[str, ...]) -> None:
        super().__init__(current)
        self.base = base
        self.mine = mine
        self.fields = fields


def as_record(edition: Edition, one: Recorded) -> dict[str, Any]:
    """An evaluation as the API says it."""
    return {
        "id": ids.encode("evaluation", one.id),
        "version": one.version,
        "inspection": ids.encode("inspection", one.inspection_id),
        "area_code": one.area_code,
        "programme": one.programme,
        "indicator_code": one.indicator_code,
        **chosen(edition, one.value).record(),
        "rationale": one.rationale,
        "single_source_reason": one.single_source_reason,
    }


def save_evaluation(
    *,
    actor: Actor,
    evaluation: str,
    based_on: int,
    changes: Changes,
    exact: bool = False,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Save a value, a text or both; the evaluation as it now is.

    Any member of the team writes the texts; the value is the team's, set by its lead inspector.
    ``exact``: an edit based on any earlier version is stale, whichever fields it changes; a tool
    that sends If-Match is promised that. ``reasons``: why identifiers stay in the texts, by digest.

    Raises NotFound, NotPermitted, Refused (not the time to record), Invalid (by field),
    IdentifiersFound, Clash, Stale (``exact``).
    """
    # The scope's transaction is open, and the one write comes after every check: a savepoint would
    # cost this hottest of paths two round trips and protect nothing.
    one, place = _locked(actor, ids.decode("evaluation", evaluation))
    require_recording(actor, one.status, place)
    edition = edition_document(one.edition_id, one.edition_digest)
    if exact and one.version != based_on:
        raise Stale(as_record(edition, one))
    mine = _wanted(edition, one, changes)
    if one.version != based_on:
        mine = _compare(edition, one, mine, changes, based_on)
    if mine == one:
        return as_record(edition, one)
    if mine.value != one.value and not agrees_role(place.role if place else None):
        raise NotPermitted(FOR_THE_LEAD)
    changed = _texts_changed(one, mine)
    require_collective(edition, changed)
    names, at = named(one.inspection_id, one.name_digests), one.inspection_id
    answers = require_answers(inspection=at, texts=changed, reasons=reasons, names=names)
    _write(mine)
    new = one.version == based_on and not one.listed  # the lock may have waited for another save
    answers.keep(actor=actor, table=TABLE, record_id=one.id, new=new)
    return as_record(edition, mine._replace(version=one.version + 1))


def _texts_changed(one: Recorded, mine: Recorded) -> dict[str, str]:
    return {
        name: getattr(mine, name) for name in TEXTS if getattr(mine, name) != getattr(one, name)
    }


def _wanted(edition: Edition, one: Recorded, changes: Changes) -> Recorded:
    """The evaluation with the changes made. Raises Invalid."""
    texts = {name: getattr(changes, name) for name in TEXTS}
    texts = {name: text for name, text in texts.items() if text is not None}
    value = _value(edition, one.value, changes.value)
    for name, text in texts.items():
        raise_if_any(text_fault(name, text, TEXTS[name]))
    return one._replace(**value._asdict(), **texts)


def _locked(actor: Actor, evaluation_id: int) -> tuple[Recorded, TeamMember | None]:
    """The evaluation, locked, and the actor's place on its team. Raises NotFound when it is not
    for them to see."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [actor.membership_id or 0, require_inspectorate_id(), evaluation_id])
        row = cursor.fetchone()
    if row is None:
        raise NotFound
    one, (member, role, from_on, to_on, recused_at) = Recorded(*row[:16]), row[16:]
    place = None
    if member is not None:
        place = TeamMember(
            id=member, role=role, from_on=from_on, to_on=to_on, recused_at=recused_at
        )
    _see(actor, one, place)
    return one, place


def _see(actor: Actor, one: Recorded, place: TeamMember | None) -> None:
    if actor.may(P.SEE_INSPECTIONS):
        return
    if not levels_visible(actor, Life(one.inspection_id, one.status), place):
        raise NotFound


def _value(edition: Edition, now: Kept, choice: Chosen | str | None) -> Kept:
    if choice is None:
        return now
    if isinstance(choice, str):
        return _written(edition, choice)
    value = understood(edition, choice)
    if isinstance(value, dict):
        raise Invalid(value)
    return value


def _written(edition: Edition, text: str) -> Kept:
    found = parse_value(edition, text)
    if isinstance(found, str):
        raise Invalid({"value": found})
    return kept(found)


def _compare(
    edition: Edition, one: Recorded, mine: Recorded, changes: Changes, based_on: int
) -> Recorded:
    """What to write for an edit based on an earlier version: a field that was sent as it was then is
    left as it is now. Raises Clash when both changed the same field."""
    base = _as_it_was(one, based_on)
    sent = changes._asdict()
    changed = [
        name
        for name, given in sent.items()
        if given is not None and (base is None or getattr(mine, name) != getattr(base, name))
    ]
    clashing = tuple(
        name for name in changed if base is None or getattr(base, name) != getattr(one, name)
    )
    if clashing:
        raise Clash(
            as_record(edition, base) if base is not None else None,
            as_record(edition, mine),
            as_record(edition, one),
            clashing,
        )
    value = mine.value if "value" in changed else one.value
    texts = {name: getattr(mine, name) for name in TEXTS if name in changed}
    return one._replace(**value._asdict(), **texts)


def _as_it_was(one: Recorded, version: int) -> Recorded | None:
    """The evaluation at an earlier version, from its history; None when there was no such version."""
    row = row_at(TABLE, one.id, version) if version < one.version else None
    if row is None:
        return None
    return one._replace(
        level=row["level"],
        level_set=row["level_set"],
        non_grade=row["non_grade"],
        rationale=row["rationale"],
        single_source_reason=row.get("single_source_reason", ""),
        version=version,
    )


def _write(one: Recorded) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _SAVE,
            [
                *one.value,
                one.rationale,
                one.single_source_reason,
                require_inspectorate_id(),
                one.id,
            ],
        )
