"""Main points for action and the progress judged on each at follow-through inspections."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from followthrough.terms import PointStatus
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel

_TEXTS = ArrayField(models.CharField(max_length=200))


class MainPointForAction(InspectorateModel):
    """What an inspection asked of the partnership of an area. One object from report to closure.

    ``indicator`` is the first it answers. ``indicator_codes`` are all of them and ``services`` the
    names of the services it speaks of, as the published report has them; both empty for a point that
    came in another way.
    """

    inspection = ScopedForeignKey(
        "evaluations.Inspection", related_name="main_points", indexed=False
    )
    number = models.PositiveSmallIntegerField()
    indicator = ScopedForeignKey(
        "indicators.QualityIndicator", related_name="main_points", null=True
    )
    indicator_codes = ArrayField(
        models.CharField(max_length=40), default=list, db_default=models.Value([], _TEXTS)
    )
    services = ArrayField(
        models.CharField(max_length=200), default=list, db_default=models.Value([], _TEXTS)
    )
    text = models.TextField()
    status = models.CharField(max_length=12, choices=PointStatus, default=PointStatus.OPEN)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "number"], name="one_point_a_number"
            ),
            models.CheckConstraint(name="a_point_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"


class Progress(InspectorateModel):
    """The inspectors' judgement of progress on one point, at one follow-through inspection."""

    point = ScopedForeignKey(MainPointForAction, related_name="progress", indexed=False)
    inspection = ScopedForeignKey("evaluations.Inspection", related_name="progress")
    level = models.PositiveSmallIntegerField(null=True)
    level_set = ArrayField(models.PositiveSmallIntegerField(), null=True)
    non_grade = models.CharField(max_length=40, null=True)
    rationale = models.TextField(blank=True, default="")
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
