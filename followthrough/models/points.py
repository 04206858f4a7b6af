"""Main points for action, by theme, and what became of each."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from followthrough.terms import PointStatus
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel

_TEXTS = ArrayField(models.CharField(max_length=200))


class Theme(InspectorateModel):
    """A theme of the inspectorate's own catalogue, by which main points are gathered and counted.

    A retired theme stays with the points that have it and is not offered for others.
    """

    code = models.CharField(max_length=40)
    title = models.CharField(max_length=150)
    description = models.TextField(blank=True, default="")
    position = models.PositiveSmallIntegerField(default=0)
    retired_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_theme_a_code"),
            models.CheckConstraint(name="a_theme_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class MainPointForAction(InspectorateModel):
    """What an inspection asked of the partnership of an area. One object from report to closure.

    The partnership owns it: the committee of the area, or of the areas that followed it. The point
    itself stays with the inspection that made it, so that its origin can always be told.
    ``lead_post`` is the post, never the person, that leads for the partnership. ``replaced_by`` is
    the point that took the place of a superseded one, where there is one.

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
    theme = ScopedForeignKey(Theme, related_name="points", null=True)
    lead_post = models.CharField(
        max_length=150, blank=True, default="", db_default=models.Value("")
    )
    replaced_by = ScopedForeignKey(
        "followthrough.MainPointForAction", related_name="replaces", null=True
    )
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


class PointMove(InspectorateModel):
    """One step in the life of a point: from which status to which, who, when and why.

    ``inspection`` is the follow-through inspection at which it was decided, where it was at one.
    """

    application_may: ClassVar[str] = "select, insert"

    point = ScopedForeignKey(MainPointForAction, related_name="moves")
    from_status = models.CharField(max_length=12, blank=True, choices=PointStatus)
    to_status = models.CharField(max_length=12, choices=PointStatus)
    reason = models.TextField(blank=True, default="")
    inspection = ScopedForeignKey("evaluations.Inspection", related_name="+", null=True)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                name="a_point_ends_with_a_judgement_or_a_reason",
                condition=~Q(to_status__in=["closed", "superseded"])
                | ~Q(reason="")
                | Q(inspection__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.to_status}"
