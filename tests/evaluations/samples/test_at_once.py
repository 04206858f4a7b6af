"""Several people at the sample at once: no pseudonym twice, no reading twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from evaluations.models import RecordReading, SampledCase
from evaluations.operations import draw_cases, note_record_read
from inspectorate.tenancy.scope import scope
from tests.evaluations.samples.conftest import CATEGORY, Sample

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])
TIMES = 6


def at_once(deed: Callable[[], Any]) -> list[Any]:
    def one(_: int) -> Any:
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(TIMES) as pool:
        return list(pool.map(one, range(TIMES)))


def test_pseudonyms_drawn_at_once_differ(sample: Sample) -> None:
    lead = sample.world.people.lead
    values = {"inspection": sample.inspection, "category": CATEGORY, "number": 2}
    drawn = at_once(lambda: sample.run(draw_cases, lead, **values))
    names = [one["pseudonym"] for cases in drawn for one in cases]
    assert sorted(names) == [f"TV-C{number:02d}" for number in range(4, 4 + 2 * TIMES)]
    with scope(sample.world.here.pk):
        assert SampledCase.objects.count() == 3 + 2 * TIMES


def test_a_reading_sent_many_times_at_once_is_noted_once(sample: Sample) -> None:
    values = {
        "sampled_case": sample.cases[0],
        "service": "police",
        "read_on": date(2026, 3, 2),
        "client_key": uuid4(),
    }
    inspector = sample.world.people.inspector
    noted = at_once(lambda: sample.run(note_record_read, inspector, **values))
    assert len({one["id"] for one in noted}) == 1
    with scope(sample.world.here.pk):
        assert RecordReading.objects.count() == 1
