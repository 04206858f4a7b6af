"""The case sample: which cases, under which pseudonym, whose records were read, who was spoken to."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from evaluations.models.inspections import Inspection
from evaluations.terms import CaseCategory, ParticipantGroup
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class SamplePlan(InspectorateModel):
    """How many cases of a category are to be read, and the figures that this rests on.

    ``population`` cases in the area; ``confidence`` and ``margin`` in per cent; ``planned`` is what
    the team decided, with ``why`` where it differs from the calculation.
    """

    inspection = ScopedForeignKey(Inspection, related_name="sample_plans", indexed=False)
    category = models.CharField(max_length=30, choices=CaseCategory)
    population = models.PositiveIntegerField()
    confidence = models.DecimalField(max_digits=4, decimal_places=1)
    margin = models.DecimalField(max_digits=4, decimal_places=1)
    planned = models.PositiveIntegerField()
    why = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "category"], name="one_plan_a_category"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} of {self.inspection_id}"


class SampledCase(InspectorateModel):
    """A child's case that was drawn, known by its pseudonym alone (TV-C03).

    ``reader`` reads all services' records of this child, unless further readers are agreed.
    ``medical_wanted``: its medical notes need a medically qualified inspector. ``keyed_at``: since
    when it is known whom the pseudonym stands for; its history is the only one that a key has.
    """

    inspection = ScopedForeignKey(Inspection, related_name="sampled_cases", indexed=False)
    number = models.PositiveSmallIntegerField()
    pseudonym = models.CharField(max_length=20)
    category = models.CharField(max_length=30, choices=CaseCategory)
    reader = ScopedForeignKey("accounts.Membership", related_name="+", null=True, blank=True)
    medical_wanted = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True, default="")
    keyed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "id"], name="case_in_its_inspection"
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "number"], name="one_case_a_number"
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "pseudonym"], name="one_case_a_pseudonym"
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class FurtherReader(InspectorateModel):
    """Somebody who reads a case's records beside its reader, and why one is not enough."""

    sampled_case = ScopedForeignKey(SampledCase, related_name="further_readers", indexed=False)
    membership = ScopedForeignKey("accounts.Membership", related_name="+")
    why = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "sampled_case", "membership"], name="once_a_further_reader"
            ),
            models.CheckConstraint(name="a_further_reader_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} beside the reader of {self.sampled_case_id}"


class CaseKey(InspectorateModel):
    """Who a pseudonym stands for. Sealed: the database holds ciphertext only.

    ``name_digests`` are keyed digests of the words of the declared names, so that free text can be
    checked for them, offline too, without the names being there. No history keeps what a key said:
    removed, it is gone. That one was entered, replaced or removed is in the sampled case's history.
    """

    history: ClassVar[bool] = False

    sampled_case = ScopedForeignKey(SampledCase, related_name="+", indexed=False)
    sealed = models.TextField()
    name_digests = ArrayField(models.CharField(max_length=64), default=list)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "sampled_case"], name="one_key_a_case"),
        ]

    def __str__(self) -> str:
        return f"key of {self.sampled_case_id}"


class RecordReading(InspectorateModel):
    """One service's records of one sampled case were read: by whom, when."""

    sampled_case = ScopedForeignKey(SampledCase, related_name="readings")
    service = models.CharField(max_length=40)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    read_on = models.DateField()
    medical = models.BooleanField(default=False)
    client_key = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["read_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "sampled_case", "service", "membership", "medical"],
                name="read_once_by_a_person",
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "client_key"], name="one_reading_an_operation"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.service} of {self.sampled_case_id}"


class Participation(InspectorateModel):
    """How many children or family members were asked, agreed and came; counts, never who."""

    inspection = ScopedForeignKey(Inspection, related_name="participation", indexed=False)
    group = models.CharField(max_length=30, choices=ParticipantGroup)
    category = models.CharField(max_length=30, choices=CaseCategory)
    asked = models.PositiveIntegerField(default=0)
    consented = models.PositiveIntegerField(default=0)
    attended = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "group", "category"],
                name="one_count_a_group",
            ),
            models.CheckConstraint(
                name="no_more_came_than_agreed",
                condition=Q(consented__lte=F("asked")) & Q(attended__lte=F("consented")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} of {self.inspection_id}"
