"""Moderation: a second judgement given blind, what the panel decided, and threads of comments."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.inspections import Inspection
from evaluations.models.reports import ReportChapter
from evaluations.terms import ModerationStatus, ThreadState
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Moderation(InspectorateModel):
    """One round of moderation: it begins when the inspection is sent, and ends when changes are asked
    for or it is signed off.

    ``moderator`` is who took it, never somebody of the team. ``drawn_with`` says how the indicators
    for a second judgement were found: chosen by hand ("") or drawn, with the seed that repeats the
    draw.
    """

    inspection = ScopedForeignKey(Inspection, related_name="moderations", indexed=False)
    number = models.PositiveSmallIntegerField()
    status = models.CharField(
        max_length=14, choices=ModerationStatus, default=ModerationStatus.OPEN
    )
    moderator = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    drawn_with = models.CharField(max_length=60, blank=True, default="")
    opened_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)
    ended_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    ended_why = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "number"], name="one_moderation_a_round"
            ),
            models.CheckConstraint(
                name="an_ended_moderation_has_its_end",
                condition=Q(status="open", ended_at__isnull=True)
                | (~Q(status="open") & Q(ended_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"moderation {self.number} of {self.inspection_id}"


class SecondJudgement(InspectorateModel):
    """A moderator's own judgement of one indicator, from the evidence alone.

    Until it is given (``given_at``) the team's value is hidden from its author, and it is hidden
    from the team. ``team_level`` and ``team_non_grade`` are what the team's evaluation was at the
    moment it was given: what agreement is measured against, whatever changes later.
    """

    moderation = ScopedForeignKey(Moderation, related_name="judgements", indexed=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", indexed=False)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    level = models.PositiveSmallIntegerField(null=True)
    non_grade = models.CharField(max_length=40, null=True)
    reason = models.TextField(blank=True, default="")
    given_at = models.DateTimeField(null=True)
    team_level = models.PositiveSmallIntegerField(null=True)
    team_non_grade = models.CharField(max_length=40, null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "moderation", "indicator"], name="one_second_judgement"
            ),
            models.CheckConstraint(
                name="a_second_judgement_has_one_value",
                condition=Q(level__isnull=True) | Q(non_grade__isnull=True),
            ),
            models.CheckConstraint(
                name="a_given_judgement_has_a_value_and_a_reason",
                condition=Q(given_at__isnull=True)
                | (~Q(reason="") & (Q(level__isnull=False) | Q(non_grade__isnull=False))),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.moderation_id}"


class PanelDecision(InspectorateModel):
    """What was decided where the team and the moderator differ: the value, why, and by whom.

    ``panel`` are the memberships that took part; nobody decides alone on their own judgement.
    """

    moderation = ScopedForeignKey(Moderation, related_name="decisions", indexed=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", indexed=False)
    level = models.PositiveSmallIntegerField(null=True)
    non_grade = models.CharField(max_length=40, null=True)
    why = models.TextField()
    panel = ArrayField(models.BigIntegerField(), default=list)
    decided_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    decided_at = models.DateTimeField(db_default=Now())
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "moderation", "indicator"], name="one_panel_decision"
            ),
            models.CheckConstraint(
                name="a_panel_decision_has_one_value",
                condition=Q(level__isnull=True, non_grade__isnull=False)
                | Q(level__isnull=False, non_grade__isnull=True),
            ),
            models.CheckConstraint(name="a_panel_decision_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.moderation_id}"


class Thread(InspectorateModel):
    """A conversation about one evaluation or one paragraph of the draft, until it is resolved.

    Exactly one of ``indicator`` and ``chapter`` is given. ``paragraph`` is the number of the
    paragraph when the thread began and ``quoted`` its words then, by which it is found again after
    the text has changed. ``wants_change``: a request for change, which must be resolved before
    sign-off.
    """

    inspection = ScopedForeignKey(Inspection, related_name="threads")
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", null=True)
    chapter = ScopedForeignKey(ReportChapter, related_name="threads", null=True)
    paragraph = models.PositiveSmallIntegerField(null=True)
    quoted = models.TextField(blank=True, default="")
    wants_change = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=ThreadState, default=ThreadState.OPEN)
    begun_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    begun_at = models.DateTimeField(db_default=Now(), editable=False)
    resolved_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    resolved_at = models.DateTimeField(null=True)
    resolution = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="a_thread_is_about_one_thing",
                condition=Q(indicator__isnull=False, chapter__isnull=True)
                | Q(indicator__isnull=True, chapter__isnull=False),
            ),
            models.CheckConstraint(
                name="a_resolved_thread_has_its_time",
                condition=Q(state="open", resolved_at__isnull=True)
                | Q(state="resolved", resolved_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"thread {self.pk}"


class Comment(InspectorateModel):
    """One message in a thread. It is not edited; a mistake is answered by the next comment."""

    application_may: ClassVar[str] = "select, insert"

    thread = ScopedForeignKey(Thread, related_name="comments")
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    text = models.TextField()
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(name="a_comment_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text[:60]
