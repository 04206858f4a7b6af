"""What happened: what the partnership tells, what it measures, and what the link inspector makes of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from followthrough.models.plans import PlannedAction
from followthrough.models.points import MainPointForAction
from followthrough.terms import ContactKind, OwnView
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class ProgressUpdate(InspectorateModel):
    """What a partnership says of a point on a day. Never the inspectorate's judgement.

    ``own_view`` is the partnership's own assessment, always with its reason. "done" with evidence
    (files) makes the point ready to be looked at. ``agency`` is for whom the person spoke.
    An update is not edited: a later one says what is so now.
    """

    application_may = "select, insert"

    point = ScopedForeignKey(MainPointForAction, related_name="updates", indexed=False)
    committee = ScopedForeignKey("areas.ChildProtectionCommittee", related_name="+")
    agency = models.CharField(max_length=150, blank=True, default="")
    text = models.TextField()
    own_view = models.CharField(max_length=8, choices=OwnView)
    own_reason = models.TextField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["inspectorate", "point", "-at"], name="updates_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(name="an_update_says_something", condition=~Q(text="")),
            models.CheckConstraint(name="an_own_view_has_a_reason", condition=~Q(own_reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.own_view}: {self.text[:60]}"


class UpdateFile(InspectorateModel):
    """A file that shows what an update says."""

    application_may = "select, insert"

    update = ScopedForeignKey(ProgressUpdate, related_name="files", indexed=False)
    file = ScopedForeignKey("evaluations.StoredFile", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "update", "file"], name="a_file_once_an_update"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} with {self.update_id}"


class Measure(InspectorateModel):
    """Something counted over time for a point. ``unit`` is shown after the value ("%", "cases");
    ``target`` is what the partnership aims at, ``lower_is_better`` which way that lies."""

    point = ScopedForeignKey(MainPointForAction, related_name="measures")
    action = ScopedForeignKey(PlannedAction, related_name="measures", null=True)
    title = models.CharField(max_length=200)
    unit = models.CharField(max_length=30, blank=True, default="")
    target = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    lower_is_better = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "point", "title"], name="one_measure_a_title"
            ),
            models.CheckConstraint(name="a_measure_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title


class MeasuredValue(InspectorateModel):
    """The value of a measure on a day. A later value for the same day replaces it (see history)."""

    measure = ScopedForeignKey(Measure, related_name="measured", indexed=False)
    on = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=3)
    update = ScopedForeignKey(ProgressUpdate, related_name="values", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "measure", "on"], name="one_value_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} on {self.on}"


class PointLook(InspectorateModel):
    """The link inspector looked at what the partnership says is done: whether there is enough for a
    follow-through inspection to look at, and what they told the committee. Never a judgement."""

    application_may = "select, insert"

    point = ScopedForeignKey(MainPointForAction, related_name="looks", indexed=False)
    enough = models.BooleanField()
    told = models.TextField(blank=True, default="")
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["at", "id"]
        indexes = [
            models.Index(fields=["inspectorate", "point", "-at"], name="looks_newest_first"),
        ]
        constraints = [
            models.CheckConstraint(
                name="not_enough_says_what_is_wanted", condition=Q(enough=True) | ~Q(told="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.enough}"


class LinkNote(InspectorateModel):
    """A link inspector's note on a point. The partnership sees it once it is shared, not before."""

    point = ScopedForeignKey(MainPointForAction, related_name="notes")
    text = models.TextField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)
    shared_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["at", "id"]
        constraints = [models.CheckConstraint(name="a_note_says_something", condition=~Q(text=""))]

    def __str__(self) -> str:
        return self.text[:60]


class Contact(InspectorateModel):
    """A visit to a committee or a contact with it, held or planned: the link inspector's diary.

    ``with_posts`` are posts, not names. ``said`` is empty for one that is still to come. A question
    that a committee asks is a contact in writing, made by its partner; ``answer`` is what the link
    inspector said to it, once.
    """

    committee = ScopedForeignKey("areas.ChildProtectionCommittee", related_name="+")
    kind = models.CharField(max_length=10, choices=ContactKind)
    on = models.DateField()
    at_time = models.TimeField(null=True)
    place = models.CharField(max_length=200, blank=True, default="")
    with_posts = models.CharField(max_length=300, blank=True, default="")
    about = models.CharField(max_length=200)
    said = models.TextField(blank=True, default="")
    cancelled_why = models.CharField(max_length=300, blank=True, default="")
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    answer = models.TextField(blank=True, default="", db_default=models.Value(""))
    answered_at = models.DateTimeField(null=True)
    answered_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.CheckConstraint(name="a_contact_is_about_something", condition=~Q(about="")),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.about}"


class HandOver(InspectorateModel):
    """A committee handed from one link inspector to the next, with what the next should know."""

    application_may = "select, insert"

    committee = ScopedForeignKey("areas.ChildProtectionCommittee", related_name="+")
    from_membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    to_membership = ScopedForeignKey("accounts.Membership", related_name="+")
    on = models.DateField()
    summary = models.TextField()
    stood = models.JSONField()
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-on", "-id"]
        constraints = [
            models.CheckConstraint(name="a_hand_over_has_a_summary", condition=~Q(summary="")),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} on {self.on}"
