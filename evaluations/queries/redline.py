"""What changed between the draft that a partnership read and what became of it."""

from dataclasses import dataclass
from typing import Any

from evaluations.access.accuracy import AccuracyAccess, round_for
from evaluations.models import PublishedVersion, Report, ReportDraft
from evaluations.queries.report_document import report_document
from evaluations.rules.accuracy import parts_of
from evaluations.rules.redline import RedPart, compared
from inspectorate.accounts.people import Actor
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class RedlinePage:
    """``after`` names what the draft is compared with: published, draft or now, with its number."""

    access: AccuracyAccess
    after: str
    number: int
    parts: list[RedPart]
    counts: dict[str, int]

    @property
    def changed(self) -> bool:
        return any(part.changed for part in self.parts)


def redline_page(actor: Actor, inspection: str, number: int) -> RedlinePage:
    """The draft of a round beside the published report; before publication beside the report as it
    stands, for the partnership only when the lead shows it. Raises NotFound."""
    access = round_for(actor, inspection, number)
    after, at, document = _after(access)
    parts = compared(parts_of(access.round.draft.content), parts_of(document))
    counts = dict.fromkeys(("changed", "came", "went", "moved"), 0)
    for part in parts:
        for line in part.lines:
            if line.what in counts:
                counts[line.what] += 1
            if line.moved and line.what == "changed":
                counts["moved"] += 1
    return RedlinePage(access, after, at, parts, counts)


def _after(access: AccuracyAccess) -> tuple[str, int, dict[str, Any]]:
    published = (
        PublishedVersion.objects.filter(inspection=access.inspection, content__has_key="report")
        .order_by("-number")
        .first()
    )
    if published is not None:
        return "published", published.number, published.content["report"]
    report: Report = access.round.draft.report
    if not access.for_partnership:
        return "now", 0, report_document(report)
    if access.round.shown_at is None:
        raise NotFound
    kept = ReportDraft.objects.filter(report=report, kept_at__lte=access.round.shown_at)
    newest = kept.order_by("-number").first() or access.round.draft
    return "draft", newest.number, newest.content
