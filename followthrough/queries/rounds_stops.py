"""What stands between a follow-through inspection and moderation, each with where it is settled."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from evaluations.terms import ROUND_KINDS
from followthrough.models import Round
from followthrough.operations.rounds_judging import missing_of
from followthrough.queries.points import reference_of
from followthrough.queries.rounds_report import judged_points
from followthrough.rules.life import ENDED
from inspectorate.kernel import ids

MOST_SAID = 6


@dataclass(frozen=True, slots=True)
class Open:
    """One thing to settle: ``point`` is the point's id, empty for the scope and the area's decision;
    ``part`` is the id of the place on the page of the round."""

    text: str
    point: str = ""
    part: str = ""


def open_matters(inspection: Any) -> list[Open]:
    """Everything that must be settled before moderation. Three statements."""
    found: Round | None = Round.objects.filter(inspection=inspection).first()
    if found is None:
        return [Open(_("Choose which open points this inspection looks at."), part="scope")]
    matters = []
    for point, judged in judged_points(inspection):
        missing = missing_of(judged)
        if missing and not (judged is None and point.status in ENDED):
            said = _("Main point %(reference)s needs %(what)s.") % {
                "reference": reference_of(point),
                "what": ", ".join(missing),
            }
            matters.append(Open(said, point=ids.encode("point", point.pk)))
    if not found.area_decision:
        said = _("Decide whether there is another visit to the area.")
        matters.append(Open(said, part="decision"))
    return matters


def round_stops(inspection: Any) -> list[str]:
    """For before_moves: the same as sentences, the first few, then how many more."""
    if inspection.kind not in ROUND_KINDS:
        return []
    matters = [one.text for one in open_matters(inspection)]
    left = len(matters) - MOST_SAID
    more = [_("And %(left)d more.") % {"left": left}] if left > 0 else []
    return [*matters[:MOST_SAID], *more]
