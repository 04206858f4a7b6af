"""Areas, committees and people of a simulated inspectorate, and how they change over the years."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password

from areas.operations import (
    NewBody,
    add_partner,
    assign_link_inspector,
    edit_body,
    link_body,
    record_area_succession,
    record_committee_succession,
)
from areas.terms import BodyKind, SuccessionKind
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids

Area: Any = apps.get_model("areas", "LocalAuthorityArea")
Committee: Any = apps.get_model("areas", "ChildProtectionCommittee")
CommitteeArea: Any = apps.get_model("areas", "CommitteeArea")
CommitteePartner: Any = apps.get_model("areas", "CommitteePartner")
LinkInspector: Any = apps.get_model("areas", "LinkInspector")
AreaSuccession: Any = apps.get_model("areas", "AreaSuccession")
User: Any = apps.get_model("accounts", "User")
Membership: Any = apps.get_model("accounts", "Membership")
COMMITTEE = BodyKind.COMMITTEE
SHARED = 10
"""Every so many-th committee covers two areas."""
FOLLOWED_EACH = 20
"""Committees that a link inspector follows, about."""


@dataclass
class People:
    """Memberships: link inspectors, and the partner of each committee made at the beginning."""

    links: list[Any]
    partners: list[Any]


@dataclass
class Changes:
    """How often the structure changed, by kind."""

    counts: dict[str, int] = field(default_factory=dict)

    def did(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1


def make_people(slug: str, links: int, partners: int) -> People:
    """People who can never sign in: they have no password, and their addresses lead nowhere."""
    roles = [(Role.LINK_INSPECTOR, n) for n in range(links)]
    roles += [(Role.COMMITTEE_PARTNER, n) for n in range(partners)]
    users = User.objects.bulk_create(
        User(
            email=f"{role}-{n}@{slug}.example",
            display_name=f"{role.label} {n + 1}",
            password=make_password(None),
        )
        for role, n in roles
    )
    made = Membership.objects.bulk_create(
        Membership(user=user, roles=[str(role)])
        for user, (role, _n) in zip(users, roles, strict=True)
    )
    return People(made[:links], made[links:])


def make_places(slug: str, areas: int, rng: Random) -> tuple[list[Any], list[Any], People]:
    """Areas, committees and people as the years begin; areas before committees, in order."""
    made = Area.objects.bulk_create(
        Area(code=f"A{n:03}", name=f"Simulated area {n:03}") for n in range(1, areas + 1)
    )
    shares = [min(n - n // SHARED, areas) for n in range(areas)]
    wanted = sorted(set(shares))
    committees = Committee.objects.bulk_create(
        Committee(code=f"C{n:03}", name=f"Simulated committee {n:03}")
        for n in range(1, len(wanted) + 1)
    )
    people = make_people(slug, max(2, len(committees) // FOLLOWED_EACH), len(committees))
    CommitteeArea.objects.bulk_create(
        CommitteeArea(area=area, committee=committees[wanted.index(share)])
        for area, share in zip(made, shares, strict=True)
    )
    LinkInspector.objects.bulk_create(
        LinkInspector(committee=one, membership=rng.choice(people.links)) for one in committees
    )
    CommitteePartner.objects.bulk_create(
        CommitteePartner(committee=one, membership=partner, agency="Social work")
        for one, partner in zip(committees, people.partners, strict=True)
    )
    return made, committees, people


@dataclass
class Remaking:
    """Changes the structure year by year. A body is changed once at most, so that any order of days
    is a possible one."""

    actor: Actor
    people: People
    areas: list[Any]
    committees: list[Any]
    rng: Random
    done: Changes = field(default_factory=Changes)
    made: int = 0
    haven: Any = None

    def __post_init__(self) -> None:
        """One committee stays as it is: areas can be placed with it on any day."""
        self.haven = self.committees.pop()

    def years(self, begin: date, years: int) -> Changes:
        """About one area in a hundred and three committees in a hundred change in a year."""
        for year in range(1, years):
            start = begin + timedelta(days=365 * year)
            deeds = [deed for deed in self._deeds() for _ in range(max(1, len(self.areas) // 100))]
            days = sorted(start + timedelta(days=self.rng.randrange(360)) for _ in deeds)
            self.rng.shuffle(deeds)
            for day, deed in zip(days, deeds, strict=True):
                deed(day)
        return self.done

    def _deeds(self) -> list[Callable[[date], None]]:
        return [
            self.merge_areas,
            self.split_area,
            self.rename_committee,
            self.merge_committees,
            self.dissolve_committee,
            self.replace_links,
        ]

    def _take(self, pool: list[Any], number: int) -> list[Any]:
        """So many that nothing has happened to; none when too few are left (half always stay)."""
        if len(pool) < number + 3:
            return []
        return [pool.pop(self.rng.randrange(len(pool))) for _ in range(number)]

    def _named(self, what: str) -> str:
        self.made += 1
        return f"Simulated {what} N{self.made:03}"

    def _placed(self, areas: Sequence[Any], on: date) -> None:
        """Areas that no committee is clear for go to one that covers others."""
        for area in areas:
            link_body(
                actor=self.actor,
                kind=COMMITTEE,
                area=ids.encode("area", area.pk),
                body=ids.encode("committee", self.haven.pk),
                from_on=on,
            )

    def merge_areas(self, on: date) -> None:
        if old := self._take(self.areas, 2):
            name = self._named("area")
            new = NewBody(name, f"N{self.made:03}")
            self._areas(SuccessionKind.MERGED, old, [new], on)
            self.done.did("areas merged")

    def split_area(self, on: date) -> None:
        if old := self._take(self.areas, 1):
            new = [NewBody(self._named("area"), f"N{self.made:03}") for _ in range(2)]
            self._areas(SuccessionKind.SPLIT, old, new, on)
            self.done.did("areas split")

    def _areas(
        self, kind: SuccessionKind, old: Sequence[Any], new: Sequence[NewBody], on: date
    ) -> None:
        recorded = record_area_succession(
            actor=self.actor,
            kind=kind,
            predecessors=[ids.encode("area", one.pk) for one in old],
            successors=list(new),
            on=on,
        )
        self._placed(recorded.undecided, on)

    def rename_committee(self, on: date) -> None:
        if old := self._take(self.committees, 1):
            self._committees(SuccessionKind.RENAMED, old, on)
            self.done.did("committees renamed")

    def merge_committees(self, on: date) -> None:
        if old := self._take(self.committees, 2):
            new = self._committees(SuccessionKind.MERGED, old, on)
            self._beside(new, on)
            self.done.did("committees merged")

    def _committees(self, kind: SuccessionKind, old: Sequence[Any], on: date) -> Any:
        recorded = record_committee_succession(
            actor=self.actor,
            kind=kind,
            predecessors=[ids.encode("committee", one.pk) for one in old],
            successors=[NewBody(self._named("committee"))],
            on=on,
        )
        return recorded.successors[0]

    def _beside(self, committee: Any, on: date) -> None:
        reference = ids.encode("committee", committee.pk)
        link, partner = self.rng.choice(self.people.links), self.rng.choice(self.people.partners)
        assign_link_inspector(
            actor=self.actor,
            committee=reference,
            member=ids.encode("person", link.pk),
            from_on=on,
        )
        add_partner(
            actor=self.actor,
            committee=reference,
            member=ids.encode("person", partner.pk),
            agency="Police",
            from_on=on,
        )

    def dissolve_committee(self, on: date) -> None:
        """Without a successor: the areas are placed with another one by hand."""
        for old in self._take(self.committees, 1):
            held = CommitteeArea.objects.as_at(on).filter(committee=old).select_related("area")
            self._placed([one.area for one in held], on)
            edit_body(
                actor=self.actor,
                kind=COMMITTEE,
                reference=ids.encode("committee", old.pk),
                based_on=old.version,
                wanted={"to_on": on - timedelta(days=1)},
            )
            self.done.did("committees dissolved")

    def replace_links(self, on: date) -> None:
        for old in self._take(self.committees, 1):
            assign_link_inspector(
                actor=self.actor,
                committee=ids.encode("committee", old.pk),
                member=ids.encode("person", self.rng.choice(self.people.links).pk),
                from_on=on,
            )
            self.done.did("link inspectors replaced")


class Map:
    """Who stood for an area on a day, and whose committee it was: counted here by other code than the
    product's, so that the two can be compared."""

    def __init__(self) -> None:
        rows = AreaSuccession.objects.exclude(kind="boundary")
        self.followed: dict[int, list[tuple[date, int]]] = {}
        for old, new, on in rows.values_list("predecessor_id", "successor_id", "on"):
            self.followed.setdefault(old, []).append((on, new))
        self.covered: dict[int, list[tuple[date, date, int]]] = {}
        ended = dict(Committee.objects.values_list("pk", "to_on"))
        for row in CommitteeArea.objects.all():
            last = min(row.to_on or date.max, ended[row.committee_id] or date.max)
            days = (row.from_on or date.min, last, row.committee_id)
            self.covered.setdefault(row.area_id, []).append(days)

    def holders(self, area: int, on: date) -> list[int]:
        new = [one for day, one in self.followed.get(area, ()) if day <= on]
        return [last for one in new for last in self.holders(one, on)] if new else [area]

    def owners(self, area: int, on: date) -> list[int]:
        return sorted(
            {
                committee
                for holder in self.holders(area, on)
                for first, last, committee in self.covered.get(holder, ())
                if first <= on <= last
            }
        )
