"""Whom a pseudonym stands for: sealed, logged, for the lead alone, and gone when removed."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from evaluations.models import CaseKey, CaseMaterialRead, TeamMember
from evaluations.operations import (
    Changes,
    enter_case_key,
    move_inspection,
    open_case_key,
    remove_case_key,
    save_indicator,
)
from evaluations.operations.identifiers import IdentifiersFound
from evaluations.terms import ReadHow
from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.samples.conftest import Sample
from tests.people import Person

SAID = {
    "reference": "SW/2041",
    "names": "Morag Tannahill, Jamie Tannahill",
    "born_on": date(2014, 5, 6),
}
WHY = "The social worker asked which child we mean"


def enter(sample: Sample, who: Person | None = None, **changes: Any) -> dict[str, Any]:
    values = {"sampled_case": sample.cases[0], "based_on": 0} | SAID | changes
    return sample.run(enter_case_key, who or sample.world.people.lead, **values)


def look(sample: Sample, who: Person | None = None, **changes: Any) -> dict[str, Any]:
    values = {"sampled_case": sample.cases[0], "purpose": WHY, "how": ReadHow.PAGE} | changes
    return sample.run(open_case_key, who or sample.world.people.lead, **values)


def in_the_database(words: str) -> list[str]:
    """Every table with a row in which these words stand, history included."""
    with connection.cursor() as cursor:
        found = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'select count(*) from "{table}" r where strpos(r::text, %s) > 0', [words]
            )
            if cursor.fetchone()[0]:
                found.append(table)
        return found


def test_entered_opened_and_logged(sample: Sample) -> None:
    assert enter(sample) == {"version": 1}
    assert look(sample) == SAID | {
        "sampled_case": sample.cases[0],
        "pseudonym": "TV-C01",
        "version": 1,
    }
    with scope(sample.world.here.pk):
        log = CaseMaterialRead.objects.get(what="case-key")
        assert (log.purpose, log.records, log.how) == (WHY, [sample.kept().pk], "page")
        assert log.membership_id == sample.world.people.lead.membership.pk


def test_nothing_of_it_is_readable_in_the_database(sample: Sample) -> None:
    enter(sample)
    with scope(sample.world.here.pk):
        for words in ("Tannahill", "tannahill", "SW/2041", "2014-05-06"):
            assert in_the_database(words) == []
        assert len(CaseKey.objects.get().name_digests) == 3


def test_names_are_found_in_free_text(sample: Sample) -> None:
    enter(sample)
    values = {
        "inspection": sample.inspection,
        "indicator": "1.1",
        "based_on": 1,
        "changes": Changes(rationale="Jamie’s school knew."),
    }
    with pytest.raises(IdentifiersFound) as refused:
        sample.run(save_indicator, sample.world.people.inspector, **values)
    assert [one["kind"] for one in refused.value.found] == ["name"]


def test_replaced_by_somebody_meanwhile(sample: Sample) -> None:
    enter(sample)
    with pytest.raises(Stale) as stale:
        enter(sample, names="Somebody Else")
    assert stale.value.current == {"version": 1}
    assert enter(sample, names="Somebody Else", based_on=1) == {"version": 2}
    assert look(sample)["names"] == "Somebody Else"


def test_removed_for_good(sample: Sample) -> None:
    enter(sample)
    with scope(sample.world.here.pk):
        key = CaseKey.objects.get()
        sealed, digest = key.sealed, key.name_digests[0]
        assert in_the_database(sealed) == ["evaluations_casekey"]
    case = {"sampled_case": sample.cases[0]}
    sample.run(remove_case_key, sample.world.people.lead, **case)
    with scope(sample.world.here.pk):
        assert in_the_database(sealed) == in_the_database(digest) == []
        whys = HistoryEntry.objects.filter(
            table_name="evaluations_sampledcase", record_id=sample.kept().pk
        ).order_by("id")
        assert [one.why for one in whys][-2:] == ["Key entered", "Key removed"]
    with pytest.raises(NotFound):
        look(sample)
    with pytest.raises(NotFound):
        sample.run(remove_case_key, sample.world.people.lead, **case)
    assert sample.kept().pseudonym == "TV-C01"


def test_closing_forgets_every_key(sample: Sample) -> None:
    enter(sample)
    enter(sample, sampled_case=sample.cases[1])
    sample.status("following-through")
    sample.run(
        move_inspection,
        sample.world.people.administrator,
        inspection=sample.inspection,
        move="close",
        based_on=1,
        reason="All points are met",
    )
    with scope(sample.world.here.pk):
        assert not CaseKey.objects.exists()
    assert [sample.kept(one).keyed_at for one in (0, 1)] == [None, None]


@pytest.mark.parametrize("purpose", ["", "because", "x" * 2001, "a purpose with \x00"])
def test_without_a_purpose_nothing_is_shown(sample: Sample, purpose: str) -> None:
    enter(sample)
    with pytest.raises(Invalid) as refused:
        look(sample, purpose=purpose)
    assert list(refused.value.faults) == ["purpose"]
    with scope(sample.world.here.pk):
        assert not CaseMaterialRead.objects.filter(what="case-key").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"names": ""}, "names"),
        ({"names": "1 2 3"}, "names"),
        ({"names": "x" * 501}, "names"),
        ({"names": "nul \x00"}, "names"),
        ({"reference": "x" * 101}, "reference"),
        ({"born_on": date(1899, 12, 31)}, "born_on"),
        ({"born_on": date(2999, 1, 1)}, "born_on"),
    ],
)
def test_what_cannot_be_entered(sample: Sample, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        enter(sample, **changes)
    assert list(refused.value.faults) == [field]


def test_for_the_lead_alone(sample: Sample) -> None:
    enter(sample)
    people = sample.world.people
    case = {"sampled_case": sample.cases[0]}
    for who in (people.inspector, people.medical):
        for deed in (lambda who: enter(sample, who, based_on=1), lambda who: look(sample, who)):
            with pytest.raises(NotPermitted, match="lead inspector alone"):
                deed(who)
        with pytest.raises(NotPermitted):
            sample.run(remove_case_key, who, **case)
    for who in (people.inspector_elsewhere, people.partner, people.auditor):
        with pytest.raises(NotFound):
            look(sample, who)


def test_a_lead_of_another_inspection_does_not_know(sample: Sample) -> None:
    """Somebody with the role, on this team in another place."""
    enter(sample)
    with scope(sample.world.here.pk):
        TeamMember.objects.filter(membership=sample.world.people.lead.membership).update(
            role="inspector"
        )
    with pytest.raises(NotPermitted):
        look(sample)


def test_entered_only_while_the_sample_is_read(sample: Sample) -> None:
    sample.status("moderation")
    with pytest.raises(Refused):
        enter(sample)


def test_another_secret_key_cannot_open_it(sample: Sample) -> None:
    enter(sample)
    with (
        override_settings(SECRET_KEY="another-" * 8),
        pytest.raises(Refused, match="another SECRET_KEY"),
    ):
        look(sample)
