"""What a test gives an inspection that has to be ready for moderation: evidence and rationales."""

from datetime import date

from evaluations.models import Evaluation, Evidence, EvidenceIndicator, Inspection

KINDS = (("record-reading", "delivery"), ("stakeholder-views", "outcomes"))


def give_grounds(inspection: Inspection, kinds: tuple[tuple[str, str], ...] = KINDS) -> None:
    """Two kinds of source bear on every indicator, and every evaluation has its rationale."""
    evaluations = Evaluation.objects.filter(inspection=inspection)
    evaluations.update(rationale="Seen in records and heard from families.")
    indicators = list(evaluations.values_list("indicator_id", flat=True))
    first = Evidence.objects.filter(inspection=inspection).count() + 1
    for number, (source, level) in enumerate(kinds, first):
        piece = Evidence.objects.create(
            inspection=inspection,
            number=number,
            bearing="strength",
            source_kind=source,
            level_of_service=level,
            happened_on=date(2009, 3, 31),
            text="Concerns were recorded and shared within two days.",
        )
        EvidenceIndicator.objects.bulk_create(
            EvidenceIndicator(evidence=piece, inspection=inspection, indicator_id=one)
            for one in indicators
        )
