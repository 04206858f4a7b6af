"""What a partnership says of itself, and the rules by which an inspectorate follows up."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from followthrough.terms import ReminderAbout, ReminderTo, SelfEvaluationStatus
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class SelfEvaluation(InspectorateModel):
    """A committee's evaluation of one of its areas by itself, on an edition's own scale, as on a day.

    Never published without consent: ``consent_at`` is when the committee gave it. Compared per
    indicator with the last inspection; it never counts as an inspectorate's evaluation.
    """

    committee = ScopedForeignKey("areas.ChildProtectionCommittee", related_name="+")
    area = ScopedForeignKey("areas.LocalAuthorityArea", related_name="+")
    edition = ScopedForeignKey("indicators.FrameworkEdition", related_name="+")
    title = models.CharField(max_length=150)
    on = models.DateField()
    status = models.CharField(
        max_length=10, choices=SelfEvaluationStatus, default=SelfEvaluationStatus.DRAFT
    )
    finished_at = models.DateTimeField(null=True)
    consent_at = models.DateTimeField(null=True)
    consent_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(name="a_self_evaluation_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(
                name="consent_is_to_something_finished",
                condition=Q(consent_at__isnull=True) | Q(status="finished"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.on}"


class SelfEvaluationValue(InspectorateModel):
    """The value of one indicator in a self-evaluation: a level, several where they do not know more,
    or the edition's reason for none; empty while it is not said."""

    self_evaluation = ScopedForeignKey(SelfEvaluation, related_name="values", indexed=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+")
    level = models.PositiveSmallIntegerField(null=True)
    level_set = ArrayField(models.PositiveSmallIntegerField(), null=True)
    non_grade = models.CharField(max_length=40, null=True)
    rationale = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "self_evaluation", "indicator"],
                name="one_self_value_an_indicator",
            ),
            models.CheckConstraint(
                name="one_kind_of_self_value",
                condition=Q(level__isnull=True, level_set__isnull=True)
                | Q(level__isnull=True, non_grade__isnull=True)
                | Q(level_set__isnull=True, non_grade__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} in {self.self_evaluation_id}"


class FollowingRules(InspectorateModel):
    """How an inspectorate follows up: its clocks. One row an inspectorate; without it the defaults.

    ``plan_working_days`` from publication to the joint action plan; ``silent_days`` without a word
    make a point silent; ``soon_days`` before its date a point is due soon; ``stuck_reports`` updates
    with the same "stuck" view make it stuck; ``escalation_days`` after a date has passed the post
    ``escalation_post`` (``escalate_to`` is who holds it) is told.
    """

    plan_working_days = models.PositiveSmallIntegerField(default=40)
    silent_days = models.PositiveSmallIntegerField(default=90)
    soon_days = models.PositiveSmallIntegerField(default=28)
    stuck_reports = models.PositiveSmallIntegerField(default=1)
    escalation_days = models.PositiveSmallIntegerField(default=21)
    escalation_post = models.CharField(max_length=150, blank=True, default="")
    escalate_to = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate"], name="one_set_of_following_rules"),
            models.CheckConstraint(
                name="following_rules_in_bounds",
                condition=Q(plan_working_days__range=(1, 400))
                & Q(silent_days__range=(1, 1000))
                & Q(soon_days__range=(1, 365))
                & Q(stuck_reports__range=(1, 20))
                & Q(escalation_days__range=(1, 365)),
            ),
        ]

    def __str__(self) -> str:
        return "rules of following up"


class ReminderRule(InspectorateModel):
    """When somebody is reminded: ``days`` before (``before-due``), after (``overdue``) or without a
    word (``silent``); 0 days with ``due``. ``every`` repeats it each so many days, 0 never."""

    about = models.CharField(max_length=12, choices=ReminderAbout)
    days = models.PositiveSmallIntegerField()
    every = models.PositiveSmallIntegerField(default=0)
    to = models.CharField(max_length=12, choices=ReminderTo)
    active = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["about", "days", "to"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "about", "days", "to"], name="one_reminder_rule_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.days} {self.to}"


class PointReminder(InspectorateModel):
    """That a person was reminded of a thing, for the day it was due to be said. Once.

    ``subject`` is a point, an action or a plan ("point-12", "action-7", "plan-3"; "point-12:2" when it
    was asked by hand a second time that day), ``point`` the main point concerned (None for a plan).
    ``asked_by`` is the person who sent it by hand and ``text`` their sentence; a rule has neither.
    """

    application_may = "select, insert"

    about = models.CharField(max_length=12, choices=ReminderAbout)
    subject = models.CharField(max_length=40)
    point = ScopedForeignKey(
        "followthrough.MainPointForAction", related_name="reminders", null=True
    )
    membership = ScopedForeignKey("accounts.Membership", related_name="+")
    for_on = models.DateField()
    asked_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    text = models.CharField(max_length=500, blank=True, default="", db_default=models.Value(""))
    sent_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "subject", "about", "membership", "for_on"],
                name="point_reminded_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.about} {self.subject} {self.for_on}"
