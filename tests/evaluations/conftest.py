"""An edition, its areas and a programme in the first inspectorate; who is on which team."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from areas.models import LocalAuthorityArea
from evaluations.models import Evaluation, Inspection, Programme, TeamMember
from indicators.models import FrameworkEdition
from indicators.operations import import_edition
from indicators.rules.reading import read_edition
from inspectorate.accounts.people import system_actor
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.people import People

EDITIONS = Path(settings.BASE_DIR) / "indicators" / "editions"
DATA = Path(settings.BASE_DIR) / "inspectorate" / "demo" / "data"


@pytest.fixture
def edition(hmie: Inspectorate) -> FrameworkEdition:
    with scope(hmie.pk):
        return import_edition(
            actor=system_actor(hmie.pk), data=(EDITIONS / "hmie-2005.yaml").read_bytes()
        ).edition


@dataclass
class World:
    """One inspection in fieldwork, with a team of two and every indicator waiting for its value."""

    here: Inspectorate
    edition: FrameworkEdition
    programme: Programme
    area: LocalAuthorityArea
    inspection: Inspection
    people: People

    @property
    def codes(self) -> list[str]:
        document = read_edition((EDITIONS / "hmie-2005.yaml").read_bytes())
        return [one.code for one in document.indicators]


@pytest.fixture
def world(hmie: Inspectorate, edition: FrameworkEdition, people: People) -> World:
    with scope(hmie.pk):
        programme = Programme.objects.create(
            code="first-cycle", title="First cycle", edition=edition
        )
        area = LocalAuthorityArea.objects.create(code="A01", name="Torrance Vale")
        inspection = Inspection.objects.create(
            programme=programme,
            area=area,
            edition=edition,
            reference="2008",
            status="fieldwork",
        )
        for person, role in ((people.inspector, "inspector"), (people.lead, "lead")):
            TeamMember.objects.create(
                inspection=inspection, membership=person.membership, role=role
            )
        Evaluation.objects.bulk_create(
            Evaluation(inspection=inspection, programme=programme, indicator=indicator)
            for indicator in edition.indicators.order_by("position")
        )
    return World(hmie, edition, programme, area, inspection, people)


@pytest.fixture
def inside(hmie: Inspectorate) -> Iterator[Any]:
    """The first inspectorate's scope, open."""
    with scope(hmie.pk) as opened:
        yield opened
