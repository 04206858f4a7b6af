"""Who may take which place on a team, on which days, and what a team still lacks."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from evaluations.terms import Discipline
from evaluations.terms import TeamRole as T
from inspectorate.accounts.terms import Role as R

FITTING: dict[T, frozenset[R]] = {
    T.LEAD: frozenset({R.LEAD_INSPECTOR}),
    T.INSPECTOR: frozenset({R.INSPECTOR, R.LEAD_INSPECTOR, R.MEDICAL_INSPECTOR}),
    T.SECONDED: frozenset({R.INSPECTOR, R.LEAD_INSPECTOR, R.MEDICAL_INSPECTOR}),
    T.ASSOCIATE_ASSESSOR: frozenset({R.ASSOCIATE_ASSESSOR}),
    T.MEDICAL: frozenset({R.MEDICAL_INSPECTOR}),
}
"""A place on a team, and the roles in the inspectorate of which its holder needs one."""


def misfit(name: str, role: T, roles: Collection[str]) -> str:
    """Why a person's roles do not fit the place; empty when they do."""
    if FITTING[role] & set(roles):
        return ""
    wanted = " or ".join(sorted(str(one.value).replace("-", " ") for one in FITTING[role]))
    return f"{name} cannot be {role.value.replace('-', ' ')} here: that needs the role {wanted}."


def on_team(from_on: date | None, to_on: date | None, today: date, *, recused: bool) -> bool:
    """Whether a place with these dates holds today; both days count. A recused member's place
    stays on record and holds no more."""
    return (
        not recused and (from_on is None or from_on <= today) and (to_on is None or today <= to_on)
    )


@dataclass(frozen=True, slots=True)
class Stint:
    """Days on which somebody is taken up: ``what`` says with what, ``short`` in a word for a table."""

    what: str
    first: date
    last: date
    short: str = ""


def clashes(name: str, first: date | None, last: date | None, stints: Iterable[Stint]) -> list[str]:
    """What else a person is taken up with on days of an inspection: warnings, since a day or two
    can be bridged. Nothing to say while the inspection has no dates."""
    if first is None:
        return []
    until = last or first
    return [
        f"{name} is also taken up from {_day(one.first)} to {_day(one.last)}: {one.what}."
        for one in stints
        if one.first <= until and first <= one.last
    ]


def balance(disciplines: Iterable[str], roles: Iterable[str]) -> list[str]:
    """What a team still lacks: disciplines that nobody on it has, and a medical qualification."""
    there, places = set(disciplines), set(roles)
    missing = [str(one.label) for one in Discipline if one.value not in there]
    said = [f"Nobody on the team is from: {', '.join(missing)}."] if missing else []
    if T.LEAD not in places:
        said.append("The team has no lead inspector.")
    if T.MEDICAL not in places:
        said.append("Nobody on the team is medically qualified: medical notes cannot be read.")
    return said


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def agrees_role(role: str | None) -> bool:
    """Whether somebody who may record sets the team's value too: its lead does, its other members do
    not; whoever has no place on it (a tool, somebody who corrects what was published) was asked
    before."""
    return role is None or role == T.LEAD
