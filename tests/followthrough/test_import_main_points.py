"""The command that brings main points in: whole, twice, changed, faulty."""

from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError

from evaluations.models import Inspection
from followthrough.models import MainPointForAction, Progress
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.national.loading import FIRST, run
from tests.reference import FIRST_CYCLE

HEAD = "area_code,number,indicator_code,text,follow_through_published_on,progress_level\n"


@pytest.fixture
def evaluations(hmie: Inspectorate) -> None:
    from tests.national.loading import EDITIONS

    run("import_framework", EDITIONS / "hmie-2005.yaml", inspectorate="hmie")
    run("import_areas", FIRST_CYCLE / "areas.csv", inspectorate="hmie")
    run("import_evaluations", FIRST_CYCLE / "evaluations.csv", framework="hmie-2005", **FIRST)


def bring(path: Path, *lines: str, **options: Any) -> str:
    if lines:
        path.write_text(HEAD + "".join(f"{line}\n" for line in lines))
    return run("import_main_points", path, **{**FIRST, **options})


def state() -> list[Any]:
    points = MainPointForAction.objects.order_by("pk")
    return [
        *points.values_list("pk", "number", "text", "status", "version"),
        *Progress.objects.order_by("pk").values_list("pk", "level", "non_grade", "version"),
        Inspection.objects.count(),
        HistoryEntry.objects.count(),
    ]


def test_the_first_cycle_comes_in_whole_and_again_changes_nothing(
    evaluations: None, hmie: Inspectorate
) -> None:
    said = bring(FIRST_CYCLE / "main_points_for_action.csv")
    assert "47 added, 0 changed" in said
    assert "Follow-through inspections added: 9; pilot inspections added: 2." in said
    with scope(hmie.pk):
        assert MainPointForAction.objects.filter(status="judged").count() == 47
        assert Progress.objects.filter(level__gte=4).count() == 39
        assert Progress.objects.filter(level__gte=3).count() == 45
        pilot = Inspection.objects.get(kind="pilot", area__code="A31")
        assert pilot.main_points.count() == 5
        assert (pilot.status, pilot.published_on) == ("following-through", None)
        entry = HistoryEntry.objects.filter(table_name="followthrough_progress").first()
        assert entry is not None
        assert entry.why == "Imported from main_points_for_action.csv"
        before = state()
    assert bring(FIRST_CYCLE / "main_points_for_action.csv").startswith("Nothing changed")
    with scope(hmie.pk):
        assert state() == before


def test_a_changed_text_and_a_changed_level(
    evaluations: None, hmie: Inspectorate, tmp_path: Path
) -> None:
    path = tmp_path / "points.csv"
    bring(path, "A01,1,3.2,Share more,2009-08-20,4", "A01,2,,Plan better,,")
    said = bring(path, "A01,1,3.3,Share more and sooner,2009-08-20,5", "A01,2,,Plan better,,")
    assert "0 added, 1 changed. Progress judged: 0 added, 1 changed." in said
    with scope(hmie.pk):
        first, second = MainPointForAction.objects.order_by("number")
        assert (first.text, first.indicator.code) == ("Share more and sooner", "3.3")
        assert (second.status, second.version) == ("open", 1)
        progress = Progress.objects.get()
        assert (progress.level, progress.version) == (5, 2)


def test_judged_twice_is_two_follow_throughs_of_one_point(
    evaluations: None, hmie: Inspectorate, tmp_path: Path
) -> None:
    path = tmp_path / "points.csv"
    rows = (
        "A01,1,3.2,Share more,2009-08-20,weak",
        "A01,1,3.2,Share more,2010-08-20,good|satisfactory",
    )
    assert "1 added" in bring(path, *rows)
    with scope(hmie.pk):
        one, two = Progress.objects.order_by("inspection__published_on")
        assert (one.point_id, one.level, one.level_set) == (two.point_id, 2, None)
        assert (two.level, two.level_set) == (None, [3, 4])
        assert Inspection.objects.filter(kind="follow-through").count() == 2
    assert bring(path, *rows).startswith("Nothing changed")


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["A99,1,3.2,Share,,"], ["line 3, area_code", "not an area of this inspectorate"]),
        (
            ["A32,1,3.2,Ok,,", "A01,0,9.9,,2009-02-30,splendid"],
            [
                "line 4, number",
                "line 4, indicator_code",
                "line 4, text",
                "line 4, follow_through_published_on",
                "line 4, progress_level",
            ],
        ),
        (["A01,1,3.2,Share,,4"], ["line 3, follow_through_published_on"]),
        (["A01,1,3.2,Share,,", "A01,1,3.2,Else,2009-01-01,4"], ["line 4, text", "another text"]),
    ],
)
def test_every_fault_is_named_and_nothing_is_changed(
    evaluations: None,
    hmie: Inspectorate,
    tmp_path: Path,
    capsys: Any,
    lines: list[str],
    said: list[str],
) -> None:
    path = tmp_path / "points.csv"
    bring(path, "A02,1,3.2,This was right,2009-08-20,4")
    with scope(hmie.pk):
        before = state()
    with pytest.raises(CommandError, match="nothing was changed") as refused:
        bring(path, "A03,1,3.2,This line is right,2009-08-20,4", *lines)
    assert refused.value.returncode == 1
    named = capsys.readouterr().err
    for words in said:
        assert words in named
    with scope(hmie.pk):
        assert state() == before


def test_an_area_without_an_inspection_is_a_fault(
    hmie: Inspectorate, evaluations: None, tmp_path: Path, capsys: Any
) -> None:
    with scope(hmie.pk):
        from areas.models import LocalAuthorityArea

        LocalAuthorityArea.objects.create(code="A40", name="Not inspected")
    with pytest.raises(CommandError):
        bring(tmp_path / "points.csv", "A40,1,3.2,Share,,")
    assert "line 2, area_code: A40 has no inspection in this programme." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"programme": "second"}, "There is no programme 'second' in hmie."),
        ({"inspectorate": "nowhere"}, "There is no inspectorate 'nowhere'."),
    ],
)
def test_places_that_are_not_there(
    hmie: Inspectorate, tmp_path: Path, options: dict[str, str], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        bring(tmp_path / "points.csv", "A01,1,3.2,Share,,", **options)


def test_a_file_that_is_not_there(hmie: Inspectorate, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        bring(tmp_path / "points.csv")
