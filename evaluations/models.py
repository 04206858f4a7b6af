"""Programmes, inspections, their teams, evaluations, and what was published of them."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from evaluations.terms import InspectionKind, InspectionStatus, TeamRole
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Programme(InspectorateModel):
    """Inspections asked for together, under one framework edition by default."""

    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    edition = ScopedForeignKey("indicators.FrameworkEdition", related_name="programmes")
    commissioned_by = models.CharField(max_length=300, blank=True, default="")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-starts_on", "code"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_programme_a_code"),
            models.CheckConstraint(
                name="programme_dates_in_order",
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Inspection(InspectorateModel):
    """One inspection of one area, under the edition it was done with, that edition's words included.

    ``resumes_to`` is where a suspended inspection goes on. ``published_number`` is the number of
    the newest published version, 0 before any.
    """

    programme = ScopedForeignKey(Programme, related_name="inspections", indexed=False)
    area = ScopedForeignKey("areas.LocalAuthorityArea", related_name="inspections")
    edition = ScopedForeignKey("indicators.FrameworkEdition", related_name="inspections")
    reference = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=InspectionKind, default=InspectionKind.FULL)
    status = models.CharField(
        max_length=20, choices=InspectionStatus, default=InspectionStatus.PLANNED
    )
    resumes_to = models.CharField(max_length=20, choices=InspectionStatus, blank=True, default="")
    fieldwork_from = models.DateField(null=True, blank=True)
    fieldwork_to = models.DateField(null=True, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_number = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "programme", "area", "reference"],
                name="one_inspection_a_reference",
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "programme", "id"], name="inspection_in_its_programme"
            ),
            models.CheckConstraint(
                name="fieldwork_dates_in_order",
                condition=Q(fieldwork_from__isnull=True)
                | Q(fieldwork_to__isnull=True)
                | Q(fieldwork_to__gte=F("fieldwork_from")),
            ),
            models.CheckConstraint(
                name="suspended_knows_where_to_go_on",
                condition=~Q(status="suspended") | ~Q(resumes_to=""),
            ),
        ]

    def __str__(self) -> str:
        return self.reference


class InspectionMove(InspectorateModel):
    """One step in an inspection's life: from, to, who, when, why."""

    application_may: ClassVar[str] = "select, insert"

    inspection = ScopedForeignKey(Inspection, related_name="moves")
    from_status = models.CharField(max_length=20, choices=InspectionStatus)
    to_status = models.CharField(max_length=20, choices=InspectionStatus)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    why = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.from_status} -> {self.to_status}"


class TeamMember(InspectorateModel):
    """A person's place on an inspection; their access begins and ends with these dates."""

    inspection = ScopedForeignKey(Inspection, related_name="team")
    membership = ScopedForeignKey("accounts.Membership", related_name="inspections")
    role = models.CharField(max_length=20, choices=TeamRole, default=TeamRole.INSPECTOR)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "membership"], name="once_on_a_team"
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "inspection"],
                condition=Q(role="lead"),
                name="one_lead_an_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} on {self.inspection_id}"


class Evaluation(InspectorateModel):
    """The team's evaluation of one indicator.

    The value is one of three, or not yet given: ``level`` (the level's rank, 1 the lowest),
    ``level_set`` (the ranks it may be, when that is all that is known), ``non_grade`` (a code of
    the edition). It belongs to the area as a whole: there is no service here, on purpose.
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


class PublishedVersion(InspectorateModel):
    """An inspection's evaluations as they were published: numbered, never changed, never removed.

    ``content`` is the frozen document; ``digest`` its sha256; ``reason`` is why a correction was
    needed (empty for the first version).
    """

    application_may: ClassVar[str] = "select, insert"

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
