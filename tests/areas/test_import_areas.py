"""Bringing an areas file in: made, repeated, changed, refused whole."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from areas import models
from areas.operations import import_areas
from areas.terms import BodyKind
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.kernel.errors import NotPermitted
from inspectorate.kernel.faults import Faulty
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

pytestmark = pytest.mark.django_db

HEADER = "code,name,child_protection_committee,health_boards,police_force,pilot\n"
FILE = (
    HEADER + "A01,Strathalder,Strath Committee,Board 1;Board 2,Force 1,no\n"
    "A02,Glenmarra,Strath Committee,Board 2,Force 1,yes\n"
)
DEMONSTRATION = Path("inspectorate/demo/data/hmie-first-cycle/areas.csv")


def bring(inspectorate: Inspectorate, text: str) -> object:
    with scope(inspectorate.pk):
        return import_areas(actor=system_actor(inspectorate.pk), stream=text.encode())


def test_it_makes_areas_bodies_and_links(hmie: Inspectorate, other: Inspectorate) -> None:
    done = bring(hmie, FILE)
    assert (done.rows, done.areas_made, done.links) == (2, 2, 7)
    assert done.bodies_made == {
        BodyKind.COMMITTEE: 1,
        BodyKind.HEALTH_BOARD: 2,
        BodyKind.POLICE_FORCE: 1,
    }
    with scope(hmie.pk):
        assert models.LocalAuthorityArea.objects.get(code="A02").pilot is True
        committee = models.ChildProtectionCommittee.objects.get()
        assert committee.code == "strath-committee"
        assert committee.areas.count() == 2
        assert HistoryEntry.objects.filter(table_name="areas_localauthorityarea").count() == 2
    with scope(other.pk):
        assert not models.LocalAuthorityArea.objects.exists()


def test_again_changes_nothing(hmie: Inspectorate) -> None:
    bring(hmie, FILE)
    with scope(hmie.pk):
        before = HistoryEntry.objects.count()
    assert bring(hmie, FILE).nothing_changed
    with scope(hmie.pk):
        assert HistoryEntry.objects.count() == before


def test_names_and_pilots_are_updated_and_nothing_is_removed(hmie: Inspectorate) -> None:
    bring(hmie, FILE)
    done = bring(hmie, "code,name\nA02,Glen Marra\n")
    assert (done.areas_made, done.areas_changed, done.links) == (0, 1, 0)
    with scope(hmie.pk):
        area = models.LocalAuthorityArea.objects.get(code="A02")
        assert (area.name, area.pilot, area.version) == ("Glen Marra", True, 2)
        assert models.LocalAuthorityArea.objects.count() == 2
        assert area.committees.count() == 1


def test_a_body_is_known_by_its_name_in_any_case(hmie: Inspectorate) -> None:
    bring(hmie, FILE)
    bring(hmie, HEADER + "A03,Kilbrennan,STRATH COMMITTEE,,,\n")
    with scope(hmie.pk):
        assert models.ChildProtectionCommittee.objects.get().areas.count() == 3


def test_names_that_make_the_same_code_stay_apart(hmie: Inspectorate) -> None:
    bring(hmie, HEADER + "A1,One,North & West,,,\nA2,Two,North-West,,,\nA3,Three,日本,,,\n")
    with scope(hmie.pk):
        codes = set(models.ChildProtectionCommittee.objects.values_list("code", flat=True))
    assert codes == {"north-west", "north-west-2", "body"}


def test_a_change_of_committee_is_not_a_files_business(hmie: Inspectorate) -> None:
    bring(hmie, FILE)
    with pytest.raises(Faulty) as caught:
        bring(hmie, HEADER + "A09,New,,,,\nA02,Glenmarra,Another Committee,,Force 1,yes\n")
    (fault,) = caught.value.faults
    assert (fault.line, fault.field) == (3, "child_protection_committee")
    with scope(hmie.pk):
        assert not models.LocalAuthorityArea.objects.filter(code="A09").exists()
        assert models.ChildProtectionCommittee.objects.count() == 1


def test_a_link_that_ended_is_not_revived(hmie: Inspectorate) -> None:
    bring(hmie, FILE)
    with scope(hmie.pk):
        models.AreaHealthBoard.objects.filter(board__name="Board 1").update(to_on="2009-01-01")
    with pytest.raises(Faulty, match="line 2, health_boards"):
        bring(hmie, FILE)


def test_every_fault_is_named_and_nothing_changes(hmie: Inspectorate) -> None:
    with pytest.raises(Faulty) as caught:
        bring(hmie, HEADER + "A01,,,,,\nA01,Again,,,,maybe\n")
    assert {fault.line for fault in caught.value.faults} == {2, 3}
    with scope(hmie.pk):
        assert not models.LocalAuthorityArea.objects.exists()


def test_who_may_not(hmie: Inspectorate) -> None:
    with scope(hmie.pk), pytest.raises(NotPermitted):
        import_areas(actor=Actor(hmie.pk, "Reader", frozenset()), stream=FILE.encode())


def test_its_statements_do_not_grow_with_the_file(hmie: Inspectorate) -> None:
    def statements(count: int) -> int:
        rows = "".join(f"B{count}-{n},Area {count} {n},C{n},H{n},F{n},\n" for n in range(count))
        with CaptureQueriesContext(connection) as captured:
            bring(hmie, HEADER + rows)
        return len(captured)

    assert statements(3) == statements(300)


def test_the_command_says_what_it_did(hmie: Inspectorate) -> None:
    def command() -> str:
        out = StringIO()
        call_command("import_areas", str(DEMONSTRATION), "--inspectorate", "hmie", stdout=out)
        return out.getvalue()

    assert "32 areas read: 32 made, 0 changed" in command()
    assert "nothing changed" in command()


@pytest.mark.parametrize(
    ("text", "said"), [("code,name\nA1,\n", "1 fault"), (None, "cannot be read")]
)
def test_the_command_refuses_plainly(
    hmie: Inspectorate, tmp_path: Path, text: str | None, said: str
) -> None:
    file = tmp_path / "areas.csv"
    if text:
        file.write_text(text)
    errors = StringIO()
    with pytest.raises(CommandError, match=said):
        call_command("import_areas", str(file), "--inspectorate", "hmie", stderr=errors)
    if text:
        assert "line 2, name:" in errors.getvalue()


def test_gss_codes_are_kept_and_belong_to_one_area(hmie: Inspectorate) -> None:
    heading = b"code,name,gss_code\n"
    with scope(hmie.pk):
        actor = system_actor(hmie.pk)
        import_areas(actor=actor, stream=heading + b"A01,North,S12000033\nA02,South,\n")
        import_areas(actor=actor, stream=b"code,name\nA01,North\n")
        kept = models.LocalAuthorityArea.objects.values_list("code", "gss_code", "version")
        assert set(kept) == {("A01", "S12000033", 1), ("A02", None, 1)}
        for rows, said in (
            (b"A02,South,S12000033\n", "is the GSS code of the area A01"),
            (b"A03,East,S12000044\nA04,West,S12000044\n", "is on line 2 already"),
            (b"A03,East,s12000044\n", "is no GSS code"),
        ):
            with pytest.raises(Faulty) as caught:
                import_areas(actor=actor, stream=heading + rows)
            assert said in str(caught.value.faults[0])
        assert models.LocalAuthorityArea.objects.count() == 2
