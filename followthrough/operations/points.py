"""Make, edit and judge main points for action; bring them in from a file."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from evaluations.access import inspection_by_id
from evaluations.terms import InspectionKind
from followthrough import access
from followthrough.models import MainPointForAction, Progress
from followthrough.terms import PointStatus
from indicators.queries import edition_document, indicator_ids
from indicators.rules.document import Graded
from indicators.rules.values import parse_value
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused, Stale
from inspectorate.tenancy.scope import because

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
    if inspection.kind in (InspectionKind.FOLLOW_THROUGH, InspectionKind.INTERIM):
        raise Refused(
            "A follow-through inspection judges main points; a full inspection makes them."
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


@dataclass(frozen=True, slots=True)
class StoredValue:
    """A value as its three columns."""

    level: int | None = None
    level_set: list[int] | None = None
    non_grade: str | None = None


def stored_value(edition_id: int, text: str) -> StoredValue:
    """What a person or a file wrote, as columns. Raises Invalid with the reason."""
    value = parse_value(edition_document(edition_id), text)
    if isinstance(value, str):
        raise Invalid({"value": value})
    if not isinstance(value, Graded):
        return StoredValue(non_grade=value.code)
    if value.exact:
        return StoredValue(level=next(iter(value.ranks)))
    return StoredValue(level_set=sorted(value.ranks))


@transaction.atomic
def judge_progress(
    *, actor: Actor, point_id: int, inspection_id: int, value: str, rationale: str, base: int
) -> Progress:
    """Judge progress on a point at a follow-through inspection, or change that judgement.

    ``base`` is the version judged before, 0 for the first time. Only somebody on that follow-through
    inspection (or who plans inspections) judges. Raises NotFound, NotPermitted, Invalid, Refused,
    Stale.
    """
    point = access.point_by_id(actor, point_id, lock=True)
    inspection = inspection_by_id(actor, inspection_id)
    _may_judge(actor, inspection)
    if inspection.kind not in (InspectionKind.FOLLOW_THROUGH, InspectionKind.INTERIM):
        raise Refused("Progress is judged at a follow-through inspection.")
    if inspection.area_id != point.inspection.area_id:
        raise Refused("That follow-through inspection is of another area.")
    if len(rationale) > LONGEST_TEXT or "\x00" in rationale:
        raise Invalid({"rationale": f"Use at most {LONGEST_TEXT} printable characters."})
    stored = stored_value(inspection.edition_id, value)
    progress = (
        Progress.objects.select_for_update(no_key=True)
        .filter(point_id=point.pk, inspection_id=inspection.pk)
        .first()
    )
    if (progress.version if progress else 0) != base:
        raise Stale(progress)
    progress = progress or Progress(point=point, inspection=inspection)
    progress.level, progress.level_set = stored.level, stored.level_set
    progress.non_grade, progress.rationale = stored.non_grade, rationale
    progress.version, progress.changed_at = base + 1, timezone.now()
    with because(f"Progress judged at {inspection.reference}"):
        progress.save()
        if point.status == PointStatus.OPEN:
            point.status, point.version = PointStatus.JUDGED, point.version + 1
            point.save(update_fields=["status", "version"])
    return progress


def _may_judge(actor: Actor, inspection: Any) -> None:
    if actor.may(Permission.PLAN_INSPECTIONS):
        return
    actor.require(Permission.JUDGE_PROGRESS)
    if not inspection.team.filter(membership_id=actor.membership_id).exists():
        raise NotPermitted("Only the team of that follow-through inspection judges progress.")
