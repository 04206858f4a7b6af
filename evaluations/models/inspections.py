"""Programmes and their inspections, each inspection's life and its team."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from evaluations.terms import InspectionKind, InspectionStatus, TeamRole
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Programme(InspectorateModel):
    """Inspections asked for together, under one framework edition by default.

    ``quantity_words`` are the words of quantity of its reports and national summaries, as
    indicators/rules/own_words.py reads them; empty: Education Scotland's.
    """

    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    edition = ScopedForeignKey("indicators.FrameworkEdition", related_name="programmes")
    commissioned_by = models.CharField(max_length=300, blank=True, default="")
    commissioning_request = models.TextField(blank=True, default="", db_default="")
    requested_on = models.DateField(null=True, blank=True)
    quantity_words = models.TextField(blank=True, default="", db_default="")
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


class ProgrammeArea(InspectorateModel):
    """An area that a programme is to inspect."""

    programme = ScopedForeignKey(Programme, related_name="areas", indexed=False)
    area = ScopedForeignKey("areas.LocalAuthorityArea", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "programme", "area"], name="once_in_a_programme"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id} in {self.programme_id}"


class Postponement(InspectorateModel):
    """Fieldwork put off (or brought forward): the dates before and after, who, when, why. A date is
    null where there was none, or is none any more."""

    application_may: ClassVar[str] = "select, insert"

    inspection = ScopedForeignKey(Inspection, related_name="postponements")
    before_from = models.DateField(null=True)
    before_to = models.DateField(null=True)
    after_from = models.DateField(null=True)
    after_to = models.DateField(null=True)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    why = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="postponed_dates_in_order", condition=Q(after_to__gte=F("after_from"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id} to {self.after_from}"


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
    """A person's place on an inspection; their access begins and ends with these dates.

    Recusal keeps the place on record and ends the access at once.
    """

    inspection = ScopedForeignKey(Inspection, related_name="team")
    membership = ScopedForeignKey("accounts.Membership", related_name="inspections")
    role = models.CharField(max_length=20, choices=TeamRole, default=TeamRole.INSPECTOR)
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    recused_at = models.DateTimeField(null=True)
    recused_why = models.TextField(blank=True, default="", db_default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="a_recusal_says_why", condition=Q(recused_at__isnull=True) | ~Q(recused_why="")
            ),
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
