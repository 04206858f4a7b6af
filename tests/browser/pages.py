"""Every page inside an inspectorate: who opens it, and with what."""

from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver, reverse

from areas.models import (
    AreaHealthBoard,
    ChildProtectionCommittee,
    LinkInspector,
    LocalAuthorityArea,
)
from evaluations.models import (
    AccuracyComment,
    ChapterTemplate,
    Concern,
    DeclaredInterest,
    EarlyReader,
    Evidence,
    EvidenceFile,
    FindingsDiscussion,
    GoodPractice,
    Inspection,
    Report,
    ReportChapter,
    ReportPoint,
    ReturnSection,
    SampledCase,
    Service,
    Thread,
)
from evaluations.operations.early_readers import secret_of
from followthrough.models import (
    Contact,
    DateChange,
    LinkNote,
    MainPointForAction,
    Measure,
    PlannedAction,
    ReminderRule,
    RoundPoint,
    SelfEvaluation,
    Theme,
)
from inspectorate.accounts.models import Membership
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

ADMINISTRATOR, LEAD, INSPECTOR = "Fergus Ness", "Moira Gillespie", "Isla Drummond"
PARTNER, LINK = "Angus Baird", "Effie Mackay"
ANALYST, MODERATOR, AUDITOR = "Kirsty Lamont", "Tom Sinclair", "Morag Sutherland"

NOT_PAGES = {
    "rounds-compared-csv",
    "following-export",
    "following-export-committee",
    "service-worker",
    "moderation-take",
    "calibration-download",
    "manifest",
    "withdraw",
    "revoke",
    "end-membership",
    "inspection-team-off",
    "switch-provider",
    "archive-download",
    "draft-document",
    "mail-choice",
    "published-document",
    "typed",
    "start-seen",
    "start-notice",
    "mail-template-usual",
    "national-compile",
    "national-job",
    "areas-download",
    "framework-download",
    "national-json",
    "services-adopt",
    "service-remove",
    "interest-remove",
    "absence-remove",
    "allocation-cases",
    "calendar-address-end",
    "calendar-feed",
    "programme-timeline-csv",
    "national-csv",
    "sample-download",
    "case-reading-take-back",
    "case-second-reader-off",
    "workspace-status",
    "workspace-wiped",
    "workspace-revoke",
    "workspace-inspections",
    "workspace-inspection",
    "workspace-evidence",
    "workspace-operations",
    "workspace-notice",
    "concern-recipient-off",
    "concern-acknowledge",
    "read-log-download",
    "kept-identifiers-download",
    "kept-identifier-settle",
    "inspection-kept-identifiers-download",
    "inspection-read-log-download",
    "return-send",
    "return-accept",
    "return-file-remove",
    "holiday-remove",
    "accuracy-settle",
    "accuracy-show-changes",
    "accuracy-comment-withdraw",
    "accuracy-comment-file-remove",
    "accuracy-answers",
    "accuracy-answers-csv",
    "accuracy-answer",
    "accuracy-comment-new",
    "file",
    "matrix-download",
    "recording-evidence",
    "report-begin",
    "report-chapter-preview",
    "report-chapter-move",
    "report-chapter-remove",
    "report-point-move",
    "report-example-remove",
    "programme-chapters-adopt",
    "programme-chapter-move",
    "programme-chapter-remove",
    "early-reader-off",
    "public-atom",
    "public-changes-json",
    "public-data-reports-csv",
    "public-data-reports-json",
    "public-data-csv",
    "public-data-json",
    "public-report-as-at",
    "public-report-csv",
    "public-report-json",
    "public-report-file",
    "public-version-csv",
    "public-version-json",
    "public-version-file",
    "point-file",
    "plan-agree",
    "plan-take-up",
    "plan-action-remove",
    "self-evaluation-finish",
    "self-evaluation-consent",
    "reminder-rules-adopt",
    "improvement-show",
    "points-ask",  # of points that are ticked; as point-ask
}
"""Deeds (POST only), downloads and fragments."""

REPORT = {
    "report",
    "report-title",
    "report-preview",
    "report-chapters",
    "report-chapter",
    "report-point-new",
    "report-point",
    "report-point-withdraw",
    "report-example-new",
    "report-example",
    "report-versions",
    "report-version",
    "report-compare",
}
"""The pages of a report while it is written."""
OF_A_MODERATION = ("moderation", "moderation-choose")
OF_A_JUDGEMENT = ("judging", "moderation-without")
OF_A_VARIANCE = ("moderation-compare", "moderation-panel", "thread-new")
OF_A_THREAD = ("thread", "thread-resolve", "thread-reopen")
"""Pages of the inspection in moderation: the desk, an indicator to judge, one that differs."""

OF_A_MEASURE = (
    "point-measure",
    "point-measure-edit",
    "point-measure-value",
    "point-measure-correct",
)
WRITTEN_BY_A_PARTNER = ("plan", "plan-action-new", "plan-action", "plan-action-state", "plan-send")
OF_A_PLAN = ("plan-answer", "plan-version")
OF_A_COMMITTEE = (
    "our-committees",
    "our-committee",
    "committee-questions",
    "self-evaluations",
    "self-evaluation-new",
    "self-evaluation",
    "self-value",
)
"""A committee's own pages."""
OF_AN_IMPROVEMENT = (
    "improvement",
    "improvement-new",
    "improvement-action",
    "improvement-action-state",
)
OF_A_DIARY = (
    "committee-diary",
    "committee-brief",
    "committee-hand-over",
    "contact-new",
    "contact",
    "question-answer",
)
"""A committee as its link inspector keeps it."""
TOLD_BY_A_PARTNER = ("point-update", "point-measure-new", "action-date", *OF_A_MEASURE)
OF_A_FOLLOWED_POINT = (
    "point-look",
    "point-ask",
    "point-note",
    "point-end",
    "point-describe",
    "point-note-share",
    "date-change",
)
"""Pages of the main point of which its partnership tells what happened."""
FOLLOWED = (*WRITTEN_BY_A_PARTNER, *OF_A_PLAN, *TOLD_BY_A_PARTNER, *OF_A_FOLLOWED_POINT)

OPENED_BY = {
    INSPECTOR: {
        "start",
        "workspace",
        "inspections",
        "inspection",
        "recording",
        "recording-indicator",
        "matrix",
        "evaluation-history",
        "evaluation-explained",
        "frameworks",
        "framework",
        "main-points",
        "child-at-risk",
        "concerns",
        "sample",
        "case",
        "case-read",
        "participation",
        "participation-count",
        "evidence",
        "evidence-new",
        "evidence-mark",
        "evidence-mark-all",
        "evidence-piece",
        "evidence-edit",
        "evidence-withdraw",
        "evidence-file-new",
        "evidence-file-remove",
    },
    LEAD: {
        "round",
        "round-point",
        "sample-plan",
        "sample-draw",
        "sample-share",
        "case-reader",
        "case-second-reader",
        "case-withdraw",
        "case-key",
        "case-key-enter",
        "case-key-forget",
        "inspection-team",
        "inspection-move",
        "inspection-recuse",
        "archive",
        "allocation",
        "calendar",
        "own-profile",
        "concern",
        "concern-close",
        "concern-reopen",
        "inspection-read-log",
        "inspection-kept-identifiers",
        "discussions",
        "discussion-new",
        "discussion",
        "accuracy-send",
        "accuracy-give-time",
        "accuracy-go-on",
        "accuracy-redline",
        "accuracy-decide-time",
        *REPORT,
    },
    PARTNER: {
        "returns",
        "return",
        "return-section",
        "accuracy-rounds",
        "accuracy",
        "accuracy-return",
        "accuracy-ask-time",
        "accuracy-comment",
        "accuracy-round",
        *TOLD_BY_A_PARTNER,
        *WRITTEN_BY_A_PARTNER,
        *OF_A_COMMITTEE,
        *OF_AN_IMPROVEMENT,
    },
    LINK: {"desk", "main-point", *OF_A_FOLLOWED_POINT, *OF_A_PLAN, *OF_A_DIARY},
    AUDITOR: {"read-log", "kept-identifiers", "case-keys-to-forget"},
    ANALYST: {
        "national-summaries",
        "national-summary",
        "national-version",
        "national-comparison",
        "national-decide",
    },
    MODERATOR: {
        "publication",
        "release-approve",
        "report-withdraw",
        "inspection-published",
        "inspection-correct",
        *OF_A_MODERATION,
        *OF_A_JUDGEMENT,
        *OF_A_VARIANCE,
        *OF_A_THREAD,
        "calibration",
        "release-call-off",
        "early-reader-new",
        "early-report",
    },
}
"""Everything else is opened by the administrator."""

OF_A_MEMBER = (
    "person",
    "end-membership",
    "profile",
    "profile-edit",
    "interest-new",
    "interest-edit",
    "absence-new",
    "person-calendar",
)
"""Pages whose ``person`` is a membership, not a member of a team."""


OF_A_RETURN = ("return", "return-ask", "return-due", "return-send-back", "return-section")
"""Pages of the inspection whose partnership is writing its return."""


OF_A_RELEASE = ("publication", "release-call-off", "early-reader-new", "early-report")
"""Pages of the inspection whose report waits for its minute."""

OF_A_DRAFT = (
    "accuracy",
    "accuracy-round",
    "accuracy-return",
    "accuracy-ask-time",
    "accuracy-comment",
    "accuracy-send",
    "accuracy-give-time",
    "accuracy-go-on",
    "accuracy-redline",
    "accuracy-decide-time",
    "discussions",
    "discussion-new",
    "discussion",
)
"""Pages of the inspection whose draft is with its partnership."""


def names() -> set[str]:
    """The name of every address under ``/<inspectorate>/``."""
    return {
        name
        for name, route in _routes(get_resolver().url_patterns)
        if route.startswith("<slug:inspectorate>/")
    }


def _routes(patterns: Any, before: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _routes(one.url_patterns, before + str(one.pattern))
        else:
            yield one.name, before + str(one.pattern)


def arguments() -> dict[str, dict[str, Any]]:
    """What each page of the demonstration is opened with."""
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        live = Inspection.objects.get(programme__code="second-cycle", area__code="A12")
        published = Inspection.objects.get(
            programme__code="first-cycle", area__code="A16", kind="full"
        )
        people = dict(Membership.objects.values_list("user__email", "pk"))
        committee = ChildProtectionCommittee.objects.get(name__startswith="Three Rivers")
        known = {
            "area": ids.encode("area", LocalAuthorityArea.objects.get(code="A07").pk),
            "kind": "committee",
            "body": ids.encode("committee", committee.pk),
            "inspection": ids.encode("inspection", live.pk),
            "programme": ids.encode("programme", live.programme_id),
            "person": ids.encode("person", people["callum.reid@inspectorate.example"]),
            "member": ids.encode("membership", people["callum.reid@inspectorate.example"]),
            "service": ids.encode("service", Service.objects.get(code="police").pk),
            "interest": ids.encode("interest", DeclaredInterest.objects.first().pk),
            "point": ids.encode("point", MainPointForAction.objects.first().pk),
            "link": ids.encode("link", AreaHealthBoard.objects.first().pk),
            "place": "link-inspector",
            "case": ids.encode("sampled-case", SampledCase.objects.get(pseudonym="TV-C03").pk),
            "category": "current-protection",
            "group": "children",
            "code": "hmie-2005",
            "indicator": "3.3",
            "number": 2,
            "move": "to-moderation",
            "concern": ids.encode("concern", Concern.objects.get(status="acknowledged").pk),
        }
        own = Evidence.objects.filter(
            inspection=live,
            membership=people["isla.drummond@inspectorate.example"],
            withdrawn_at__isnull=True,
        )
        kept = EvidenceFile.objects.filter(evidence__in=own).first()
        known["evidence"] = ids.encode("evidence", kept.evidence_id)
        known["file"] = ids.encode("file", kept.file_id)
        asked = ReturnSection.objects.filter(of_return__status="asked")
        written = asked.select_related("of_return").order_by("position").first()
        known["section"] = ids.encode("return-section", written.pk)
        of_return = {"inspection": ids.encode("inspection", written.of_return.inspection_id)}
        comment = AccuracyComment.objects.select_related("accuracy_round").order_by("id").first()
        known["comment"] = ids.encode("accuracy-comment", comment.pk)
        known["extension"] = ids.encode("extension", comment.accuracy_round.extensions.first().pk)
        meeting = FindingsDiscussion.objects.filter(
            inspection=comment.accuracy_round.inspection_id
        ).first()
        known["discussion"] = ids.encode("discussion", meeting.pk)
        reader = EarlyReader.objects.select_related("release").get()
        planned = {
            "inspection": ids.encode("inspection", reader.release.inspection_id),
            "release": ids.encode("release", reader.release_id),
            "secret": secret_of(reader),
        }
        draft = {
            "inspection": ids.encode("inspection", comment.accuracy_round.inspection_id),
            "number": 1,
        }
        report = Report.objects.get(inspection=live)
        point = ids.encode("report-point", ReportPoint.objects.filter(report=report).first().pk)
        chapter = ReportChapter.objects.filter(report=report).order_by("position")[2]
        known["chapter"] = ids.encode("chapter", chapter.pk)
        known["example"] = ids.encode(
            "good-practice", GoodPractice.objects.filter(report=report).first().pk
        )
        template = ChapterTemplate.objects.filter(programme=live.programme).first()
        known["template"] = ids.encode("template", template.pk)
        thread = Thread.objects.get(wants_change=True)
        moderated = {
            "inspection": ids.encode("inspection", thread.inspection_id),
            "thread": ids.encode("thread", thread.pk),
        }
        to_judge = {**moderated, "indicator": "4.1"}
        followed = RoundPoint.objects.filter(inspection__area__code="A24").first()
        looked_at = {
            "inspection": ids.encode("inspection", followed.inspection_id),
            "point": ids.encode("point", followed.point_id),
        }
        judged_in = followed.inspection.area_id
        measure = Measure.objects.first()
        value = measure.measured.first()
        known["rule"] = ids.encode("reminder-rule", ReminderRule.objects.first().pk)
        of_theme = ids.encode("theme", Theme.objects.first().pk)
        change = DateChange.objects.get(answer="waiting")
        followed = {
            "point": ids.encode("point", measure.point_id),
            "measure": ids.encode("measure", measure.pk),
            "value": ids.encode("measured-value", value.pk),
            "note": ids.encode("note", LinkNote.objects.filter(shared_at=None).first().pk),
            "action": ids.encode("action", change.action_id),
            "change": ids.encode("date-change", change.pk),
            "inspection": ids.encode("inspection", measure.point.inspection_id),
            "number": 1,
        }
        own = SelfEvaluation.objects.get(status="draft")
        of_committee = {
            "committee": ids.encode("committee", own.committee_id),
            "self_evaluation": ids.encode("self-evaluation", own.pk),
        }
        kept = {"committee": ids.encode("committee", committee.pk)}
        question, meeting = (
            {**kept, "contact": ids.encode("contact", one.pk)}
            for one in (
                Contact.objects.get(kind="writing", committee=committee),
                Contact.objects.get(kind="meeting", committee=committee),
            )
        )
        improving = PlannedAction.objects.filter(plan__committee=committee).first()
        improved = {**kept, "action": ids.encode("action", improving.pk)}
        follower = ids.encode("link", LinkInspector.objects.first().pk)
    national = {"programme": "first-cycle"}
    return {
        "": known,
        "national-summary": national,
        "national-version": national,
        "national-comparison": national,
        "national-decide": national,
        "inspection-published": {"inspection": ids.encode("inspection", published.pk), "number": 1},
        "report-withdraw": {"inspection": ids.encode("inspection", published.pk)},
        "public-report": {"report": ids.encode("inspection", published.pk)},
        "public-version": {"report": ids.encode("inspection", published.pk), "number": 1},
        "inspection-correct": {"inspection": ids.encode("inspection", published.pk)},
        "inspection-move": {"move": "suspend"},
        "report-version": {"number": 1},
        "report-point": {"point": point},
        "report-point-withdraw": {"point": point},
        "mail-template": {"kind": "return-write"},
        "link-edit": {"kind": "health-board"},
        "link-remove": {"kind": "health-board"},
        "link-new": {"kind": "health-board"},
        "committee-person-new": {"place": "link-inspector"},
        "committee-person-edit": {"link": follower},
        **{name: of_return for name in OF_A_RETURN},
        **{name: draft for name in OF_A_DRAFT},
        **{name: planned for name in OF_A_RELEASE},
        **{name: looked_at for name in ("round", "round-point")},
        "theme": {"theme": of_theme},
        "rounds-compared": {"area": ids.encode("area", judged_in)},
        **{name: moderated for name in (*OF_A_MODERATION, *OF_A_VARIANCE, *OF_A_THREAD)},
        "main-point": followed,
        **{name: followed for name in FOLLOWED},
        **{name: of_committee for name in OF_A_COMMITTEE},
        **{name: improved for name in OF_AN_IMPROVEMENT},
        **{name: kept for name in OF_A_DIARY},
        "contact": meeting,
        "question-answer": question,
        **{name: to_judge for name in OF_A_JUDGEMENT},
        **{name: {"person": known["member"]} for name in OF_A_MEMBER},
    }


def addresses() -> list[tuple[str, str, str]]:
    """(who opens it, name, path) for every page."""
    given = arguments()
    found = []
    routes = {name: route for name, route in _routes(get_resolver().url_patterns)}
    for name in sorted(names() - NOT_PAGES):
        values = {**given[""], **given.get(name, {})}
        wanted = [
            part.split(":")[1].rstrip(">")
            for part in routes[name].split("<")[1:]
            for part in [part.split(">")[0]]
        ]
        kwargs = {one: values[one] for one in wanted if one != "inspectorate"}
        who = next((who for who, pages in OPENED_BY.items() if name in pages), ADMINISTRATOR)
        found.append((who, name, reverse(name, kwargs={"inspectorate": "hmie", **kwargs})))
    return found
