"""What must be known of people to put them on a team: where they come from, interests, absences."""

from django.db import models
from django.db.models import F, Q

from evaluations.models.inspections import Inspection
from evaluations.terms import Discipline
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel


class InspectorProfile(InspectorateModel):
    """A person's home scrutiny body, discipline, home area and employer; one for each membership."""

    membership = ScopedForeignKey("accounts.Membership", related_name="+", indexed=False)
    discipline = models.CharField(max_length=30, choices=Discipline, blank=True, default="")
    home_body = ScopedForeignKey("areas.ScrutinyBody", related_name="+", null=True, blank=True)
    home_area = ScopedForeignKey(
        "areas.LocalAuthorityArea", related_name="+", null=True, blank=True
    )
    employer = models.CharField(max_length=200, blank=True, default="")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "membership"], name="one_profile_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"profile of {self.membership_id}"


class DeclaredInterest(InspectorateModel):
    """Something that stands between a person and an area: a former post, family, a business.

    An interest in an area (``area``) or an organisation (``organisation``), or both; it holds
    between its dates, for good without an end.
    """

    membership = ScopedForeignKey("accounts.Membership", related_name="+")
    area = ScopedForeignKey("areas.LocalAuthorityArea", related_name="+", null=True, blank=True)
    organisation = models.CharField(max_length=200, blank=True, default="")
    nature = models.TextField()
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="an_interest_in_something",
                condition=Q(area__isnull=False) | ~Q(organisation=""),
            ),
            models.CheckConstraint(
                name="interest_dates_in_order",
                condition=Q(from_on__isnull=True)
                | Q(to_on__isnull=True)
                | Q(to_on__gte=F("from_on")),
            ),
        ]

    def __str__(self) -> str:
        return self.nature


class Absence(InspectorateModel):
    """Days on which a person cannot be planned in; why is theirs and not kept."""

    membership = ScopedForeignKey("accounts.Membership", related_name="+")
    from_on = models.DateField()
    to_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                name="absence_dates_in_order", condition=Q(to_on__gte=F("from_on"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} to {self.to_on}"


class IndicatorAllocation(InspectorateModel):
    """An indicator given to a member of the team to look after."""

    inspection = ScopedForeignKey(Inspection, related_name="allocations", indexed=False)
    indicator = ScopedForeignKey("indicators.QualityIndicator", related_name="+", indexed=False)
    membership = ScopedForeignKey("accounts.Membership", related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "inspection", "indicator", "membership"],
                name="given_to_a_person_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} to {self.membership_id}"


class CalendarFeed(InspectorateModel):
    """A secret address under which a person's own calendar program reads their calendar.

    Only the digest is kept; a new address ends the old one.
    """

    membership = ScopedForeignKey("accounts.Membership", related_name="+", indexed=False)
    digest = models.CharField(max_length=64)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "membership"], name="one_feed_a_person"
            ),
            models.UniqueConstraint(fields=["inspectorate", "digest"], name="feed_by_digest"),
        ]

    def __str__(self) -> str:
        return f"calendar of {self.membership_id}"


class Service(InspectorateModel):
    """A service to children, in this inspectorate's own words. None of its own: the usual ones."""

    code = models.CharField(max_length=40)
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "code"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_service_a_code"),
        ]

    def __str__(self) -> str:
        return self.name
