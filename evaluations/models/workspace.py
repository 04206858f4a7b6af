"""Working without a network: the devices that hold work, and what they sent, each once."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from evaluations.models.inspections import Inspection
from evaluations.terms import OperationState
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Device(InspectorateModel):
    """A browser in which a person works offline. ``key`` is made by the browser.

    ``wiped_at``: the device has said that nothing is left on it.
    """

    history_ignores: ClassVar[tuple[str, ...]] = ("seen_at",)

    membership = ScopedForeignKey("accounts.Membership", related_name="+", indexed=False)
    key = models.UUIDField()
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_at = models.DateTimeField(db_default=Now())
    revoked_at = models.DateTimeField(null=True)
    wiped_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "membership", "key"], name="one_device_a_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ClientOperation(InspectorateModel):
    """One thing a person did on a device, received once, whatever happened to the network.

    ``request_digest`` tells a repeat from another operation under the same key. ``answer`` is given
    again to a repeat. ``payload`` is kept only while it waits to be settled (``clash``, ``refused``):
    so the text is here even when the laptop is not.
    """

    history: ClassVar[bool] = False

    membership = ScopedForeignKey("accounts.Membership", related_name="+", indexed=False)
    key = models.UUIDField()
    device_key = models.UUIDField()
    inspection = ScopedForeignKey(Inspection, related_name="+", null=True)
    kind = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    request_digest = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=OperationState)
    payload = models.JSONField(null=True)
    answer = models.JSONField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "membership", "key"], name="one_operation_a_key"
            ),
        ]
        indexes = [
            models.Index(
                fields=["inspectorate", "membership"],
                condition=Q(settled_at__isnull=True, state__in=["clash", "refused"]),
                name="operations_to_settle",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class Notice(InspectorateModel):
    """Something a person must be told: that somebody's text met theirs, or replaced it."""

    history: ClassVar[bool] = False

    membership = ScopedForeignKey("accounts.Membership", related_name="+")
    inspection = ScopedForeignKey(Inspection, related_name="+", null=True)
    about = models.CharField(max_length=60)
    text = models.CharField(max_length=400)
    page = models.CharField(max_length=300)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.text
