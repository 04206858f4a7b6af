"""National summaries: compiled, numbered, kept; and the findings that people decided."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class NationalSummary(InspectorateModel):
    """One compiled version. ``content`` is the document without its version and time of compiling,
    as canonical JSON text: the same inputs give the same bytes."""

    history: ClassVar[bool] = False
    application_may: ClassVar[str] = "select, insert"

    programme = ScopedForeignKey("evaluations.Programme", related_name="summaries", indexed=False)
    number = models.PositiveIntegerField()
    as_at = models.DateField()
    content = models.TextField()
    inputs_sha256 = models.CharField(max_length=64)
    compiled_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    job = ScopedForeignKey("kernel.Job", related_name="+", null=True)
    compiled_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "programme", "number"], name="one_summary_a_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} version {self.number}"


class FindingDecision(InspectorateModel):
    """What a person decided about an indicator's national label, with the reason.

    ``finding`` is a code of the edition's findings, or empty for "no label".
    """

    programme = ScopedForeignKey("evaluations.Programme", related_name="findings", indexed=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+")
    finding = models.CharField(max_length=60, blank=True)
    reason = models.TextField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "programme", "indicator"], name="one_decision_an_indicator"
            ),
            models.CheckConstraint(name="a_decision_says_why", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id}: {self.finding or 'no label'}"
