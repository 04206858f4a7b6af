"""Record an inspection's indicator from the page, where its evaluation may not be on record yet."""

from collections.abc import Mapping
from typing import Any

from django.db import connection, transaction

from evaluations.access import inspection_for, levels_visible, place_on_team, require_recording
from evaluations.models import Evaluation, Inspection
from evaluations.operations.identifiers import NO_REASONS
from evaluations.operations.recording import Changes, save_evaluation
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id

_MAKE = """
insert into evaluations_evaluation (inspectorate_id, inspection_id, programme_id, indicator_id,
  rationale, version)
select q.inspectorate_id, %s, %s, q.id, '', 1 from indicators_qualityindicator q
where q.inspectorate_id = %s and q.edition_id = %s and q.code = %s
on conflict (inspectorate_id, inspection_id, indicator_id) do nothing
"""


@transaction.atomic
def save_indicator(
    *,
    actor: Actor,
    inspection: str,
    indicator: str,
    based_on: int,
    changes: Changes,
    reasons: Mapping[str, str] = NO_REASONS,
) -> dict[str, Any]:
    """Save the evaluation of the indicator with this code; ``based_on`` 0 when there was none.

    An inspection that came from a file has evaluations only for what the file held; the others
    are made when they are first recorded. Raises NotFound, NotPermitted, Refused, Invalid, Clash.
    """
    seen = inspection_for(actor, inspection)
    place = place_on_team(actor, seen)
    if not levels_visible(actor, seen, place):
        raise NotFound
    require_recording(actor, seen.status, place)
    number = _evaluation(seen, indicator)
    return save_evaluation(
        actor=actor,
        evaluation=ids.encode("evaluation", number),
        based_on=max(based_on, 1),
        changes=changes,
        reasons=reasons,
    )


def _evaluation(inspection: Inspection, code: str) -> int:
    """The evaluation's row, made when there is none. Raises NotFound."""
    if "\x00" in code:
        raise NotFound
    rows = Evaluation.objects.filter(inspection=inspection, indicator__code=code)
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        here = require_inspectorate_id()
        with connection.cursor() as cursor:
            cursor.execute(
                _MAKE, [inspection.pk, inspection.programme_id, here, inspection.edition_id, code]
            )
        found = rows.values_list("pk", flat=True).first()
    if found is None:
        raise NotFound
    return int(found)
