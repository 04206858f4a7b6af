"""Moderation as the API says it: the desk, and each chosen indicator."""

from typing import Any

from evaluations.access.moderation import moderation_for
from evaluations.queries.moderation import Desk, Side, sides_of
from evaluations.rules.values import Kept, chosen
from indicators.queries import edition_document
from indicators.rules.document import Edition
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


def desk_record(found: Desk) -> dict[str, Any]:
    """A moderation as the API says it."""
    newest = found.rounds[-1] if found.rounds else None
    return {
        "inspection": ids.encode("inspection", found.inspection.pk),
        "version": found.access.round.version if found.access.round else 0,
        "round": newest.number if newest else None,
        "status": newest.status if newest else None,
        "moderator": newest.moderator if newest else "",
        "drawn_with": newest.drawn_with if newest else "",
        "before_sign_off": list(found.stops),
        "judgements": [side_record(found.edition, one) for one in found.sides],
    }


def one_side_record(actor: Actor, inspection: str, code: str) -> dict[str, Any]:
    """One chosen indicator for the API. Raises NotFound."""
    access = moderation_for(actor, inspection)
    edition = edition_document(access.inspection.edition_id)
    for one in sides_of(access):
        if one.judged.code == code:
            return side_record(edition, one)
    raise NotFound


def side_record(edition: Edition, one: Side) -> dict[str, Any]:
    """One chosen indicator as the API says it: both sides once its judgement is given."""
    shown = one.judged
    second = chosen(edition, shown.second if shown.given or one.mine else Kept())
    team = chosen(edition, shown.team if shown.given else Kept())
    decided = chosen(edition, shown.decision.value if shown.decision and shown.given else Kept())
    return {
        "indicator_code": shown.code,
        "version": shown.version,
        "given": shown.given,
        "given_at": shown.given_at,
        "by": shown.by if shown.given else "",
        "level": second.level,
        "non_grade": second.non_grade,
        "reason": shown.reason if shown.given or one.mine else "",
        "team_level": team.level,
        "team_level_set": None if team.level_set is None else list(team.level_set),
        "team_non_grade": team.non_grade,
        "steps": shown.variance.steps if shown.given else None,
        "differs": shown.variance.differs if shown.given else None,
        "panel_level": decided.level,
        "panel_non_grade": decided.non_grade,
        "panel_why": shown.decision.why if shown.decision and shown.given else "",
        "waits_for_panel": shown.waits_for_panel,
    }
