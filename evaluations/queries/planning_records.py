"""Planning as the API says it: a programme's areas, a team's facts, shares, postponements."""

from typing import Any

from evaluations.access import inspection_for, programme_for
from evaluations.models import Postponement, TeamMember
from evaluations.queries.allocation import allocation_page
from evaluations.queries.programme_plan import planned_areas
from evaluations.queries.team import MemberLine, team_page
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound, NotPermitted


def areas_record(actor: Actor, programme: str, area: str = "") -> dict[str, Any]:
    """The areas of a programme; ``area`` is the opaque id of one that must be among them. Raises
    NotFound."""
    found = planned_areas(actor, programme_for(actor, programme))
    if area and area not in {one.id for one in found}:
        raise NotFound
    return {
        "results": [
            {
                "id": one.id,
                "code": one.code,
                "name": one.name,
                "inspections": [
                    {"id": each.id, "reference": each.reference, "status": each.status}
                    for each in one.inspections
                ],
            }
            for one in found
        ]
    }


def team_record(actor: Actor, inspection: str) -> dict[str, Any]:
    """A team with where its members come from, those recused last. Raises NotFound, NotPermitted."""
    page = team_page(actor, inspection)
    if not page.forms:
        raise NotPermitted("Where people come from is for the lead inspector and whoever plans.")
    return {
        "members": [_member(one) for one in [*page.members, *page.recused]],
        "lacking": page.lacking,
    }


def _member(one: MemberLine) -> dict[str, Any]:
    return {
        "person": one.id,
        "name": one.name,
        "role": one.role,
        "from_on": one.from_on,
        "to_on": one.to_on,
        "discipline": one.profile.discipline,
        "home_body": one.profile.home_body,
        "home_area": one.profile.home_area,
        "employer": one.profile.employer,
        "recused_at": one.recused_at,
        "recused_why": one.recused_why,
        "conflicts": list(one.conflicts),
        "warnings": list(one.warnings),
    }


def recusal_record(place: TeamMember) -> dict[str, Any]:
    """A recusal as it stays on record."""
    return {
        "person": ids.encode("person", place.membership_id),
        "name": place.membership.user.display_name,
        "recused_at": place.recused_at,
        "recused_why": place.recused_why,
    }


def allocations_record(actor: Actor, inspection: str) -> dict[str, Any]:
    """Who looks after which indicator and how far each person is; no case is named. Raises
    NotFound."""
    page = allocation_page(actor, inspection, with_cases=False)
    return {
        "allocations": [
            {"indicator_code": row.code, "person": person}
            for row in page.rows
            for person, _name, flag in row.given
            if flag
        ],
        "unallocated": page.unallocated,
        "progress": [
            {
                "person": one.id,
                "name": one.name,
                "indicators": one.indicators,
                "evidence": one.evidence,
                "views_given": one.views,
                "cases": one.cases,
                "cases_read": one.read,
            }
            for one in page.shares
        ],
    }


def postponements_record(actor: Actor, inspection: str) -> dict[str, Any]:
    """Each time an inspection's fieldwork was moved, the latest first. Raises NotFound."""
    found = inspection_for(actor, inspection)
    rows = Postponement.objects.filter(inspection=found).select_related("membership__user")
    return {
        "results": [
            {
                "before_from": one.before_from,
                "before_to": one.before_to,
                "after_from": one.after_from,
                "after_to": one.after_to,
                "by": one.membership.user.display_name if one.membership else "",
                "at": one.at,
                "why": one.why,
            }
            for one in rows.order_by("-pk")
        ]
    }
