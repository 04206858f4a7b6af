"""Children's safety and privacy: concerns raised, case-level material read, identifiers left in."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.inspections import Inspection
from evaluations.models.samples import SampledCase
from evaluations.terms import ConcernStatus, ReadHow
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Concern(InspectorateModel):
    """A child at risk now: raised, acknowledged, and closed only with who was told and when.

    ``noticed_at`` is the clock of the person who raised it (offline: hours before it arrived),
    ``raised_at`` when it reached the inspectorate. ``routed_to`` are the memberships that were told;
    ``widened_at`` when everybody who handles concerns was, because nobody had acknowledged it.
    """

    inspection = ScopedForeignKey(Inspection, related_name="concerns", null=True, blank=True)
    sampled_case = ScopedForeignKey(SampledCase, related_name="+", null=True, blank=True)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    what = models.TextField()
    where = models.TextField(blank=True, default="")
    told_already = models.TextField(blank=True, default="")
    noticed_at = models.DateTimeField()
    raised_at = models.DateTimeField(db_default=Now(), editable=False)
    status = models.CharField(max_length=14, choices=ConcernStatus, default=ConcernStatus.RAISED)
    acknowledged_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    acknowledged_at = models.DateTimeField(null=True)
    told_whom = models.TextField(blank=True, default="")
    told_at = models.DateTimeField(null=True)
    outcome = models.TextField(blank=True, default="")
    closed_by = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    closed_at = models.DateTimeField(null=True)
    client_key = models.UUIDField(null=True)
    routed_to = ArrayField(models.BigIntegerField(), default=list, db_default=[])
    widened_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["inspectorate", "raised_at"],
                name="concerns_that_wait",
                condition=Q(status="raised"),
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "client_key"], name="one_concern_an_operation"
            ),
            models.CheckConstraint(
                name="closed_only_when_somebody_was_told",
                condition=~Q(status="closed") | (~Q(told_whom="") & Q(told_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"concern {self.pk}"


class ConcernRecipient(InspectorateModel):
    """Somebody to whom every concern goes at once, beside the inspection's lead inspector."""

    membership = ScopedForeignKey("accounts.Membership", related_name="+", indexed=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "membership"], name="once_a_recipient"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}"


class ConcernAdvice(InspectorateModel):
    """What the inspectorate itself says on the page of a child at risk now: whom to ring, at what
    hours. One row an inspectorate, or none."""

    text = models.TextField(blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["inspectorate"], name="one_advice_an_inspectorate"),
        ]

    def __str__(self) -> str:
        return self.text


class StatedPurpose(InspectorateModel):
    """Why somebody who is not on the team opens an inspection's case-level material, and until when."""

    application_may: ClassVar[str] = "select, insert"

    inspection = ScopedForeignKey(Inspection, related_name="+")
    membership = ScopedForeignKey("accounts.Membership", related_name="+")
    why = models.TextField()
    stated_at = models.DateTimeField(db_default=Now(), editable=False)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="a_purpose_says_why", condition=~Q(why="")),
        ]

    def __str__(self) -> str:
        return self.why


class CaseMaterialRead(InspectorateModel):
    """That case-level material was read: by whom, which records, how, for what purpose.

    ``what`` names the kind of record (``evidence``, ``sampled-case``, ``case-key``, ``file`` ...) and
    ``records`` their ids; ``token_id`` the API token that read, if one did. Without ``inspection``:
    a concern that belongs to none.
    """

    history: ClassVar[bool] = False
    application_may: ClassVar[str] = "select, insert"

    inspection = ScopedForeignKey(Inspection, related_name="reads", indexed=False, null=True)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    token_id = models.BigIntegerField(null=True)
    what = models.CharField(max_length=30)
    records = ArrayField(models.BigIntegerField())
    how = models.CharField(max_length=12, choices=ReadHow)
    purpose = models.TextField()
    request_id = models.TextField(blank=True, default="")
    at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["inspectorate", "inspection", "id"], name="reads_of_inspection"),
        ]

    def __str__(self) -> str:
        return f"{self.what} read {self.how}"


class KeptIdentifier(InspectorateModel):
    """An identifier that stays in free text, and why; for the data protection officer.

    The identifier itself is not copied here: ``kind`` says what it looks like, ``digest`` tells one
    from another, ``field`` and the record say where it is. ``removed_at``: no longer in the text.
    ``found_at``: it stood in a text already when a name was declared; ``why`` is empty until somebody
    says it.
    """

    inspection = ScopedForeignKey(Inspection, related_name="+", null=True)
    table_name = models.CharField(max_length=60)
    record_id = models.BigIntegerField()
    field = models.CharField(max_length=40)
    kind = models.CharField(max_length=30)
    digest = models.CharField(max_length=64)
    why = models.TextField()
    found_at = models.DateTimeField(null=True)
    membership = ScopedForeignKey("accounts.Membership", related_name="+", null=True)
    kept_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "table_name", "record_id", "field", "digest"],
                name="one_answer_an_identifier",
            ),
            models.CheckConstraint(
                name="a_kept_identifier_says_why",
                condition=~Q(why="") | Q(found_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} in {self.table_name} {self.record_id}"
