"""A published inspection with a main point, its follow-through, and one not published yet."""

from dataclasses import dataclass

import pytest

from areas.models import LocalAuthorityArea
from evaluations.models import Inspection, Programme, TeamMember
from followthrough.models import MainPointForAction, Round, RoundPoint
from indicators.models import FrameworkEdition
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.national.loading import EDITIONS, run
from tests.people import People


@dataclass
class World:
    here: Inspectorate
    people: People
    edition: FrameworkEdition
    programme: Programme
    area: LocalAuthorityArea
    published: Inspection
    draft: Inspection
    """In evaluating; the inspector and the lead are its team."""
    follow_up: Inspection
    """Follow-through of the published one, the same team. It looks at ``point``."""
    point: MainPointForAction
    """Number 1 of the published inspection, on 3.2."""
    hidden: MainPointForAction
    """Number 1 of the draft."""


@pytest.fixture
def world(hmie: Inspectorate, people: People) -> World:
    run("import_framework", EDITIONS / "hmie-2005.yaml", inspectorate="hmie")
    with scope(hmie.pk):
        edition = FrameworkEdition.objects.get()
        programme = Programme.objects.create(
            code="first-cycle", title="First cycle", edition=edition
        )
        area = LocalAuthorityArea.objects.create(code="A01", name="Torrance Vale")
        both = {"programme": programme, "area": area, "edition": edition}
        published = Inspection.objects.create(
            reference="2008",
            status="published",
            published_on="2008-05-01",
            published_number=1,
            **both,
        )
        draft = Inspection.objects.create(reference="2010", status="evaluating", **both)
        follow_up = Inspection.objects.create(
            reference="2009", kind="follow-through", status="evaluating", **both
        )
        for inspection in (draft, follow_up):
            for person, role in ((people.inspector, "inspector"), (people.lead, "lead")):
                TeamMember.objects.create(
                    inspection=inspection, membership=person.membership, role=role
                )
        point = MainPointForAction.objects.create(
            inspection=published,
            number=1,
            text="Share what is known",
            indicator=edition.indicators.get(code="3.2"),
        )
        Round.objects.create(inspection=follow_up, choice="all")
        RoundPoint.objects.create(inspection=follow_up, point=point)
        hidden = MainPointForAction.objects.create(
            inspection=draft, number=1, text="Not known outside yet"
        )
    return World(hmie, people, edition, programme, area, published, draft, follow_up, point, hidden)
