"""A device of the inspector's, and the ways it speaks to the site."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

import pytest
from django.test import Client

from evaluations.models import Evaluation
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.people import Person, sign_in

MADE_AT = "2008-04-14T14:38:00Z"


@dataclass
class Laptop:
    """A browser of one person, signed in and registered."""

    client: Client
    inspection: str
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    numbers: Any = field(default_factory=lambda: count(1))

    def get(self, where: str, **headers: str) -> Any:
        return self.client.get(
            f"/hmie/workspace/{where}", headers={"X-Device": self.key, **headers}
        )

    def post(self, where: str, body: Any) -> Any:
        return self.client.post(
            f"/hmie/workspace/{where}",
            body,
            content_type="application/json",
            headers={"X-Device": self.key},
        )

    def register(self) -> Any:
        return self.post("devices", {"key": self.key, "name": "Chromium on a laptop"})

    def operation(self, kind: str, target: str = "", based_on: int = 0, **values: Any) -> dict:
        """One operation; ``values`` are its fields, except key, after, replaces and reasons."""
        more = {
            name: values.pop(name)
            for name in ("key", "after", "replaces", "reasons")
            if name in values
        }
        return {
            "key": str(uuid.uuid4()),
            "seq": next(self.numbers),
            "kind": kind,
            "inspection": self.inspection,
            "target": target,
            "based_on": based_on,
            "made_at": MADE_AT,
            "fields": values,
            **more,
        }

    def send(self, *operations: Any) -> list[dict[str, Any]]:
        answered = self.post("operations", {"operations": list(operations)})
        assert answered.status_code == 200, answered.content
        found: list[dict[str, Any]] = answered.json()["answers"]
        return found


@pytest.fixture
def laptop_of(world: World) -> Callable[[Person], Laptop]:
    """A registered laptop of a person."""

    def made(person: Person) -> Laptop:
        laptop = Laptop(sign_in(Client(), person), ids.encode("inspection", world.inspection.pk))
        assert laptop.register().status_code == 201
        return laptop

    return made


@pytest.fixture
def laptop(laptop_of: Callable[[Person], Laptop], world: World) -> Laptop:
    return laptop_of(world.people.inspector)


@pytest.fixture
def evaluation_of(world: World) -> Callable[[str], Evaluation]:
    """The evaluation of an indicator, as it is stored."""

    def found(code: str) -> Evaluation:
        with scope(world.here.pk):
            return Evaluation.objects.get(inspection=world.inspection, indicator__code=code)

    return found
