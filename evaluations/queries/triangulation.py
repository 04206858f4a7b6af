"""What the indicators of an inspection rest on, counted by the database in one statement."""

from django.db import connection
from django.utils.translation import gettext as _

from evaluations.rules.triangulation import Gap, GapKind, Triangulation, by_indicator
from evaluations.terms import SourceKind
from inspectorate.tenancy.scope import require_inspectorate_id

_CELLS = """
select q.code, c.source_kind, c.level_of_service, c.bearing, c.pieces
from (select b.inspectorate_id, b.indicator_id, e.source_kind, e.level_of_service, e.bearing,
        count(*) pieces
      from evaluations_evidenceindicator b
      join evaluations_evidence e on e.inspectorate_id = b.inspectorate_id
        and e.inspection_id = b.inspection_id and e.id = b.evidence_id
      where b.inspectorate_id = %(here)s and b.inspection_id = %(inspection)s
        and e.inspectorate_id = %(here)s and e.inspection_id = %(inspection)s
        and e.withdrawn_at is null
      group by b.inspectorate_id, b.indicator_id, e.source_kind, e.level_of_service, e.bearing) c
join indicators_qualityindicator q on q.inspectorate_id = c.inspectorate_id and q.id = c.indicator_id
"""


def triangulations(inspection_id: int) -> dict[str, Triangulation]:
    """By indicator's code; an indicator without evidence is not in it. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(_CELLS, {"here": require_inspectorate_id(), "inspection": inspection_id})
        return by_indicator(cursor.fetchall())


def gap_in_words(gap: Gap) -> str:
    """``No stakeholder views``, ``Only interviews``: the gap named, not the rule."""
    if gap.kind is GapKind.ONE_KIND:
        return _("Only %(kind)s") % {"kind": source_in_words(gap.of)}
    return {
        GapKind.NO_EVIDENCE: _("No evidence yet"),
        GapKind.NO_STAKEHOLDER_VIEWS: _("No stakeholder views"),
        GapKind.OUTCOMES_NOT_COVERED: _("Outcomes not covered"),
        GapKind.OUTCOMES_ON_ONE_PIECE: _("Outcomes rest on one piece"),
    }[gap.kind]


def source_in_words(source: str) -> str:
    """A kind of source within a sentence."""
    return str(SourceKind(source).label).lower()
