"""The command that brings evaluations in: whole, twice, changed, faulty, from another source."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from areas.models import LocalAuthorityArea
from evaluations.models import Evaluation, Inspection, InspectionMove, Programme, PublishedVersion
from indicators.operations import import_edition
from inspectorate.accounts.people import system_actor
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import DATA, EDITIONS

HMIE = DATA / "hmie-first-cycle"
HEAD = (
    "area_code,inspection_reference,inspection_kind,fieldwork_from,fieldwork_to,published_on,"
    "indicator_code,value\n"
)


def run(path: Path, **options: Any) -> str:
    out = StringIO()
    given = {"inspectorate": "hmie", "programme": "first-cycle", "framework": "hmie-2005"}
    call_command("import_evaluations", str(path), stdout=out, **{**given, **options})
    return out.getvalue()


def counts() -> tuple[int, ...]:
    models = (Programme, LocalAuthorityArea, Inspection, Evaluation, PublishedVersion)
    return tuple(model.objects.count() for model in models)


@pytest.fixture
def areas(hmie: Inspectorate, edition: Any) -> None:
    call_command("import_areas", str(HMIE / "areas.csv"), inspectorate="hmie", stdout=StringIO())


@pytest.fixture
def small(tmp_path: Path, areas: None) -> Path:
    path = tmp_path / "small.csv"
    path.write_text(
        HEAD + "A01,first,,2008-01-07,2008-02-01,2008-05-01,1.1,very good\n"
        "A01,first,,2008-01-07,2008-02-01,2008-05-01,1.2,weak|unsatisfactory\n"
        "A01,first,,2008-01-07,2008-02-01,2008-05-01,1.3,not-graded\n"
        "A02,open,short,2008-03-03,,,1.1,3\n"
    )
    return path


def test_the_first_cycle_comes_in_whole_and_a_second_time_changes_nothing(
    areas: None, hmie: Inspectorate
) -> None:
    said = run(HMIE / "evaluations.csv")
    assert "30 inspections made" in said
    assert "540 evaluations made" in said
    with scope(hmie.pk):
        assert counts()[2:] == (30, 540, 30)
        entry = HistoryEntry.objects.filter(table_name="evaluations_evaluation").first()
        assert entry is not None
        assert entry.why.startswith("Imported from evaluations.csv, sha256 ")
        before = HistoryEntry.objects.count()
    assert "Nothing changed" in run(HMIE / "evaluations.csv")
    with scope(hmie.pk):
        assert counts()[2:] == (30, 540, 30)
        assert HistoryEntry.objects.count() == before


def test_ofsteds_history_comes_in_through_its_profile(hmie: Inspectorate) -> None:
    with scope(hmie.pk):
        data = (EDITIONS / "ofsted-ilacs.yaml").read_bytes()
        import_edition(actor=system_actor(hmie.pk), data=data)
    options = {"programme": "ilacs", "framework": "ofsted-ilacs", "profile": "ofsted-ilacs"}
    said = run(DATA / "ofsted-ilacs" / "history.csv", **options)
    assert "497 inspections made" in said
    assert "153 areas made" in said
    assert "unreadable-in-source" in said
    with scope(hmie.pk):
        assert counts() == (1, 153, 497, 2485, 497)
        assert LocalAuthorityArea.objects.filter(name="Bristol, City of").count() == 1
        assert not Evaluation.objects.filter(level__isnull=True, non_grade__isnull=True).exists()
    assert "Nothing changed" in run(DATA / "ofsted-ilacs" / "history.csv", **options)


def test_a_level_a_set_a_non_grade_and_what_was_published_of_them(
    small: Path, hmie: Inspectorate
) -> None:
    run(small)
    with scope(hmie.pk):
        first = Inspection.objects.get(reference="first")
        assert (first.kind, first.status, first.published_number) == ("full", "published", 1)
        values = {
            one.indicator.code: (one.level, one.level_set, one.non_grade)
            for one in first.evaluations.select_related("indicator")
        }
        assert values == {
            "1.1": (5, None, None),
            "1.2": (None, [1, 2], None),
            "1.3": (None, None, "not-graded"),
        }
        version = PublishedVersion.objects.get(inspection=first)
        assert version.published_on.isoformat() == "2008-05-01"
        frozen = {one["code"]: one for one in version.content["evaluations"]}
        assert frozen["1.1"]["level"] == "very-good"
        assert frozen["1.2"]["level_set"] == ["unsatisfactory", "weak"]
        assert frozen["1.3"]["non_grade"] == "not-graded"
        assert version.content["edition"]["code"] == "hmie-2005"
        move = InspectionMove.objects.get(inspection=first)
        assert (move.from_status, move.to_status) == ("planned", "published")
        unpublished = Inspection.objects.get(reference="open")
        assert (unpublished.kind, unpublished.status) == ("short", "evaluating")
        assert not PublishedVersion.objects.filter(inspection=unpublished).exists()


def test_a_dry_run_says_what_it_would_do_and_changes_nothing(
    small: Path, hmie: Inspectorate
) -> None:
    said = run(small, dry_run=True)
    assert "Dry run, nothing was changed" in said
    assert "2 inspections made" in said
    with scope(hmie.pk):
        assert counts() == (0, 32, 0, 0, 0)


def test_an_open_inspection_is_brought_up_to_date(small: Path, hmie: Inspectorate) -> None:
    run(small)
    small.write_text(
        small.read_text().replace("1.1,3\n", "1.1,4\nA02,open,short,2008-03-03,,,1.2,2\n")
    )
    said = run(small)
    assert "1 changed; 1 evaluations made, 1 changed" in said
    with scope(hmie.pk):
        changed = Evaluation.objects.get(inspection__reference="open", indicator__code="1.1")
        assert (changed.level, changed.version) == (4, 2)


def test_published_evaluations_change_only_as_a_correction_with_its_reason(
    small: Path, hmie: Inspectorate, capsys: Any
) -> None:
    run(small)
    small.write_text(small.read_text().replace("1.1,very good", "1.1,good"))
    with pytest.raises(CommandError, match="nothing was changed"):
        run(small)
    assert "line 2, value: This inspection is published" in capsys.readouterr().err
    with scope(hmie.pk):
        assert (
            Evaluation.objects.get(inspection__reference="first", indicator__code="1.1").level == 5
        )
    run(small, correct="A typing error in the source.")
    with scope(hmie.pk):
        versions = PublishedVersion.objects.filter(inspection__reference="first")
        assert [one.reason for one in versions] == ["", "A typing error in the source."]
        assert versions[0].content["evaluations"][0]["level"] == "very-good"
        assert versions[1].content["evaluations"][0]["level"] == "good"


def test_every_fault_is_named_and_nothing_is_changed(
    small: Path, hmie: Inspectorate, capsys: Any
) -> None:
    small.write_text(
        small.read_text()
        + "A99,first,,,,2008-05-01,1.1,good\n"
        + "A03,first,,,,2008-05-01,9.9,good\n"
        + "A03,second,,2009-02-30,,,1.1,good\n"
        + "A03,third,,,,2008-05-01,1.1,splendid\n"
    )
    with pytest.raises(CommandError, match="4 faults"):
        run(small)
    said = capsys.readouterr().err
    for line, field in (
        (6, "area_code"),
        (7, "indicator_code"),
        (8, "fieldwork_from"),
        (9, "value"),
    ):
        assert f"line {line}, {field}: " in said
    with scope(hmie.pk):
        assert counts() == (0, 32, 0, 0, 0)


def test_a_pilot_area_makes_a_pilot_inspection(tmp_path: Path, areas: None, hmie: Any) -> None:
    with scope(hmie.pk):
        LocalAuthorityArea.objects.filter(code="A05").update(pilot=True)
    path = tmp_path / "pilot.csv"
    path.write_text(HEAD + "A05,x,,2008-01-07,,,1.1,good\n")
    run(path)
    with scope(hmie.pk):
        assert Inspection.objects.get().kind == "pilot"


def test_areas_are_made_only_when_asked(tmp_path: Path, areas: None, hmie: Any) -> None:
    path = tmp_path / "new.csv"
    path.write_text(HEAD + "Z1,x,,2008-01-07,,,1.1,good\n")
    with pytest.raises(CommandError):
        run(path)
    assert "1 areas made" in run(path, create_areas=True)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"framework": "hmie-1999"}, "There is no framework edition"),
        ({"inspectorate": "nowhere"}, "There is no inspectorate"),
        ({"profile": "nobody"}, "There is no profile"),
        ({"programme": "x" * 61}, "1 to 60"),
    ],
)
def test_what_is_not_there_is_said_plainly(small: Path, options: dict[str, str], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        run(small, **options)


def test_a_file_that_is_not_there(tmp_path: Path, edition: Any) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "none.csv")


def test_an_inspection_under_another_edition_keeps_it(
    small: Path, hmie: Inspectorate, capsys: Any
) -> None:
    run(small)
    text = (
        (EDITIONS / "hmie-2005.yaml").read_text().replace("code: hmie-2005", "code: hmie-2009", 1)
    )
    with scope(hmie.pk):
        import_edition(actor=system_actor(hmie.pk), data=text.encode())
    with pytest.raises(CommandError):
        run(small, framework="hmie-2009")
    assert "another framework edition" in capsys.readouterr().err
