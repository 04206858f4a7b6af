"""What pages, endpoints and other apps read of programmes, inspections and evaluations."""

from evaluations.queries.recorded import RecordedArea, RecordedInspection, recorded_inspections

__all__ = ["RecordedArea", "RecordedInspection", "recorded_inspections"]
