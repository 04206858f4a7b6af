"""Framework editions. The edition's own text is kept as it was read; rows exist for what others
point at. An edition in use never changes (a trigger sees to it); it is superseded by another."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now

from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class FrameworkEdition(InspectorateModel):
    """One edition. ``text`` is its YAML as it was brought, to the byte; ``digest`` is the
    sha256 of that."""

    code = models.CharField(max_length=60)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200, blank=True, default="")
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    text = models.TextField()
    digest = models.CharField(max_length=64)
    superseded_by = ScopedForeignKey("self", related_name="supersedes", null=True)
    superseded_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-valid_from", "code"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_edition_a_code"),
        ]

    def __str__(self) -> str:
        return self.title


class QualityIndicator(InspectorateModel):
    """One indicator of one edition: its code means something only there."""

    history: ClassVar[bool] = True

    edition = ScopedForeignKey(FrameworkEdition, related_name="indicators", indexed=False)
    code = models.CharField(max_length=40)
    title = models.CharField(max_length=500)
    short_title = models.CharField(max_length=120, blank=True, default="")
    section_code = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    reference = models.BooleanField(default=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "edition", "code"], name="one_indicator_a_code"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
