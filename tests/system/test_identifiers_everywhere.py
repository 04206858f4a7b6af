"""Wherever an inspector can type free text, it is held to the rules on identifiers.

Every text column of what inspections keep is either held to them, by an operation that is named here,
or on the list of those that are not, with the reason.
"""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

OPERATIONS = Path(settings.BASE_DIR) / "evaluations" / "operations"
CHECKS = re.compile(r"\b(?:require_answers|identifier_faults|answers_for)\(")

HELD: dict[str, str] = {
    "Programme.title": "programmes",
    "Programme.commissioned_by": "programmes",
    "Programme.commissioning_request": "programmes",
    "Programme.quantity_words": "programmes",
    "Inspection.reference": "inspections",
    "Postponement.why": "fieldwork",
    "InspectionMove.why": "moves",
    "TeamMember.recused_why": "recusal",
    "StoredFile.name": "files",
    "Evaluation.rationale": "recording",
    "Evaluation.single_source_reason": "recording",
    "MemberView.reason": "views",
    "PublishedVersion.reason": "moves",
    "SamplePlan.why": "samples",
    "SampledCase.withdrawn_why": "samples",
    "FurtherReader.why": "readers",
    "Evidence.text": "evidence",
    "Evidence.quote": "evidence",
    "Evidence.tags": "evidence",
    "Evidence.withdrawn_why": "evidence",
    "InspectorProfile.employer": "profiles",
    "DeclaredInterest.organisation": "profiles",
    "DeclaredInterest.nature": "profiles",
    "Service.name": "services",
    "Concern.what": "concerns",
    "Concern.where": "concerns",
    "Concern.told_already": "concerns",
    "Concern.told_whom": "concerns",
    "Concern.outcome": "concerns",
    "ConcernAdvice.text": "concern_setting",
    "StatedPurpose.why": "purposes",
    "ReturnQuestion.title": "return_questions",
    "ReturnQuestion.guidance": "return_questions",
    "PreInspectionReturn.note": "returns",
    "ReturnSection.answer": "return_sections",
    "ReturnSection.more_wanted": "returns",
    "Device.name": "devices",
    "Report.title": "reports",
    "ReportChapter.title": "reports",
    "ReportChapter.text": "reports",
    "ReportDraft.label": "reports",
    "ReportPoint.text": "report_points",
    "GoodPractice.title": "good_practice",
    "GoodPractice.text": "good_practice",
}
"""Each field with the module of the operation that holds it to the rules."""

WHEN_WRITTEN = frozenset(
    {
        *("FindingsDiscussion", "DiscussionAttendance", "AccuracyRound", "AccuracyExtension"),
        *("AccuracyComment", "Moderation", "SecondJudgement", "PanelDecision", "Thread", "Comment"),
        *("Release", "Withdrawal", "PublicChange"),
    }
)
"""Models of moderation, factual accuracy and publication: once an operation makes such a record, one of
those that speak of it holds its words to the rules."""

CODED = "a code, a digest or a reference that the program gives or chooses of a list"
COPIED = "copied from what was held to the rules when it was written"
NOT_HELD: dict[str, str] = {
    "Programme.code": CODED,
    "StoredFile.media_type": CODED,
    "StoredFile.digest": CODED,
    "StoredFile.scan_note": "what the malware scanner says of a file",
    "ChapterTemplate.title": "the inspectorate's own, before there is an inspection to speak of",
    "ChapterTemplate.guidance": "the inspectorate's own, before there is an inspection to speak of",
    "ChapterTemplate.indicators": CODED,
    "ReportChapter.guidance": "of the template, the same for every report",
    "ReportChapter.indicators": CODED,
    "ReportPoint.services": CODED,
    "ReportDraft.digest": CODED,
    "DiscussionAttendance.service": CODED,
    "AccuracyComment.paragraph": CODED,
    "AccuracyComment.quoted": COPIED,
    "AccuracyComment.agency": CODED,
    "Evaluation.non_grade": CODED,
    "MemberView.non_grade": CODED,
    "PublishedVersion.digest": CODED,
    "SampledCase.pseudonym": CODED,
    "CaseKey.sealed": "whom a pseudonym stands for: sealed, and that is its purpose",
    "CaseKey.name_digests": CODED,
    "RecordReading.service": CODED,
    "Evidence.services": CODED,
    "Evidence.indicator_codes": CODED,
    "Moderation.drawn_with": CODED,
    "SecondJudgement.non_grade": CODED,
    "SecondJudgement.team_non_grade": CODED,
    "PanelDecision.non_grade": CODED,
    "Thread.quoted": COPIED,
    "CalendarFeed.digest": CODED,
    "Service.code": CODED,
    "CaseMaterialRead.what": CODED,
    "CaseMaterialRead.purpose": COPIED,
    "CaseMaterialRead.request_id": CODED,
    "KeptIdentifier.table_name": CODED,
    "KeptIdentifier.field": CODED,
    "KeptIdentifier.kind": CODED,
    "KeptIdentifier.digest": CODED,
    "KeptIdentifier.why": "why an identifier stays: the data protection officer reads it",
    "EarlyReader.name": "who reads a report early, and how they are reached: staff, not families",
    "EarlyReader.post": "who reads a report early, and how they are reached: staff, not families",
    "EarlyReader.email": "who reads a report early, and how they are reached: staff, not families",
    "EarlyReader.digest": CODED,
    "ReportDocument.digest": CODED,
    "ReturnSection.title": COPIED,
    "ReturnSection.guidance": COPIED,
    "Reminder.kind": CODED,
    "Reminder.subject": CODED,
    "ClientOperation.kind": CODED,
    "ClientOperation.request_digest": CODED,
    "BroughtIn.digest": CODED,
    "BroughtIn.made_at": CODED,
    "Notice.about": CODED,
    "Notice.text": "the program's own words",
    "Notice.page": "an address the program makes",
}


def texts() -> set[str]:
    """``Model.field`` of every text column that is not chosen of fixed words."""
    found = set()
    for model in apps.get_app_config("evaluations").get_models():
        for field in model._meta.concrete_fields:
            kept = field.base_field if isinstance(field, ArrayField) else field
            if isinstance(kept, (models.TextField, models.CharField)) and not kept.choices:
                found.add(f"{model.__name__}.{field.name}")
    return found


def test_every_text_is_held_or_says_why_not() -> None:
    assert not HELD.keys() & NOT_HELD.keys(), "a field is on one list alone"
    known = HELD.keys() | NOT_HELD.keys()
    missing = {one for one in texts() - known if one.partition(".")[0] not in WHEN_WRITTEN}
    assert not missing, f"Hold them to the rules on identifiers, or say why not: {sorted(missing)}"


def test_no_list_names_what_there_is_not() -> None:
    assert (HELD.keys() | NOT_HELD.keys()) - texts() == set()
    assert {one.partition(".")[0] for one in texts()} >= WHEN_WRITTEN


@pytest.mark.parametrize("field", sorted(HELD))
def test_the_operation_that_is_named_checks(field: str) -> None:
    source = (OPERATIONS / f"{HELD[field]}.py").read_text()
    assert CHECKS.search(source), f"{HELD[field]}.py checks nothing"
    column = field.partition(".")[2]
    said = {"why": r"why|reason", "more_wanted": "more_wanted|wanted"}.get(column, column)
    assert re.search(rf"\b(?:{said})\b", source), f"{HELD[field]}.py does not speak of {field}"


def makers(model: str) -> list[Path]:
    """The operations that make records of a model."""
    made = re.compile(rf"\b{model}(?:\.objects\.(?:create|bulk_create)|)\(")
    return [one for one in sorted(OPERATIONS.glob("*.py")) if made.search(one.read_text())]


def speakers(model: str) -> list[Path]:
    """The operations that speak of a model at all."""
    return [one for one in OPERATIONS.glob("*.py") if re.search(rf"\b{model}\b", one.read_text())]


@pytest.mark.parametrize("model", sorted(WHEN_WRITTEN))
def test_once_it_is_written_its_words_are_checked(model: str) -> None:
    checked = any(CHECKS.search(one.read_text()) for one in speakers(model))
    assert checked or not makers(model), f"{model} is written and nothing asks for identifiers"


def test_the_gate_sees_a_maker() -> None:
    assert "fieldwork.py" in [one.name for one in makers("Postponement")]
    assert "evidence.py" in [one.name for one in makers("Evidence")]
