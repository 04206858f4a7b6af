"""When somebody was last on their start page, and up to when they have seen what others did."""

from typing import ClassVar

from django.db import models

from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class Visit(InspectorateModel):
    """``here_at``: the last opening of the page; ``seen_until``: what is newer is shown as new."""

    history: ClassVar[bool] = False

    membership = ScopedForeignKey("accounts.Membership", related_name="+", indexed=False)
    here_at = models.DateTimeField()
    seen_until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "membership"], name="one_visit_a_member"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id}: seen until {self.seen_until:%Y-%m-%d %H:%M}"
