"""The inspectorate (the tenant) and what every table that belongs to one has in common."""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from inspectorate.tenancy.managers import ScopedManager, claim

OPEN_LICENCE = (
    "Open Government Licence v3.0",
    "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
)
"""What public bodies of the United Kingdom publish under unless they say otherwise."""


class Inspectorate(models.Model):
    """One inspectorate: its name, its address, its clock, and what must be said on every page.

    ``notice`` is shown on every page (for a demonstration: that the areas are fictional);
    ``attribution`` is shown with published figures (source and licence).
    ``licence_name`` and ``licence_address`` say under which licence its open data may be used again,
    ``area_scheme`` by whom the codes of its areas were given; empty: by the inspectorate itself.
    ``nation`` says whose bank holidays count (scotland, england-and-wales, northern-ireland).
    ``accuracy_days`` is how many working days a partnership has for a draft, unless said otherwise.
    ``session_hours`` ends a sign-in; ``offline_hours`` is how long work may stay on a device.
    """

    id = models.AutoField(primary_key=True)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=200)
    time_zone = models.CharField(max_length=60, default="Europe/London")
    language = models.CharField(max_length=10, default="en-gb")
    nation = models.CharField(max_length=20, default="scotland", db_default="scotland")
    accuracy_days = models.PositiveSmallIntegerField(default=15, db_default=15)
    notice = models.TextField(blank=True, default="")
    attribution = models.TextField(blank=True, default="")
    licence_name = models.CharField(
        max_length=200, blank=True, default=OPEN_LICENCE[0], db_default=OPEN_LICENCE[0]
    )
    licence_address = models.CharField(
        max_length=300, blank=True, default=OPEN_LICENCE[1], db_default=OPEN_LICENCE[1]
    )
    area_scheme = models.CharField(max_length=200, blank=True, default="", db_default="")
    demonstration = models.BooleanField(default=False)
    session_hours = models.PositiveSmallIntegerField(default=12)
    offline_hours = models.PositiveSmallIntegerField(default=96, db_default=96)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                name="inspectorate_slug_is_not_an_address_of_the_product",
                condition=~models.Q(
                    slug__in=["accounts", "api", "health", "static", "operator", "media", "public"]
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class InspectorateModel(models.Model):
    """A table that belongs to an inspectorate.

    ``history`` keeps every change by trigger; ``history_ignores`` names columns whose change alone
    is not worth an entry (the time a token was last used); ``policies`` are further row level
    security policies, as ``create policy`` statements with ``{table}``.
    """

    history: ClassVar[bool] = True
    history_ignores: ClassVar[tuple[str, ...]] = ()
    policies: ClassVar[tuple[str, ...]] = ()
    application_may: ClassVar[str] = "select, insert, update, delete"

    id = models.BigAutoField(primary_key=True)
    inspectorate = models.ForeignKey(
        Inspectorate, models.PROTECT, related_name="+", editable=False, db_index=False
    )

    objects = ScopedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuses another inspectorate's row; nothing else happens here."""
        claim(self)
        super().save(*args, **kwargs)
