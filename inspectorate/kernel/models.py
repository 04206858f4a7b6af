"""History, jobs, the outbox and the answers kept for repeated requests."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from inspectorate.kernel.terms import JobState
from inspectorate.kernel.transactions import CurrentTransaction, TransactionField
from inspectorate.tenancy.models import InspectorateModel


class HistoryEntry(InspectorateModel):
    """One change of one record, written by a trigger; the application can read it and no more.

    ``row_data`` is the record after the change (before it, for a deletion). ``digest`` chains the
    entries of one record: sha256 over the digest before and everything in this entry.
    """

    history: ClassVar[bool] = False
    application_may: ClassVar[str] = "select"

    table_name = models.TextField()
    record_id = models.BigIntegerField()
    operation = models.CharField(max_length=1)
    row_data = models.JSONField()
    at = models.DateTimeField()
    person_id = models.BigIntegerField(null=True)
    why = models.TextField()
    request_id = models.TextField()
    purpose = models.TextField()
    digest = models.BinaryField()

    class Meta:
        db_table = "kernel_history"
        indexes = [
            models.Index(
                fields=["inspectorate", "table_name", "record_id", "id"], name="history_of_record"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation} {self.table_name} {self.record_id}"


class Job(InspectorateModel):
    """Work done in the background, as a row: what it is, how far it is, what came of it.

    ``subject`` is what the job is about (a programme's code): two jobs of one kind and subject
    never run at once. ``attempt`` is a fencing token: a worker that was taken for dead and comes
    back cannot store anything, because its attempt is no longer the job's.
    """

    history: ClassVar[bool] = False

    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    parameters = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.QUEUED)
    step = models.CharField(max_length=200, blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True, default="")
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    started_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "kind", "subject"],
                condition=models.Q(state__in=["queued", "running"]),
                name="one_job_at_a_time",
            ),
            models.CheckConstraint(
                name="job_ended_has_time",
                condition=models.Q(state__in=["queued", "running"], ended_at__isnull=True)
                | models.Q(state__in=["done", "failed"], ended_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}: {self.state}"


class OutboxMessage(InspectorateModel):
    """A task to be started, committed together with the change that asks for it.

    Delivered at least once by the relay; holds a task's name and ids, never content.
    """

    history: ClassVar[bool] = False
    policies: ClassVar[tuple[str, ...]] = (
        'create policy "{name}" on "{table}" to inspectorate_relay using (true)',
    )

    task = models.CharField(max_length=200)
    arguments = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "kernel_outbox"
        indexes = [
            models.Index(
                fields=["id"],
                condition=models.Q(delivered_at__isnull=True),
                name="outbox_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task} {self.arguments}"


class Mail(InspectorateModel):
    """A message to one member, sent once for its ``key``, after the change it tells of was committed.

    A sentence and a link: never anything of a child's case.
    """

    history: ClassVar[bool] = False

    key = models.CharField(max_length=200)
    member_id = models.BigIntegerField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    queued_at = models.DateTimeField(db_default=Now(), editable=False)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "key", "member_id"], name="one_mail_a_person_and_key"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} to {self.member_id}"


class KeptAnswer(InspectorateModel):
    """The first answer to a request that carried an Idempotency-Key, given again when it is repeated."""

    history: ClassVar[bool] = False

    token_id = models.BigIntegerField()
    key = models.CharField(max_length=200)
    request_digest = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "token_id", "key"], name="one_answer_a_key"
            ),
        ]

    def __str__(self) -> str:
        return self.key


class Event(InspectorateModel):
    """That something happened to a record of a collection, for other systems to follow. Only added.

    ``written_in`` is the transaction that wrote it: events are read in the order of transactions, and
    only once no older transaction is under way, so that none is passed over.
    """

    history: ClassVar[bool] = False
    application_may: ClassVar[str] = "select, insert, update (written_in)"

    kind = models.CharField(max_length=60)
    collection = models.CharField(max_length=40)
    subject = models.CharField(max_length=40)
    at = models.DateTimeField(db_default=Now(), editable=False)
    written_in = TransactionField(db_default=CurrentTransaction(), editable=False)

    class Meta:
        indexes = [
            models.Index(fields=["inspectorate", "written_in", "id"], name="events_as_written"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"
