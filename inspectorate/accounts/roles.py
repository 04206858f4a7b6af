"""The one mechanism for permissions: each role and what it may do, on one screen and printable.

Source: the people of the product and what each must never do.
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from inspectorate.accounts.terms import Permission as P
from inspectorate.accounts.terms import Role as R

EVERYONE_INSIDE = frozenset({P.SEE_AREAS, P.SEE_FRAMEWORKS, P.SEE_NATIONAL, P.SEE_MAIN_POINTS})
ON_A_TEAM = EVERYONE_INSIDE | {P.SEE_OWN_INSPECTIONS, P.RECORD_EVALUATIONS, P.SEE_CASE_MATERIAL}

MATRIX: dict[R, frozenset[P]] = {
    R.INSPECTOR: ON_A_TEAM | {P.JUDGE_PROGRESS},
    R.ASSOCIATE_ASSESSOR: ON_A_TEAM,
    R.MEDICAL_INSPECTOR: ON_A_TEAM | {P.JUDGE_PROGRESS, P.SEE_MEDICAL},
    R.LEAD_INSPECTOR: ON_A_TEAM
    | {P.JUDGE_PROGRESS, P.LEAD_INSPECTIONS, P.SEE_CASE_KEY, P.HANDLE_CONCERNS},
    R.MODERATOR: EVERYONE_INSIDE
    | {
        P.SEE_INSPECTIONS,
        P.SEE_UNPUBLISHED,
        P.MODERATE,
        P.PUBLISH_REPORTS,
        P.SEE_CASE_MATERIAL,
        P.READ_WITH_REASON,
    },
    R.LINK_INSPECTOR: EVERYONE_INSIDE | {P.SEE_INSPECTIONS, P.FOLLOW_MAIN_POINTS},
    R.COMMITTEE_PARTNER: EVERYONE_INSIDE | {P.ANSWER_FOR_COMMITTEE},
    R.NATIONAL_ANALYST: EVERYONE_INSIDE | {P.SEE_INSPECTIONS, P.COMPILE_NATIONAL},
    R.ADMINISTRATOR: EVERYONE_INSIDE
    | {
        P.MAINTAIN_AREAS,
        P.ASSIGN_LINK_INSPECTORS,
        P.MAINTAIN_FRAMEWORKS,
        P.SEE_INSPECTIONS,
        P.PLAN_INSPECTIONS,
        P.IMPORT_DATA,
        P.MANAGE_PEOPLE,
        P.MANAGE_TOKENS,
        P.SEE_HISTORY,
        P.READ_WITH_REASON,
        P.HANDLE_CONCERNS,
    },
    R.AUDITOR: EVERYONE_INSIDE | {P.SEE_INSPECTIONS, P.SEE_HISTORY, P.SEE_READ_LOG},
    R.EXTERNAL_TOOL: frozenset(
        set(P)
        - {
            P.SEE_MEDICAL,
            P.SEE_CASE_KEY,
            P.READ_WITH_REASON,
            P.MANAGE_PEOPLE,
            P.MANAGE_TOKENS,
            P.ANSWER_FOR_COMMITTEE,
            P.MODERATE,
        }
    ),
}
"""An external tool is further held to the scopes of its token (see Scope), endpoint by endpoint."""

SECOND_FACTOR = frozenset({P.SEE_CASE_MATERIAL, P.SEE_CASE_KEY, P.READ_WITH_REASON})
"""Whoever holds a role with one of these must sign in with a second factor."""


def permissions_of(roles: Iterable[str]) -> frozenset[P]:
    """Everything the roles together allow; an unknown role allows nothing."""
    return frozenset().union(*(MATRIX[R(role)] for role in roles if role in R.values))


def needs_second_factor(roles: Iterable[str]) -> bool:
    return bool(SECOND_FACTOR & permissions_of(roles))


PURPOSES: dict[R, Any] = {
    R.INSPECTOR: _("Records evidence and evaluations on the inspections they are on."),
    R.ASSOCIATE_ASSESSOR: _("Records evidence on one inspection, away from their own area."),
    R.MEDICAL_INSPECTOR: _("Does what an inspector does, and reads notes from medical records."),
    R.LEAD_INSPECTOR: _("Leads an inspection's team and takes its report to publication."),
    R.MODERATOR: _("Checks inspections they were not on, and signs them off."),
    R.LINK_INSPECTOR: _("Follows main points for action across their committees."),
    R.COMMITTEE_PARTNER: _("Answers for a committee: returns, factual accuracy, progress."),
    R.NATIONAL_ANALYST: _("Compiles, words and publishes national summaries."),
    R.ADMINISTRATOR: _("Keeps people, roles, areas, frameworks and programmes."),
    R.AUDITOR: _("Sees who saw and changed what; changes nothing."),
    R.EXTERNAL_TOOL: _("Reads and writes through the API, within a token's scopes."),
}
"""What each person comes to do, in a sentence for the screen."""
