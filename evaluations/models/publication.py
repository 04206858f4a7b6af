"""How a report reaches the public: planned releases, early readers, documents, the change feed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.evaluations import PublishedVersion
from evaluations.models.inspections import Inspection
from evaluations.models.reports import ReportDraft
from evaluations.terms import DocumentFormat, PublicChangeKind, ReleaseState
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Release(InspectorateModel):
    """An approval to publish ``draft`` at an instant, to the minute, by somebody not on the team.

    Until then the report is under embargo: only the team, those who publish and the early readers
    see it. The instant is carried out by the worker once, or called off with a reason before it.
    """

    inspection = ScopedForeignKey(Inspection, related_name="releases")
    draft = ScopedForeignKey(ReportDraft, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=ReleaseState, default=ReleaseState.PLANNED)
    approved_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    approved_at = models.DateTimeField(db_default=Now(), editable=False)
    reason = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True)
    ended_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    ended_why = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["inspectorate", "at"], name="releases_planned", condition=Q(state="planned")
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection"],
                condition=Q(state="planned"),
                name="one_planned_release",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} at {self.at}"


class EarlyReader(InspectorateModel):
    """Somebody on the pre-release list: by name and post, with a secret address of their own.

    Only a digest of the secret is kept. ``seen_at`` is when they first opened it.
    """

    release = ScopedForeignKey(Release, related_name="early_readers")
    name = models.CharField(max_length=150)
    post = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    from_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    added_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    seen_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "digest"], name="one_early_reader_a_digest"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Withdrawal(InspectorateModel):
    """A published report taken back: its address stays and says when and why."""

    inspection = ScopedForeignKey(Inspection, related_name="withdrawals", indexed=False)
    at = models.DateTimeField(db_default=Now(), editable=False)
    reason = models.TextField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection"],
                condition=Q(ended_at__isnull=True),
                name="report_withdrawn_once",
            ),
            models.CheckConstraint(name="a_report_withdrawn_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.reason[:60]}"


class ReportDocument(InspectorateModel):
    """A published version laid out in a format, made once by the worker."""

    history: ClassVar[bool] = False
    application_may: ClassVar[str] = "select, insert, delete"

    published = ScopedForeignKey(PublishedVersion, related_name="documents", indexed=False)
    format = models.CharField(max_length=4, choices=DocumentFormat)
    content = models.BinaryField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "published", "format"], name="one_document_a_format"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.published_id}.{self.format}"


class PublicChange(InspectorateModel):
    """One line of an inspectorate's change feed, numbered without gaps in the order of commits.

    A reader who remembers ``number`` goes on from there and misses nothing.
    """

    application_may: ClassVar[str] = "select, insert"

    number = models.PositiveBigIntegerField()
    inspection = ScopedForeignKey(Inspection, related_name="public_changes")
    kind = models.CharField(max_length=10, choices=PublicChangeKind)
    published = ScopedForeignKey(PublishedVersion, related_name="+", null=True)
    reason = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "number"], name="one_public_change_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"
