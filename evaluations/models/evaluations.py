"""The team's evaluations, each member's own view of them, and what was published."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.inspections import Inspection, Programme
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Evaluation(InspectorateModel):
    """The team's evaluation of one indicator.

    The value is one of three, or not yet given: ``level`` (the level's rank, 1 the lowest),
    ``level_set`` (the ranks it may be, when that is all that is known), ``non_grade`` (a code of
    the edition). It belongs to the area as a whole: there is no service here, on purpose.
    ``single_source_reason`` says why one kind of source is enough, where there is only one.
    """

    inspection = ScopedForeignKey(
        Inspection, related_name="evaluations", indexed=False, along=("programme",)
    )
    programme = ScopedForeignKey(Programme, related_name="+", indexed=False, constrained=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", indexed=False)
    level = models.PositiveSmallIntegerField(null=True)
    level_set = ArrayField(models.PositiveSmallIntegerField(), null=True)
    non_grade = models.CharField(max_length=40, null=True)
    rationale = models.TextField(blank=True, default="")
    single_source_reason = models.TextField(blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "indicator"],
                name="one_evaluation_an_indicator",
            ),
            models.CheckConstraint(
                name="one_kind_of_value",
                condition=Q(level__isnull=True, level_set__isnull=True)
                | Q(level__isnull=True, non_grade__isnull=True)
                | Q(level_set__isnull=True, non_grade__isnull=True),
            ),
            models.CheckConstraint(
                name="a_set_has_two_or_more",
                condition=Q(level_set__isnull=True) | Q(level_set__len__gte=2),
            ),
        ]
        indexes = [
            models.Index(
                fields=["inspectorate", "programme", "inspection", "indicator"],
                include=["level", "non_grade", "level_set"],
                name="evaluation_summary",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} {self.indicator_id}"


class MemberView(InspectorateModel):
    """What one member of the team makes of an indicator, before the team agrees.

    Until it is given (``given_at``) nobody else sees it, and its author sees nobody else's.
    """

    inspection = ScopedForeignKey(Inspection, related_name="views", indexed=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", indexed=False)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", indexed=False)
    level = models.PositiveSmallIntegerField(null=True)
    non_grade = models.CharField(max_length=40, null=True)
    reason = models.TextField(blank=True, default="")
    given_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "indicator", "membership"],
                name="one_view_a_member",
            ),
            models.CheckConstraint(
                name="a_view_has_one_value",
                condition=Q(level__isnull=True) | Q(non_grade__isnull=True),
            ),
            models.CheckConstraint(
                name="a_given_view_has_a_value",
                condition=Q(given_at__isnull=True)
                | Q(level__isnull=False)
                | Q(non_grade__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} on {self.indicator_id}"


class PublishedVersion(InspectorateModel):
    """An inspection's evaluations as they were published: numbered, never changed, never removed.

    ``content`` is the frozen document; ``digest`` its sha256; ``reason`` is why a correction was
    needed (empty for the first version).
    """

    application_may: ClassVar[str] = "select, insert"
    policies: ClassVar[tuple[str, ...]] = (
        'create policy "{name}" on "{table}" for select to inspectorate_relay using (true)',
    )

    inspection = ScopedForeignKey(Inspection, related_name="published_versions", indexed=False)
    number = models.PositiveSmallIntegerField()
    published_on = models.DateField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    reason = models.TextField(blank=True, default="")
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "number"], name="one_version_a_number"
            ),
            models.CheckConstraint(
                name="a_correction_says_why", condition=Q(number=1) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} version {self.number}"
