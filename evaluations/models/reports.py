"""The report of an inspection as it is written: chapters, main points, good practice, kept drafts."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.inspections import Inspection, Programme
from evaluations.terms import ChapterKind, DraftReason
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class ChapterTemplate(InspectorateModel):
    """A chapter that a programme's reports have. A programme without its own has the usual ones.

    Chapters are not sections of the framework: ``indicators`` are the codes of those whose evidence
    and evaluations a first draft of the text is made from.
    """

    programme = ScopedForeignKey(Programme, related_name="chapter_templates")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=ChapterKind, default=ChapterKind.TEXT)
    guidance = models.TextField(blank=True, default="")
    indicators = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class Report(InspectorateModel):
    """The report of one inspection while it is written. Its words are in its chapters."""

    inspection = ScopedForeignKey(Inspection, related_name="reports", indexed=False)
    title = models.CharField(max_length=300)
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection"], name="one_report_an_inspection"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReportChapter(InspectorateModel):
    """One chapter. ``text`` is plain paragraphs with a few marks: see rules/report_text.py."""

    report = ScopedForeignKey(Report, related_name="chapters")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=14, choices=ChapterKind, default=ChapterKind.TEXT)
    guidance = models.TextField(blank=True, default="")
    indicators = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class ReportPoint(InspectorateModel):
    """A main point for action as the report says it. Publication makes it a
    ``MainPointForAction``. ``services`` are the codes of those it names; it may name none."""

    report = ScopedForeignKey(Report, related_name="points")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    services = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "report", "number"],
                name="one_point_of_a_report_a_number",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(name="a_report_point_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"


class ReportPointIndicator(InspectorateModel):
    """An indicator that a main point answers."""

    point = ScopedForeignKey(ReportPoint, related_name="indicators", indexed=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "point", "indicator"], name="once_for_a_report_point"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} for {self.indicator_id}"


class GoodPractice(InspectorateModel):
    """An example of good practice worth sharing, told in the report."""

    report = ScopedForeignKey(Report, related_name="good_practice")
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", null=True)
    title = models.CharField(max_length=200)
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.title


class ReportDraft(InspectorateModel):
    """The whole report as it stood at one moment, numbered; never changed. ``content`` is the
    document of queries/report_document.py, ``digest`` its sha256."""

    application_may: ClassVar[str] = "select, insert"

    report = ScopedForeignKey(Report, related_name="drafts", indexed=False)
    number = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=20, choices=DraftReason, default=DraftReason.KEPT)
    label = models.CharField(max_length=200, blank=True, default="")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    kept_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    kept_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "report", "number"], name="one_draft_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.number} of {self.report_id}"
