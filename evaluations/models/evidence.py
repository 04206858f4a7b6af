"""Evidence: what was read, heard or seen, and the indicators it bears on."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.files import StoredFile
from evaluations.models.inspections import Inspection
from evaluations.models.samples import SampledCase
from evaluations.terms import Bearing, LevelOfService, SourceKind
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Evidence(InspectorateModel):
    """One piece of evidence. ``number`` counts within the inspection and makes its reference (E12).

    ``happened_on`` is the date of what was read, heard or seen, apart from when it was entered.
    ``quote`` is somebody's own words, unattributed. ``medical``: drawn from medical records.
    ``indicator_codes`` says which indicators it bears on, in its own history; ``EvidenceIndicator``
    says the same to whoever counts by indicator, written by the same operation.
    ``return_section`` and ``return_file`` are what of the pre-inspection return it was made from.
    ``client_key`` is the key of the operation that brought it, so that it comes once.
    """

    policies: ClassVar[tuple[str, ...]] = (
        'create policy "{name}" on "{table}" for select to inspectorate_relay using (true)',
    )

    inspection = ScopedForeignKey(Inspection, related_name="evidence", indexed=False)
    number = models.PositiveIntegerField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    bearing = models.CharField(max_length=12, choices=Bearing)
    source_kind = models.CharField(max_length=20, choices=SourceKind)
    level_of_service = models.CharField(max_length=12, choices=LevelOfService)
    services = ArrayField(models.CharField(max_length=40), default=list)
    happened_on = models.DateField()
    sampled_case = ScopedForeignKey(
        SampledCase, related_name="evidence", null=True, blank=True, along=("inspection",)
    )
    medical = models.BooleanField(default=False)
    text = models.TextField()
    quote = models.TextField(blank=True, default="")
    tags = ArrayField(models.CharField(max_length=40), default=list)
    indicator_codes = ArrayField(models.CharField(max_length=60), default=list)
    return_section = ScopedForeignKey("evaluations.ReturnSection", related_name="+", null=True)
    return_file = ScopedForeignKey(StoredFile, related_name="+", null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.TextField(blank=True, default="")
    client_key = models.UUIDField(null=True)
    version = models.PositiveIntegerField(default=1)
    entered_at = models.DateTimeField(db_default=Now(), editable=False)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "number"], name="one_evidence_a_number"
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "id"], name="evidence_in_its_inspection"
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "client_key"], name="one_evidence_an_operation"
            ),
            models.CheckConstraint(name="evidence_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="a_withdrawal_says_why",
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_why=""),
            ),
        ]
        indexes = [
            GinIndex(SearchVector("text", "quote", config="english"), name="evidence_search")
        ]

    def __str__(self) -> str:
        return f"E{self.number}"


class EvidenceIndicator(InspectorateModel):
    """That a piece of evidence bears on an indicator."""

    evidence = ScopedForeignKey(
        Evidence, related_name="indicators", indexed=False, along=("inspection",)
    )
    inspection = ScopedForeignKey(Inspection, related_name="+", indexed=False, constrained=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", indexed=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "evidence", "indicator"], name="bears_on_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["inspectorate", "inspection", "indicator", "evidence"],
                name="evidence_of_indicator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} on {self.indicator_id}"


class EvidenceFile(InspectorateModel):
    evidence = ScopedForeignKey(Evidence, related_name="files", indexed=False)
    file = ScopedForeignKey(StoredFile, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "evidence", "file"], name="once_on_evidence"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} on {self.evidence_id}"
