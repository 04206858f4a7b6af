"""Members' own views as somebody may see them. Pages, the API and devices all read them here."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from evaluations.access import may_see_drafts, on_it_today
from evaluations.models import Inspection, TeamMember
from evaluations.rules.values import value_of
from evaluations.rules.views import fixed, givers_named, others_shown
from indicators.rules.document import Value
from inspectorate.accounts.people import Actor
from inspectorate.tenancy.scope import require_inspectorate_id

_TEAM = """
select m.membership_id, u.display_name from evaluations_teammember m
join accounts_membership a on a.inspectorate_id = m.inspectorate_id and a.id = m.membership_id
join accounts_user u on u.id = a.user_id
where m.inspectorate_id = %(here)s and m.inspection_id = %(inspection)s and m.recused_at is null
  and (m.from_on is null or m.from_on <= %(today)s) and (m.to_on is null or m.to_on >= %(today)s)
order by (m.role = 'lead') desc, u.display_name, m.id
"""
_VIEWS = """
select q.code, v.id, v.version, v.membership_id, u.display_name, v.level, v.non_grade, v.reason,
  v.given_at
from evaluations_memberview v
join indicators_qualityindicator q on q.inspectorate_id = v.inspectorate_id and q.id = v.indicator_id
join accounts_membership a on a.inspectorate_id = v.inspectorate_id and a.id = v.membership_id
join accounts_user u on u.id = a.user_id
where v.inspectorate_id = %(here)s and v.inspection_id = %(inspection)s
  and (v.membership_id = %(me)s or v.given_at is not null)
order by u.display_name, v.id
"""


@dataclass(frozen=True)
class View:
    """One person's view of an indicator; ``value`` None: no level chosen yet."""

    id: int
    version: int
    membership_id: int
    name: str
    value: Value | None
    reason: str
    given_at: datetime | None

    @property
    def given(self) -> bool:
        return self.given_at is not None


@dataclass(frozen=True)
class Giver:
    """A member of the team today, and whether they have given their view."""

    membership_id: int
    name: str
    given: bool
    me: bool


@dataclass(frozen=True)
class TeamViews:
    """The views of one indicator, as one person may see them.

    ``mine`` is their own, given or not. ``shown`` are the views others have given, empty as long as
    they are ``hidden`` from this person. ``givers``: the team today, for whom that is to be known.
    """

    mine: View | None
    shown: tuple[View, ...]
    hidden: bool
    givers: tuple[Giver, ...]
    agreed: bool

    @property
    def given(self) -> int:
        """How many of today's team have given theirs."""
        return sum(one.given for one in self.givers)

    @property
    def fixed(self) -> bool:
        """Whether one's own can no longer change."""
        return fixed(given=self.mine is not None and self.mine.given, agreed=self.agreed)

    @property
    def spread(self) -> tuple[View, ...]:
        """Every given view that this person sees, their own among them, highest first."""
        own = (self.mine,) if self.mine is not None and self.mine.given else ()
        seen = (*own, *self.shown)
        return tuple(sorted(seen, key=lambda one: (-max(_ranks(one), default=0), one.name)))


def _ranks(view: View) -> Collection[int]:
    return getattr(view.value, "ranks", ())


def views_of(
    actor: Actor,
    inspection: Inspection,
    place: TeamMember | None,
    codes: Collection[str],
    agreed: Collection[str],
) -> dict[str, TeamViews]:
    """The views of the indicators with these codes, as ``actor``, who holds ``place``, may see them.

    ``agreed``: codes of the indicators that have a team's evaluation. Two statements.
    """
    on_team = on_it_today(place)
    drafts = may_see_drafts(actor, place)
    team = (
        _team(inspection)
        if givers_named(on_team=on_team, drafts=drafts, status=inspection.status)
        else []
    )
    given: dict[str, list[View]] = {}
    for code, view in _views(actor, inspection):
        given.setdefault(code, []).append(view)
    return {
        code: _as_seen(
            actor, inspection, given.get(code, []), team, (on_team, drafts), code in agreed
        )
        for code in codes
    }


def _as_seen(
    actor: Actor,
    inspection: Inspection,
    views: list[View],
    team: list[tuple[int, str]],
    sight: tuple[bool, bool],
    agreed: bool,
) -> TeamViews:
    on_team, drafts = sight
    me = actor.membership_id
    mine = next((one for one in views if one.membership_id == me), None)
    others = tuple(one for one in views if one.membership_id != me)
    open_ = others_shown(
        on_team=on_team,
        given=mine is not None and mine.given,
        agreed=agreed,
        drafts=drafts,
        status=inspection.status,
    )
    givers = {one.membership_id for one in views if one.given}
    return TeamViews(
        mine=mine,
        shown=others if open_ else (),
        hidden=bool(others) and not open_,
        givers=tuple(Giver(one, name, one in givers, one == me) for one, name in team),
        agreed=agreed,
    )


def _team(inspection: Inspection) -> list[tuple[int, str]]:
    """Who is on the team today, its lead first. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            _TEAM,
            {
                "here": require_inspectorate_id(),
                "inspection": inspection.pk,
                "today": timezone.localdate(),
            },
        )
        return list(cursor.fetchall())


def _views(actor: Actor, inspection: Inspection) -> list[tuple[str, View]]:
    """Everything that was given, and one's own. One statement. Only for ``views_of``."""
    wanted = {
        "here": require_inspectorate_id(),
        "inspection": inspection.pk,
        "me": actor.membership_id or 0,
    }
    with connection.cursor() as cursor:
        cursor.execute(_VIEWS, wanted)
        return [(code, _view(row)) for code, *row in cursor.fetchall()]


def _view(row: list[Any]) -> View:
    number, version, membership, name, level, non_grade, reason, given_at = row
    return View(
        number, version, membership, name, value_of(level, None, non_grade), reason, given_at
    )
