"""Areas, the bodies that serve them, and how they belong together over time.

Every link has dates: an open ``from_on`` means "since before records began", an open ``to_on``
"until further notice"; ``to_on`` is the last day. Questions are asked "as at" a day.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from areas.rules.areas_file import GSS_CODE
from areas.terms import BodyKind, SuccessionKind
from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.managers import ScopedManager, ScopedQuerySet
from inspectorate.tenancy.models import InspectorateModel


def in_order(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(from_on__isnull=True) | Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
    )


def never_twice(name: str, *fields: str) -> ExclusionConstraint:
    """No two rows with the same ``fields`` may hold on the same day."""
    days = Func(
        F("from_on"),
        F("to_on"),
        models.Value("[]"),
        function="daterange",
        output_field=DateRangeField(),
    )
    return ExclusionConstraint(
        name=name,
        expressions=[
            ("inspectorate", RangeOperators.EQUAL),
            *((field, RangeOperators.EQUAL) for field in fields),
            (days, RangeOperators.OVERLAPS),
        ],
    )


class DatedQuerySet(ScopedQuerySet[Any]):
    def as_at(self, on: date) -> Self:
        """Those that hold on a day."""
        return self.filter(
            Q(from_on__isnull=True) | Q(from_on__lte=on), Q(to_on__isnull=True) | Q(to_on__gte=on)
        )


class DatedManager(ScopedManager.from_queryset(DatedQuerySet)):  # type: ignore[misc]
    """The guarded manager, with questions as at a day."""


class Dated(InspectorateModel):
    from_on = models.DateField(null=True, blank=True)
    to_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[DatedManager] = DatedManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class Body(Dated):
    """Anything with a name that serves areas. ``code`` is its own, or made from its name."""

    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class LocalAuthorityArea(Body):
    """The unit of inspection. ``pilot`` marks an area that took part in a pilot: left out of national
    figures, included in follow-through. ``gss_code`` is its nine-character code in the national
    statistics (Government Statistical Service), where it has one."""

    pilot = models.BooleanField(default=False)
    gss_code = models.CharField(max_length=9, null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_area_a_code"),
            models.UniqueConstraint(
                fields=["inspectorate", "gss_code"], name="one_area_a_gss_code"
            ),
            models.CheckConstraint(
                name="a_gss_code_is_a_letter_and_eight_digits",
                condition=Q(gss_code__isnull=True) | Q(gss_code__regex=GSS_CODE),
            ),
            in_order("area_dates_in_order"),
        ]


class ChildProtectionCommittee(Body):
    """Covers one area or several; answers for main points for action."""

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_committee_a_code"),
            models.UniqueConstraint(fields=["inspectorate", "name"], name="one_committee_a_name"),
            in_order("committee_dates_in_order"),
        ]


class HealthBoard(Body):
    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_board_a_code"),
            models.UniqueConstraint(fields=["inspectorate", "name"], name="one_board_a_name"),
            in_order("board_dates_in_order"),
        ]


class PoliceForce(Body):
    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_force_a_code"),
            models.UniqueConstraint(fields=["inspectorate", "name"], name="one_force_a_name"),
            in_order("force_dates_in_order"),
        ]


class ScrutinyBody(Body):
    """A body whose people inspect: the lead body or a partner, with succession over time."""

    leads = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_scrutiny_a_code"),
            models.UniqueConstraint(fields=["inspectorate", "name"], name="one_scrutiny_a_name"),
            in_order("scrutiny_dates_in_order"),
        ]


class ChiefOfficersGroup(Body):
    remit = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["inspectorate", "code"], name="one_group_a_code"),
            models.UniqueConstraint(fields=["inspectorate", "name"], name="one_group_a_name"),
            in_order("group_dates_in_order"),
        ]


class CommitteeArea(Dated):
    """An area belongs to at most one committee on any day."""

    committee = ScopedForeignKey(ChildProtectionCommittee, related_name="areas")
    area = ScopedForeignKey(LocalAuthorityArea, related_name="committees")

    class Meta:
        verbose_name = _("committee of an area")
        constraints = [
            in_order("committee_area_dates_in_order"),
            never_twice("one_committee_an_area_a_day", "area"),
        ]

    def __str__(self) -> str:
        return f"{self.committee_id} covers {self.area_id}"


class AreaHealthBoard(Dated):
    """An area may be served by several boards on the same day."""

    area = ScopedForeignKey(LocalAuthorityArea, related_name="health_boards")
    board = ScopedForeignKey(HealthBoard, related_name="areas")

    class Meta:
        verbose_name = _("health board of an area")
        constraints = [
            in_order("area_board_dates_in_order"),
            never_twice("area_board_once_a_day", "area", "board"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} serves {self.area_id}"


class AreaPoliceForce(Dated):
    area = ScopedForeignKey(LocalAuthorityArea, related_name="police_forces")
    force = ScopedForeignKey(PoliceForce, related_name="areas")

    class Meta:
        verbose_name = _("police force of an area")
        constraints = [
            in_order("area_force_dates_in_order"),
            never_twice("one_force_an_area_a_day", "area"),
        ]

    def __str__(self) -> str:
        return f"{self.force_id} serves {self.area_id}"


class ChiefOfficersGroupArea(Dated):
    group = ScopedForeignKey(ChiefOfficersGroup, related_name="areas")
    area = ScopedForeignKey(LocalAuthorityArea, related_name="chief_officers_groups")

    class Meta:
        verbose_name = _("chief officers’ group of an area")
        constraints = [
            in_order("group_area_dates_in_order"),
            never_twice("group_area_once_a_day", "area", "group"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} covers {self.area_id}"


class AreaSuccession(InspectorateModel):
    """One area followed another on a day: a merger has several predecessors, a split several
    successors."""

    predecessor = ScopedForeignKey(LocalAuthorityArea, related_name="successors")
    successor = ScopedForeignKey(LocalAuthorityArea, related_name="predecessors")
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "predecessor", "successor", "on"],
                name="one_area_succession",
            ),
            models.CheckConstraint(
                name="area_does_not_succeed_itself", condition=~Q(predecessor=F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} {self.kind} {self.successor_id}"


class CommitteeSuccession(InspectorateModel):
    predecessor = ScopedForeignKey(ChildProtectionCommittee, related_name="successors")
    successor = ScopedForeignKey(ChildProtectionCommittee, related_name="predecessors")
    kind = models.CharField(max_length=10, choices=SuccessionKind)
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "predecessor", "successor", "on"],
                name="one_committee_succession",
            ),
            models.CheckConstraint(
                name="committee_does_not_succeed_itself", condition=~Q(predecessor=F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} {self.kind} {self.successor_id}"


class LinkInspector(Dated):
    """Who follows a committee's main points for action; one person a committee on any day."""

    committee = ScopedForeignKey(ChildProtectionCommittee, related_name="link_inspectors")
    membership = ScopedForeignKey("accounts.Membership", related_name="linked_committees")

    class Meta:
        constraints = [
            in_order("link_inspector_dates_in_order"),
            never_twice("one_link_inspector_a_day", "committee"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} for {self.committee_id}"


class CommitteePartner(Dated):
    """A person who acts for a committee: its chair, lead officer, a chief officer."""

    committee = ScopedForeignKey(ChildProtectionCommittee, related_name="partners")
    membership = ScopedForeignKey("accounts.Membership", related_name="partner_of")
    agency = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        constraints = [
            in_order("partner_dates_in_order"),
            never_twice("partner_once_a_day", "committee", "membership"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} of {self.committee_id}"


class Holiday(InspectorateModel):
    """A day that is no working day beside the nation's bank holidays: in one area (a council's own
    holiday), or without an area everywhere (the inspectorate is closed)."""

    area = ScopedForeignKey(LocalAuthorityArea, related_name="holidays", null=True, blank=True)
    on = models.DateField()
    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspectorate", "area", "on"],
                name="one_holiday_a_day",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.name}"


@dataclass(frozen=True, slots=True)
class BodyShape:
    """How one kind of body is stored: its table, and the table of its links with areas.

    ``field`` is the link's reference to the body. A scrutiny body is not tied to areas: it has no
    links. ``exclusive``: an area has at most one of these on any day.
    """

    model: type[Body]
    link: type[Dated] | None = None
    field: str = ""
    exclusive: bool = False

    @property
    def linking(self) -> type[Dated]:
        """The table of links. Raises LookupError for a body that is not tied to areas."""
        if self.link is None:
            raise LookupError(f"{self.model.__name__} is not tied to areas.")
        return self.link


BODIES: Mapping[BodyKind, BodyShape] = MappingProxyType(
    {
        BodyKind.COMMITTEE: BodyShape(ChildProtectionCommittee, CommitteeArea, "committee", True),
        BodyKind.HEALTH_BOARD: BodyShape(HealthBoard, AreaHealthBoard, "board"),
        BodyKind.POLICE_FORCE: BodyShape(PoliceForce, AreaPoliceForce, "force", True),
        BodyKind.SCRUTINY_BODY: BodyShape(ScrutinyBody),
        BodyKind.CHIEF_OFFICERS_GROUP: BodyShape(
            ChiefOfficersGroup, ChiefOfficersGroupArea, "group"
        ),
    }
)
