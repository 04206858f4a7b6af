"""The texts of a report held to the rules that every one of them keeps, before it is saved."""

from collections.abc import Mapping

from evaluations.models import Inspection, KeptIdentifier
from evaluations.operations.collective import require_collective
from evaluations.operations.identifiers import Answers, require_answers
from indicators.queries import edition_document


def answers_for(
    inspection: Inspection,
    table: str,
    record_id: int | None,
    texts: Mapping[str, str],
    reasons: Mapping[str, str],
) -> Answers:
    """Hold texts (by field) to the rules: no single service judged, no identifier without a reason.

    Why one stayed in this record before still counts, so that nobody answers again for a colleague's
    paragraph. ``record_id`` None: it is not made yet. Raises Invalid, IdentifiersFound.
    """
    require_collective(edition_document(inspection.edition_id), texts)
    before: dict[str, str] = {}
    if record_id is not None:
        kept = KeptIdentifier.objects.filter(table_name=table, record_id=record_id)
        before = dict(kept.filter(removed_at__isnull=True).values_list("digest", "why"))
    given = {digest: why for digest, why in reasons.items() if why.strip()}
    return require_answers(inspection=inspection, texts=texts, reasons=before | given)


def clean(text: object) -> str:
    """A text as it is kept: line ends LF, nothing around it."""
    return str(text).replace("\r\n", "\n").replace("\r", "\n").strip()
