"""Where an inspection's second judgements stand: what was chosen, given, and decided by a panel."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from evaluations.models import Evaluation, Inspection, Thread
from evaluations.rules.moderation import Standing, Variance, before_asking, before_signing, variance
from evaluations.rules.values import NOTHING, Kept
from evaluations.terms import ROUND_KINDS, ThreadState
from inspectorate.tenancy.scope import require_inspectorate_id

_JUDGED = """
select q.code, q.id, q.title, r.number, j.id, j.version, j.membership_id, coalesce(u.display_name, ''),
  j.level, j.non_grade, j.reason, j.given_at, j.team_level, j.team_non_grade,
  e.level, e.level_set, e.non_grade, coalesce(e.rationale, ''), coalesce(e.version, 0),
  d.id, d.version, d.moderation_id, d.level, d.non_grade, d.why, d.panel,
  coalesce(w.display_name, ''), d.decided_at,
  (select coalesce(array_agg(z.display_name order by z.display_name), '{}')
   from accounts_membership y join accounts_user z on z.id = y.user_id
   where y.inspectorate_id = r.inspectorate_id and y.id = any(d.panel))
from evaluations_moderation r
join evaluations_secondjudgement j on j.inspectorate_id = r.inspectorate_id and j.moderation_id = r.id
join indicators_qualityindicator q on q.inspectorate_id = j.inspectorate_id and q.id = j.indicator_id
left join evaluations_evaluation e on e.inspectorate_id = r.inspectorate_id
  and e.inspection_id = r.inspection_id and e.indicator_id = j.indicator_id
left join accounts_membership a on a.inspectorate_id = j.inspectorate_id and a.id = j.membership_id
left join accounts_user u on u.id = a.user_id
left join lateral (
  select p.* from evaluations_paneldecision p
  join evaluations_moderation s on s.inspectorate_id = p.inspectorate_id and s.id = p.moderation_id
  where s.inspectorate_id = r.inspectorate_id and s.inspection_id = r.inspection_id
    and p.indicator_id = j.indicator_id order by s.number desc limit 1) d on true
left join accounts_membership v on v.inspectorate_id = r.inspectorate_id and v.id = d.decided_by_id
left join accounts_user w on w.id = v.user_id
where r.inspectorate_id = %s and r.inspection_id = %s
order by q.position, q.code, r.number
"""


@dataclass(frozen=True)
class Decision:
    """What a panel decided last of an indicator."""

    id: int
    version: int
    moderation_id: int
    value: Kept
    why: str
    panel: tuple[int, ...]
    by: str
    at: datetime
    names: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """An indicator chosen for a second judgement. Everything of both sides is here, so whoever shows
    it decides what is for whom: ``given`` first of all.

    ``second`` is the judgement, ``team_then`` the team's value when it was given, ``team`` as it is.
    """

    code: str
    indicator_id: int
    title: str
    round: int
    id: int
    version: int
    author: int | None
    by: str
    second: Kept
    reason: str
    given_at: datetime | None
    team_then: Kept
    team: Kept
    rationale: str
    evaluation_version: int
    decision: Decision | None

    @property
    def given(self) -> bool:
        return self.given_at is not None

    @property
    def variance(self) -> Variance:
        """Against the team's value as it was when the judgement was given."""
        return variance(self.team_then if self.team_then != NOTHING else self.team, self.second)

    @property
    def standing(self) -> Standing:
        return Standing(
            self.code,
            self.team,
            self.second if self.given else None,
            self.decision.value if self.decision else None,
        )

    def version_in(self, moderation_id: int) -> int:
        """The version of what was decided in this round; 0 when nothing was."""
        found = self.decision
        return found.version if found and found.moderation_id == moderation_id else 0

    @property
    def waits_for_panel(self) -> bool:
        return self.standing.waits_for_panel


def judged_of(inspection: Inspection) -> list[Judged]:
    """Every indicator that was chosen, in the edition's order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_JUDGED, [require_inspectorate_id(), inspection.pk])
        return [_judged(row) for row in cursor.fetchall()]


def _judged(row: Any) -> Judged:
    code, indicator, title, number, judgement, version, author, by, level, non_grade, *rest = row
    reason, given_at, then_level, then_non_grade, *rest = rest
    now_level, now_set, now_non_grade, rationale, evaluation_version, *decided = rest
    return Judged(
        code=code,
        indicator_id=indicator,
        title=title,
        round=number,
        id=judgement,
        version=version,
        author=author,
        by=by,
        second=Kept(level, None, non_grade),
        reason=reason,
        given_at=given_at,
        team_then=Kept(then_level, None, then_non_grade),
        team=Kept(now_level, now_set, now_non_grade),
        rationale=rationale,
        evaluation_version=evaluation_version,
        decision=_decision(decided),
    )


def _decision(row: Any) -> Decision | None:
    number, version, moderation, level, non_grade, why, panel, by, at, names = row
    if number is None:
        return None
    return Decision(
        number,
        version,
        moderation,
        Kept(level, None, non_grade),
        why,
        tuple(panel),
        by,
        at,
        tuple(names),
    )


def open_requests(inspection: Inspection) -> int:
    """How many requests for change are not resolved."""
    count: int = Thread.objects.filter(
        inspection=inspection, wants_change=True, state=ThreadState.OPEN
    ).count()
    return count


def stops_for_signing(inspection: Inspection) -> list[str]:
    """What must be settled before somebody signs off, in sentences."""
    standings = [one.standing for one in judged_of(inspection)]
    said = before_signing(standings, open_requests(inspection))
    return said if standings or _anything_to_judge(inspection) else said[1:]


def _anything_to_judge(inspection: Inspection) -> bool:
    """Whether there is a value to judge again: a follow-through inspection may have none."""
    if inspection.kind not in ROUND_KINDS:
        return True
    rows = Evaluation.objects.filter(inspection=inspection)
    valued: bool = rows.exclude(level__isnull=True, level_set__isnull=True).exists()
    return valued


def stops_for_asking(inspection: Inspection) -> list[str]:
    """What must be settled before the moderator asks for changes."""
    return before_asking([one.standing for one in judged_of(inspection)])
