"""The first cycle, loaded through the commands, with the cast beside it."""

from typing import Any

import pytest

from inspectorate.national import operations
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.national.loading import load_first_cycle
from tests.national.sources import HMIE_AS_AT


@pytest.fixture
def first_cycle(hmie: Inspectorate) -> Inspectorate:
    load_first_cycle()
    return hmie


@pytest.fixture
def compile_again(first_cycle: Inspectorate, people: Any) -> Any:
    """Compile the first cycle as the analyst; returns where the version was kept."""

    def compiled() -> operations.Stored:
        with scope(first_cycle.pk):
            return operations.compile_now(
                actor=people.analyst.actor, programme="first-cycle", as_at=HMIE_AS_AT
            )

    return compiled
