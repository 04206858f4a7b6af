"""Follow-through inspections: which points they looked at, what they judged and what was decided."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from followthrough.models.points import MainPointForAction
from followthrough.terms import AreaDecision, PointDecision, ScopeChoice
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Round(InspectorateModel):
    """What a follow-through inspection set out to look at, and what it decided for the area.

    ``choice`` all, some or none of the open points; ``reason`` is required unless all.
    ``area_decision`` is empty until it is made; ``again_within_months`` goes with "again" only.
    """

    inspection = ScopedForeignKey("evaluations.Inspection", related_name="+", indexed=False)
    choice = models.CharField(max_length=6, choices=ScopeChoice)
    reason = models.TextField(blank=True, default="")
    area_decision = models.CharField(max_length=8, choices=AreaDecision, blank=True, default="")
    again_within_months = models.PositiveSmallIntegerField(null=True)
    decision_reason = models.TextField(blank=True, default="")
    decided_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection"], name="one_scope_an_inspection"
            ),
            models.CheckConstraint(
                name="less_than_all_points_has_a_reason",
                condition=Q(choice="all") | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="a_decision_for_an_area_has_a_reason",
                condition=Q(area_decision="") | ~Q(decision_reason=""),
            ),
            models.CheckConstraint(
                name="months_go_with_another_visit",
                condition=Q(area_decision="again", again_within_months__isnull=False)
                | (~Q(area_decision="again") & Q(again_within_months__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.choice} at {self.inspection_id}"


class RoundPoint(InspectorateModel):
    """A point that a follow-through inspection looks at. Points of "none" and the rest of "some" have
    no row: the scope's reason says why."""

    inspection = ScopedForeignKey("evaluations.Inspection", related_name="+", indexed=False)
    point = ScopedForeignKey(MainPointForAction, related_name="rounds")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "point"], name="a_point_once_in_scope"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} at {self.inspection_id}"


class Progress(InspectorateModel):
    """The inspectors' judgement of progress on one point, at one follow-through inspection.

    ``decision`` is what becomes of the point when the report of that inspection is published.
    """

    point = ScopedForeignKey(MainPointForAction, related_name="progress", indexed=False)
    inspection = ScopedForeignKey("evaluations.Inspection", related_name="progress")
    level = models.PositiveSmallIntegerField(null=True)
    level_set = ArrayField(models.PositiveSmallIntegerField(), null=True)
    non_grade = models.CharField(max_length=40, null=True)
    rationale = models.TextField(blank=True, default="")
    decision = models.CharField(
        max_length=10, choices=PointDecision, blank=True, default="", db_default=models.Value("")
    )
    decision_reason = models.TextField(blank=True, default="", db_default=models.Value(""))
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "point", "inspection"], name="one_judgement_a_round"
            ),
            models.CheckConstraint(
                name="one_kind_of_progress",
                condition=Q(level__isnull=True, level_set__isnull=True)
                | Q(level__isnull=True, non_grade__isnull=True)
                | Q(level_set__isnull=True, non_grade__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} at {self.inspection_id}"


class ProgressEvidence(InspectorateModel):
    """A piece of evidence of the follow-through inspection that a judgement of progress rests on."""

    progress = ScopedForeignKey(Progress, related_name="rests_on", indexed=False)
    evidence = ScopedForeignKey("evaluations.Evidence", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "progress", "evidence"], name="evidence_once_a_judgement"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} for {self.progress_id}"


class SuccessFactor(InspectorateModel):
    """What worked, as a follow-through inspection found it: a short title by which it is counted
    across areas, and what was seen. With a point, or of the area as a whole."""

    inspection = ScopedForeignKey("evaluations.Inspection", related_name="+")
    point = ScopedForeignKey(MainPointForAction, related_name="success_factors", null=True)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="a_success_factor_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class PlanningDecision(InspectorateModel):
    """What a person decided for the next visit to an area, with the picture it was decided on.

    ``picture`` is what the page showed, as codes and counts (see queries of the picture), so that the
    decision can be read years later beside what was known. It is never changed: deciding again makes
    another.
    """

    application_may = "select, insert"

    area = ScopedForeignKey("areas.LocalAuthorityArea", related_name="+")
    programme = ScopedForeignKey("evaluations.Programme", related_name="+", null=True)
    choice = models.CharField(max_length=6, choices=ScopeChoice)
    visit_after = models.DateField(null=True)
    visit_before = models.DateField(null=True)
    reason = models.TextField()
    picture = models.JSONField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-at", "-id"]
        constraints = [
            models.CheckConstraint(name="a_planning_decision_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}: {self.choice}"
