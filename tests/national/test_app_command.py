"""From the files to the published figures through the real commands."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evaluations.models import Programme
from inspectorate.kernel.models import Event
from inspectorate.national import operations, queries
from inspectorate.national.models import NationalSummary
from inspectorate.national.rules.summary import compile_summary
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.national.editions import HMIE_CODES, LEADERSHIP
from tests.national.loading import EDITIONS, FIRST, load_ofsted, run
from tests.national.sources import HMIE_AS_AT
from tests.national.test_published_figures import BAND_COLUMNS, FILLED, FINDINGS, indicator

AS_AT = "2009-11-26"


def compiled(**options: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        run("compile_national_summary", **{**FIRST, "as_at": AS_AT, **options})
    )
    return found


def without_version(document: dict[str, Any]) -> str:
    left = {k: v for k, v in document.items() if k not in {"version", "compiled_at"}}
    return json.dumps(left)


def test_every_figure_of_the_national_report(first_cycle: Inspectorate) -> None:
    summary = compiled()
    assert (summary["inspectorate"], summary["programme"]) == ("hmie", "first-cycle")
    assert (summary["framework"], summary["version"], summary["as_at"]) == ("hmie-2005", 1, AS_AT)
    assert summary["inspections"] == {"counted": 30, "excluded": {"pilot": 2}}
    assert [one["code"] for one in summary["indicators"]] == HMIE_CODES
    for code, column, published in FILLED:
        where = "bands" if column in BAND_COLUMNS else "counts"
        assert indicator(summary, code)[where][column.replace("_", "-")] == published, code
    for row in FINDINGS:
        label = row["national_label"]
        wanted = None if label == "none" else label.replace(" ", "-")
        assert indicator(summary, row["code"])["finding"] == wanted, row["code"]
    assert summary["positive_reports"] == {"positive": 23, "counted": 30}
    (crossed,) = summary["cross_tabulations"]
    assert [row["inspections"] for row in crossed["rows"]] == [15, 8, 7]
    good = crossed["rows"][0]["bands"]["good-or-better"]["by_number"]
    assert good == {"4": 10, "3": 5, "2": 0, "1": 0, "0": 0}
    followed = summary["follow_through"]
    assert (followed["reports"], followed["main_points"]) == (9, 47)
    assert followed["bands"]["satisfactory-or-better"] == 45
    assert followed["bands"]["good-or-better"] == 39
    labels = [one["finding"] for one in summary["indicators"]]
    assert labels.count("key-strength") == 6
    assert labels.count("key-area-for-development") == 3


def test_compiled_twice_only_the_version_and_the_time_differ(first_cycle: Inspectorate) -> None:
    first, second = compiled(), compiled()
    assert (first["version"], second["version"]) == (1, 2)
    assert first["compiled_at"] != second["compiled_at"]
    assert without_version(first) == without_version(second)
    with scope(first_cycle.pk):
        one, two = NationalSummary.objects.order_by("number")
        assert one.content == two.content
        assert one.inputs_sha256 == two.inputs_sha256 == first["inputs_sha256"]


def test_an_earlier_day_counts_what_was_published_by_then(first_cycle: Inspectorate) -> None:
    early = compiled(as_at="2006-11-09")
    assert early["inspections"]["counted"] == 2
    assert early["inputs_sha256"] != compiled()["inputs_sha256"]


def test_ofsteds_published_figures(other: Inspectorate) -> None:
    load_ofsted()
    summary = compiled(inspectorate="elsewhere", programme="ilacs", as_at="2026-12-31")
    assert summary["inspections"] == {"counted": 497, "excluded": {}}
    (crossed,) = summary["cross_tabulations"]
    assert crossed["inspections"] == 321
    good, requires_improvement, inadequate = crossed["rows"]
    assert (good["inspections"], good["bands"]["good-or-better"]["all_graded"]) == (216, 160)
    assert (requires_improvement["inspections"], inadequate["inspections"]) == (76, 29)
    latest = summary["latest_per_area"]
    assert latest["areas"] == 153
    row = next(one for one in latest["indicators"] if one["code"] == LEADERSHIP)
    assert list(row["counts"].values()) == [60, 58, 27, 8]
    leavers = indicator(summary, "care-leavers")["not_graded"]
    assert leavers == {"predates-indicator": 164, "unreadable-in-source": 175}


def test_a_programme_without_inspections_says_so(hmie: Inspectorate) -> None:
    run("import_framework", EDITIONS / "hmie-2005.yaml", inspectorate="hmie")
    with scope(hmie.pk):
        from indicators.models import FrameworkEdition

        Programme.objects.create(
            code="first-cycle", title="Begins", edition=FrameworkEdition.objects.get()
        )
    summary = compiled()
    assert summary["inspections"] == {"counted": 0, "excluded": {}}
    assert summary["positive_reports"] == {"positive": 0, "counted": 0}
    assert all(one["median"] is None and one["finding"] is None for one in summary["indicators"])
    assert summary["indicators"][0]["statement"]


def test_it_is_written_to_a_file(first_cycle: Inspectorate, tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    said = run("compile_national_summary", output=path, as_at=AS_AT, **FIRST)
    with scope(first_cycle.pk):
        told = Event.objects.get(kind="national-summary.compiled")
        assert told.collection == "national-summaries"
    assert said == f"Version 1 compiled and written to {path}.\n"
    assert json.loads(path.read_text())["positive_reports"] == {"positive": 23, "counted": 30}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"programme": "second-cycle"}, "There is no programme 'second-cycle' in hmie."),
        ({"programme": "a\0b"}, "There is no programme"),
        ({"inspectorate": "nowhere"}, "There is no inspectorate 'nowhere'."),
        ({"as_at": "yesterday"}, "is not a day. Write it as 2009-11-26."),
        ({"as_at": "2009-02-30"}, "is not a day. Write it as 2009-11-26."),
        ({"output": Path("/no/such/folder/it.json")}, "The folder /no/such/folder does not exist."),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_is_kept(
    first_cycle: Inspectorate, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(CommandError) as refused:
        compiled(**options)
    assert said in str(refused.value)
    assert refused.value.returncode == 1
    with scope(first_cycle.pk):
        assert not NationalSummary.objects.exists()


def test_reading_computing_and_storing_take_six_statements(first_cycle: Inspectorate) -> None:
    with scope(first_cycle.pk):
        programme_id = Programme.objects.get().pk
        queries.sources(
            programme_id, HMIE_AS_AT
        )  # the edition has been parsed before in a worker that lives
    with CaptureQueriesContext(connection) as captured, scope(first_cycle.pk):
        found = queries.sources(programme_id, HMIE_AS_AT)
        document = compile_summary(
            found.edition, found.inputs, as_at=HMIE_AS_AT, findings_decided=found.decided
        )
        operations.store(programme_id, HMIE_AS_AT, document, membership_id=None, job_id=None)
    taken = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    if "set_config" in taken[-1]:
        taken.pop()  # the test's own transaction goes on and is told so
    assert len(taken) == 6, taken
    assert "set_config" in taken[0]
