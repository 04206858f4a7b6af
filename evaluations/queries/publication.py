"""The page from which a report is published: what is planned, who reads early, what is out."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from evaluations.access import inspection_for
from evaluations.access.releases import publication_of
from evaluations.models import (
    EarlyReader,
    Inspection,
    PublishedVersion,
    Release,
    Report,
    Withdrawal,
)
from evaluations.operations.publishing import changed_since_publication, withdrawal_of
from evaluations.operations.releases import release_record, why_not_ready
from evaluations.queries.report_document import report_words, words_in
from evaluations.rules.life import OUT
from evaluations.terms import ReleaseState
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody on the pre-release list."""

    id: str
    name: str
    post: str
    email: str
    from_at: datetime
    seen_at: datetime | None
    off: bool


@dataclass(frozen=True, slots=True)
class PlannedRelease:
    """A release with its list. ``moved_on``: the report's words differ from the approved draft."""

    id: str
    version: int
    at: datetime
    state: str
    state_label: str
    approved_by: str
    approved_at: datetime
    reason: str
    ended_at: datetime | None
    ended_why: str
    draft_number: int
    readers: tuple[Reader, ...]
    moved_on: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    number: int
    published_on: date
    reason: str
    digest: str


@dataclass(frozen=True, slots=True)
class PublicationPage:
    """``why_not`` says why the report cannot be released now or later; ``publishes``: whether this
    person is one who publishes it. ``changed``: what stands differs from what is published."""

    inspection: Inspection
    publishes: bool
    out: bool
    has_report: bool
    why_not: str
    planned: PlannedRelease | None
    earlier: tuple[PlannedRelease, ...]
    versions: tuple[VersionLine, ...]
    withdrawn: Withdrawal | None
    changed: bool


def publication_page(actor: Actor, reference: str) -> PublicationPage:
    """Everything the page shows. Raises NotFound."""
    inspection, publishes = publication_of(actor, reference)
    out = inspection.status in OUT
    report = Report.objects.filter(inspection=inspection).first()
    found = _releases(inspection, report)
    planned = next((one for one in found if one.state == ReleaseState.PLANNED), None)
    return PublicationPage(
        inspection=inspection,
        publishes=publishes,
        out=out,
        has_report=report is not None,
        why_not="" if out else why_not_ready(inspection),
        planned=planned,
        earlier=tuple(one for one in found if one is not planned),
        versions=versions_of(inspection),
        withdrawn=withdrawal_of(inspection),
        changed=out and changed_since_publication(inspection),
    )


def versions_of(inspection: Inspection) -> tuple[VersionLine, ...]:
    """The published versions, the newest first."""
    found = PublishedVersion.objects.filter(inspection=inspection).order_by("-number")
    return tuple(
        VersionLine(*one) for one in found.values_list("number", "published_on", "reason", "digest")
    )


def _releases(inspection: Inspection, report: Report | None) -> list[PlannedRelease]:
    """Every release of the inspection, the newest first."""
    releases = list(
        Release.objects.filter(inspection=inspection)
        .select_related("draft", "approved_by__user")
        .order_by("-id")
    )
    readers = EarlyReader.objects.filter(release__in=releases).order_by("id")
    by_release: dict[int, list[Reader]] = {}
    for one in readers:
        by_release.setdefault(one.release_id, []).append(_reader(one))
    waits = any(one.state == ReleaseState.PLANNED for one in releases)
    words = report_words(report) if report is not None and waits else None
    return [_planned(one, tuple(by_release.get(one.pk, ())), words) for one in releases]


def _reader(one: EarlyReader) -> Reader:
    return Reader(
        id=ids.encode("early-reader", one.pk),
        name=one.name,
        post=one.post,
        email=one.email,
        from_at=one.from_at,
        seen_at=one.seen_at,
        off=one.withdrawn_at is not None,
    )


def _planned(
    one: Release, readers: tuple[Reader, ...], words: dict[str, Any] | None
) -> PlannedRelease:
    waits = one.state == ReleaseState.PLANNED
    return PlannedRelease(
        id=ids.encode("release", one.pk),
        version=one.version,
        at=one.at,
        state=one.state,
        state_label=one.get_state_display(),
        approved_by=one.approved_by.user.display_name if one.approved_by else "",
        approved_at=one.approved_at,
        reason=one.reason,
        ended_at=one.ended_at,
        ended_why=one.ended_why,
        draft_number=one.draft.number,
        readers=readers,
        moved_on=waits and words is not None and words_in(one.draft.content) != words,
    )


def release_records(actor: Actor, reference: str) -> list[dict[str, Any]]:
    """The releases of an inspection as the API says them, the newest first. Raises NotFound."""
    inspection, _ = publication_of(actor, reference)
    found = Release.objects.filter(inspection=inspection).select_related("draft").order_by("-id")
    return [release_record(one) for one in found]


def version_records(actor: Actor, reference: str) -> list[dict[str, Any]]:
    """The published versions as the API says them, the newest first, without their content; none
    before publication. Raises NotFound."""
    inspection = inspection_for(actor, reference)
    return [
        {
            "number": one.number,
            "published_on": one.published_on,
            "reason": one.reason,
            "digest": one.digest,
        }
        for one in versions_of(inspection)
    ]


def version_record(actor: Actor, reference: str, number: int) -> dict[str, Any]:
    """One published version with its frozen document. Raises NotFound."""
    inspection = inspection_for(actor, reference)
    found = PublishedVersion.objects.filter(inspection=inspection, number=number).first()
    if found is None:
        raise NotFound
    return {
        "number": found.number,
        "published_on": found.published_on,
        "reason": found.reason,
        "digest": found.digest,
        "content": found.content,
    }


def withdrawal_records(actor: Actor, reference: str) -> list[dict[str, Any]]:
    """When the report was withdrawn, why, and until when. Raises NotFound."""
    found = Withdrawal.objects.filter(inspection=inspection_for(actor, reference)).order_by("-id")
    return [{"at": one.at, "reason": one.reason, "ended_at": one.ended_at} for one in found]
