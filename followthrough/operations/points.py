"""Make, edit and judge main points for action; bring them in from a file."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction

from evaluations.access import inspection_by_id
from evaluations.terms import ROUND_KINDS
from followthrough import access
from followthrough.models import MainPointForAction
from followthrough.operations import moves
from indicators.queries import indicator_ids
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused, Stale

LONGEST_TEXT = 4000
LARGEST_NUMBER = 999


def _may_write(actor: Actor, inspection: Any) -> None:
    """The inspection's lead writes its main points; whoever plans inspections may too."""
    if actor.may(Permission.PLAN_INSPECTIONS):
        return
    actor.require(Permission.LEAD_INSPECTIONS)
    if not inspection.team.filter(membership_id=actor.membership_id, role="lead").exists():
        raise NotPermitted("Only the lead inspector of this inspection writes its main points.")


def _text(text: str) -> str:
    text = text.strip()
    if not text or len(text) > LONGEST_TEXT or "\x00" in text:
        raise Invalid(
            {"text": f"Write what is asked of the partnership, in 1 to {LONGEST_TEXT} characters."}
        )
    return text


def _indicator_id(edition_id: int, code: str | None) -> int | None:
    if not code:
        return None
    found = indicator_ids(edition_id).get(code)
    if found is None:
        raise Invalid({"indicator_code": f"The inspection's edition has no indicator {code!r}."})
    return found


@transaction.atomic
def create_point(
    *, actor: Actor, inspection_id: int, number: int, text: str, indicator_code: str | None
) -> MainPointForAction:
    """Add a main point to an inspection. Raises NotFound, NotPermitted, Invalid, Refused."""
    inspection = inspection_by_id(actor, inspection_id)
    _may_write(actor, inspection)
    if inspection.kind in ROUND_KINDS:
        raise Refused(
            "A follow-through inspection judges main points. One that a decision asks for is written in "
            "its report."
        )
    if inspection.published_number:
        raise Refused(
            "This report is published. A main point comes into it by a correction: correct the report."
        )
    if not 1 <= number <= LARGEST_NUMBER:
        raise Invalid({"number": f"Use a whole number from 1 to {LARGEST_NUMBER}."})
    try:
        with transaction.atomic():
            point: MainPointForAction = MainPointForAction.objects.create(
                inspection=inspection,
                number=number,
                text=_text(text),
                indicator_id=_indicator_id(inspection.edition_id, indicator_code),
            )
    except IntegrityError:
        raise Invalid({"number": f"This inspection already has a main point {number}."}) from None
    moves.began(point, reason=f"Written at {inspection.reference}", actor=actor)
    return access.point_by_id(actor, point.pk)


@transaction.atomic
def edit_point(
    *, actor: Actor, point_id: int, base: int, changes: Mapping[str, Any]
) -> MainPointForAction:
    """Change a point's text or indicator. Raises NotFound, NotPermitted, Invalid, Refused, Stale."""
    point = access.point_by_id(actor, point_id, lock=True)
    _may_write(actor, point.inspection)
    if point.version != base:
        raise Stale(point)
    if point.inspection.published_number:
        raise Refused(
            "This point was published and its text is frozen. Correct the published report instead."
        )
    if "text" in changes:
        point.text = _text(changes["text"])
    if "indicator_code" in changes:
        point.indicator_id = _indicator_id(point.inspection.edition_id, changes["indicator_code"])
        point.indicator_codes = []
    point.version += 1
    point.save(update_fields=["text", "indicator", "indicator_codes", "version"])
    return access.point_by_id(actor, point.pk)
