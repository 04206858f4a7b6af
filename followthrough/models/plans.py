"""What the partnership undertook: joint action plans, improvement plans, and their versions."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from followthrough.models.points import MainPointForAction
from followthrough.terms import ActionState, DateAnswer, PlanAnswer, PlanStatus
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class ActionPlan(InspectorateModel):
    """A plan of a partnership.

    With an ``inspection``: the joint action plan for its main points, due by a working-day clock and
    accepted by the link inspector. With a ``committee`` instead: its own improvement plan beyond the
    main points, which nobody accepts. ``more_wanted`` is what the link inspector last asked for.
    """

    inspection = ScopedForeignKey(
        "evaluations.Inspection", related_name="+", null=True, indexed=False
    )
    committee = ScopedForeignKey(
        "areas.ChildProtectionCommittee", related_name="+", null=True, indexed=False
    )
    status = models.CharField(max_length=12, choices=PlanStatus, default=PlanStatus.DRAFT)
    due_on = models.DateField(null=True)
    more_wanted = models.TextField(blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection"],
                condition=Q(inspection__isnull=False),
                name="one_plan_an_inspection",
            ),
            models.UniqueConstraint(
                fields=["inspectorate", "committee"],
                condition=Q(committee__isnull=False),
                name="one_improvement_plan_a_committee",
            ),
            models.CheckConstraint(
                name="a_plan_is_for_points_or_of_a_committee",
                condition=Q(inspection__isnull=False, committee__isnull=True)
                | Q(inspection__isnull=True, committee__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"plan {self.pk}"


class PlanVersion(InspectorateModel):
    """A plan as it was sent, numbered and frozen, with the answer it got.

    ``content`` is the whole plan as data: its actions by point and who had agreed (see
    queries.plans.plan_content). Only the answer is written later, once.
    """

    plan = ScopedForeignKey(ActionPlan, related_name="versions", indexed=False)
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sent_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    answer = models.CharField(max_length=12, choices=PlanAnswer, default=PlanAnswer.WAITING)
    answer_text = models.TextField(blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "plan", "number"], name="one_plan_version_a_number"
            ),
            models.CheckConstraint(
                name="asking_for_more_says_what",
                condition=~Q(answer="more-wanted") | ~Q(answer_text=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} version {self.number}"


class PlannedAction(InspectorateModel):
    """One thing that the partnership undertakes.

    ``point`` is the main point it answers; an action of an improvement plan has an ``aim`` instead.
    ``lead_post`` is a post, never a person; ``services`` do it together. ``measure`` is what is
    counted, ``known_by`` how the partnership will know that it worked.
    """

    plan = ScopedForeignKey(ActionPlan, related_name="actions", indexed=False)
    point = ScopedForeignKey(MainPointForAction, related_name="actions", null=True)
    number = models.PositiveSmallIntegerField()
    aim = models.TextField(blank=True, default="")
    text = models.TextField()
    lead_post = models.CharField(max_length=150)
    services = ArrayField(models.CharField(max_length=200), default=list)
    due_on = models.DateField()
    resources = models.TextField(blank=True, default="")
    measure = models.TextField(blank=True, default="")
    known_by = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=ActionState, default=ActionState.NOT_STARTED)
    state_reason = models.TextField(blank=True, default="")
    done_on = models.DateField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "plan", "number"], name="one_action_a_number"
            ),
            models.CheckConstraint(name="an_action_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="an_action_dropped_says_why",
                condition=~Q(state="dropped") | ~Q(state_reason=""),
            ),
            models.CheckConstraint(
                name="an_action_done_has_its_day",
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text[:60]}"


class AgencyAgreement(InspectorateModel):
    """That an agency of the partnership agrees the plan. ``digest`` is of the actions it agreed, so
    that a later change shows that it agreed an earlier text. One row an agency and plan."""

    plan = ScopedForeignKey(ActionPlan, related_name="agreements", indexed=False)
    agency = models.CharField(max_length=150)
    asked_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, blank=True, default="")
    agreed_at = models.DateTimeField(null=True)
    agreed_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "plan", "agency"], name="one_agreement_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} on {self.plan_id}"


class DateChange(InspectorateModel):
    """Another date asked for an action of an accepted plan, why, and what was answered."""

    action = ScopedForeignKey(PlannedAction, related_name="date_changes")
    from_on = models.DateField()
    to_on = models.DateField()
    reason = models.TextField()
    asked_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    answer = models.CharField(max_length=8, choices=DateAnswer, default=DateAnswer.WAITING)
    answer_reason = models.TextField(blank=True, default="")
    answered_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    answered_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "action"],
                condition=Q(answer="waiting"),
                name="one_date_change_waits",
            ),
            models.CheckConstraint(name="another_date_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="a_refused_date_says_why",
                condition=~Q(answer="refused") | ~Q(answer_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action_id} to {self.to_on}"
