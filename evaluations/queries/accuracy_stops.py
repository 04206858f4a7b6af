"""What must be settled before a draft goes to the partnership, and before a report is published.

Only an inspection whose report is written here has something to settle: one whose report is written
elsewhere is moved along by its dates alone.
"""

from evaluations.models import (
    AccuracyRound,
    DiscussionAttendance,
    FindingsDiscussion,
    Inspection,
    InspectionMove,
    Report,
)
from evaluations.queries.services import services
from evaluations.rules.discussions import Seat, obstacles
from evaluations.terms import AccuracyStatus, InspectionStatus


def discussed_and_sent(inspection: Inspection) -> list[str]:
    """Before factual accuracy: the findings discussed, every absence answered, and the draft sent,
    which makes the move by itself."""
    if not _written_here(inspection):
        return []
    found = discussion_obstacles(inspection)
    if not found and not _sent_since_findings(inspection):
        found = ["Send the draft to the partnership: that makes this step."]
    return found


def discussion_obstacles(inspection: Inspection) -> list[str]:
    meetings = FindingsDiscussion.objects.filter(inspection=inspection).count()
    return obstacles(meetings, seats_of(inspection), dict(services()))


def seats_of(inspection: Inspection) -> list[Seat]:
    """Everybody who was asked to a meeting of the inspection. One statement."""
    rows = DiscussionAttendance.objects.filter(discussion__inspection=inspection)
    return [
        Seat(*row) for row in rows.order_by("id").values_list("service", "post", "present", "note")
    ]


def round_settled(inspection: Inspection) -> list[str]:
    """Before publication: the latest round is over."""
    last = AccuracyRound.objects.filter(inspection=inspection).order_by("-number").first()
    if last is None:
        missing = "Send the draft to the partnership for factual accuracy first."
        return [missing] if _written_here(inspection) else []
    return {
        AccuracyStatus.OPEN.value: [
            f"The partnership has the draft until {last.due_on:%d/%m/%Y}. Wait for its comments, or "
            "go on without them when the time is over."
        ],
        AccuracyStatus.RETURNED.value: [
            "Answer the partnership’s comments on factual accuracy and settle the round."
        ],
    }.get(last.status, [])


def _written_here(inspection: Inspection) -> bool:
    begun: bool = Report.objects.filter(inspection=inspection).exists()
    return begun


def _sent_since_findings(inspection: Inspection) -> bool:
    """Whether a round is open that was sent after the inspection last came to its findings."""
    last = AccuracyRound.objects.filter(inspection=inspection).order_by("-number").first()
    if last is None or last.status != AccuracyStatus.OPEN:
        return False
    came = InspectionMove.objects.filter(
        inspection=inspection, to_status=InspectionStatus.FINDINGS_DISCUSSED
    )
    later: int = came.filter(at__gt=last.sent_at).count()
    return later == 0
