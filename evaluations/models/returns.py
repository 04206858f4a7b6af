"""The pre-inspection return: what the partnership as a whole is asked before fieldwork."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.files import StoredFile
from evaluations.models.inspections import Inspection, Programme
from evaluations.terms import ReturnStatus
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class ReturnQuestion(InspectorateModel):
    """A section that a programme's returns have. A programme without its own asks the usual ones."""

    programme = ScopedForeignKey(Programme, related_name="return_questions")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    guidance = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class PreInspectionReturn(InspectorateModel):
    """One return, asked of the committee for the partnership as a whole."""

    inspection = ScopedForeignKey(Inspection, related_name="returns", indexed=False)
    committee = ScopedForeignKey("areas.ChildProtectionCommittee", related_name="+")
    status = models.CharField(max_length=12, choices=ReturnStatus, default=ReturnStatus.ASKED)
    due_on = models.DateField()
    note = models.TextField(blank=True, default="")
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True)
    sent_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection"], name="one_return_an_inspection"
            ),
        ]

    def __str__(self) -> str:
        return f"return of {self.inspection_id}"


class ReturnSection(InspectorateModel):
    """One section of a return: what is asked, what the partnership answers, whether it is done."""

    of_return = ScopedForeignKey(PreInspectionReturn, related_name="sections")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    guidance = models.TextField(blank=True, default="")
    answer = models.TextField(blank=True, default="")
    complete = models.BooleanField(default=False)
    more_wanted = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class ReturnFile(InspectorateModel):
    section = ScopedForeignKey(ReturnSection, related_name="files", indexed=False)
    file = ScopedForeignKey(StoredFile, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "section", "file"], name="once_in_a_section"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} in {self.section_id}"


class Reminder(InspectorateModel):
    """That one person was reminded of one thing for one date, so that nobody is reminded twice."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=120)
    membership = ScopedForeignKey("accounts.Membership", related_name="+")
    for_on = models.DateField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "kind", "subject", "membership", "for_on"],
                name="reminded_once",
            ),
            models.CheckConstraint(name="a_reminder_of_something", condition=~Q(subject="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject} {self.for_on}"
