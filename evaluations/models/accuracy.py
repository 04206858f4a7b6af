"""The findings discussed with the services, and the factual accuracy of the draft."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from evaluations.models.files import StoredFile
from evaluations.models.inspections import Inspection
from evaluations.models.reports import ReportDraft
from evaluations.terms import AccuracyStatus, CommentAbout, CommentDecision, ExtensionDecision
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class FindingsDiscussion(InspectorateModel):
    """A meeting at which the findings were discussed with the services: when, where, what was said."""

    inspection = ScopedForeignKey(Inspection, related_name="discussions")
    held_on = models.DateField()
    place = models.CharField(max_length=200, blank=True, default="")
    record = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["held_on", "id"]

    def __str__(self) -> str:
        return f"{self.inspection_id} on {self.held_on}"


class DiscussionAttendance(InspectorateModel):
    """Who was asked to the meeting, by service and post, never by name, and whether they came."""

    discussion = ScopedForeignKey(FindingsDiscussion, related_name="attendance", indexed=False)
    service = models.CharField(max_length=40)
    post = models.CharField(max_length=150)
    present = models.BooleanField(default=True)
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "discussion", "service", "post"], name="once_at_a_meeting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} ({self.service})"


class AccuracyRound(InspectorateModel):
    """One time that a draft is with the partnership, against a clock of working days.

    ``draft`` is what they read and never changes; ``due_on`` is the last working day, moved only by
    an extension. The return is one for the whole partnership, whoever wrote its comments.
    ``settled_why`` is given when the inspectorate went on without a return; ``shown_at``: since when
    the partnership sees what changed, be the report published or not.
    """

    inspection = ScopedForeignKey(Inspection, related_name="accuracy_rounds", indexed=False)
    number = models.PositiveSmallIntegerField()
    draft = ScopedForeignKey(ReportDraft, related_name="+")
    committee = ScopedForeignKey("areas.ChildProtectionCommittee", related_name="+")
    status = models.CharField(max_length=10, choices=AccuracyStatus, default=AccuracyStatus.OPEN)
    working_days = models.PositiveSmallIntegerField()
    sent_on = models.DateField()
    due_on = models.DateField()
    sent_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    returned_at = models.DateTimeField(null=True)
    returned_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    covering_note = models.TextField(blank=True, default="")
    settled_at = models.DateTimeField(null=True)
    settled_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    settled_why = models.TextField(blank=True, default="")
    shown_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "number"], name="one_accuracy_a_round"
            ),
            models.CheckConstraint(
                name="a_draft_is_due_after_it_was_sent", condition=Q(due_on__gte=F("sent_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"factual accuracy {self.number} of {self.inspection_id}"


class AccuracyExtension(InspectorateModel):
    """More time asked for, with its reason, and what was decided."""

    accuracy_round = ScopedForeignKey(AccuracyRound, related_name="extensions")
    asked_for = models.DateField()
    why = models.TextField()
    asked_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    decision = models.CharField(
        max_length=8, choices=ExtensionDecision, default=ExtensionDecision.WAITING
    )
    decided_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    decided_why = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "accuracy_round"],
                condition=Q(decision="waiting"),
                name="one_extension_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"until {self.asked_for}"


class AccuracyComment(InspectorateModel):
    """What one agency says about one paragraph of the draft, and what the inspectorate made of it.

    ``paragraph`` is the number shown beside the draft's paragraph ("2.3"), ``quoted`` the words of it
    that the comment is about: some, or all of them.
    ``agency`` is the code of the service that speaks. A decision says why, an acceptance too.
    """

    accuracy_round = ScopedForeignKey(AccuracyRound, related_name="comments")
    paragraph = models.CharField(max_length=20)
    quoted = models.TextField(blank=True, default="")
    agency = models.CharField(max_length=40)
    about = models.CharField(max_length=10, choices=CommentAbout, default=CommentAbout.FACT)
    text = models.TextField()
    proposed = models.TextField(blank=True, default="")
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    written_at = models.DateTimeField(db_default=Now(), editable=False)
    decision = models.CharField(
        max_length=10, choices=CommentDecision, default=CommentDecision.WAITING
    )
    answer = models.TextField(blank=True, default="")
    decided_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    decided_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_decision_on_a_comment_says_why",
                condition=Q(decision="waiting") | ~Q(answer=""),
            ),
            models.CheckConstraint(name="an_accuracy_comment_has_words", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph}: {self.text[:60]}"


class AccuracyFile(InspectorateModel):
    """A file that supports a comment."""

    comment = ScopedForeignKey(AccuracyComment, related_name="files", indexed=False)
    file = ScopedForeignKey(StoredFile, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "comment", "file"], name="once_with_a_comment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} with {self.comment_id}"
