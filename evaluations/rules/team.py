"""Who may take which place on a team."""

from collections.abc import Collection
from datetime import date

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
