"""What is counted over time: begun, valued, corrected by partners; read by who reads inside."""

from typing import Any

import pytest

from followthrough.models import Measure, MeasuredValue
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.followthrough.following import Following, following

__all__ = ["following"]

NEW = {"title": "Cases with a chronology", "unit": "%", "target": "100", "lower_is_better": ""}


@pytest.fixture
def measure(following: Following) -> str:
    """The address of a measure with two values."""
    client = following.client("partner")
    made = client.post(f"{following.path}/measures/new", NEW)
    assert made.status_code == 302, made.content.decode()
    address = made["Location"].removesuffix("/values/new")
    for on, value in (("2008-09-30", "58"), ("2009-03-26", "96.5")):
        said = client.post(f"{address}/values/new", {"on": on, "value": value})
        assert said.status_code == 302, said.content.decode()
    return str(address)


def value(following: Following, number: str) -> MeasuredValue:
    with scope(following.world.here.pk):
        found: MeasuredValue = MeasuredValue.objects.get(value=number)
    return found


def test_a_measure_is_shown_over_time_with_its_table(following: Following, measure: str) -> None:
    client = following.client("link")
    for address in (measure, following.path):
        shown = client.get(address).content.decode()
        assert "from 58% on 30 September 2008 to 96.5% on 26 March 2009; the target" in shown
        assert "<polyline" in shown
        assert "Not reached yet." in shown
        assert "96.5%" in shown
    assert "Add a value" not in client.get(measure).content.decode()
    assert "Add a value" in following.client("partner").get(measure).content.decode()


@pytest.mark.parametrize(
    ("who", "read", "write"),
    [
        ("partner", 200, 200),
        ("link", 200, 403),
        ("moderator", 200, 403),
        ("other_partner", 404, 404),
        ("analyst", 404, 404),
        ("stranger", 404, 404),
    ],
)
def test_who_reads_and_who_writes_it(
    following: Following, measure: str, who: str, read: int, write: int
) -> None:
    client = following.client(who)
    assert client.get(measure).status_code == read
    for address in ("/edit", "/values/new"):
        assert client.get(measure + address).status_code == write, address
    one = ids.encode("measured-value", value(following, "58").pk)
    assert client.get(f"{measure}/values/{one}").status_code == write


def test_a_value_is_corrected_with_its_reason_and_the_history_keeps_both(
    following: Following, measure: str
) -> None:
    one = value(following, "58")
    address = f"{measure}/values/{ids.encode('measured-value', one.pk)}"
    client = following.client("partner")
    assert client.post(address, {"version": 1, "value": "64"}).status_code == 422
    right = {"version": 1, "value": "64", "reason": "Open cases only"}
    assert client.post(address, right).status_code == 302
    again = client.post(address, right | {"value": "65"})
    assert again.status_code == 409
    assert "it is 64.000 now" in again.content.decode()
    with scope(following.world.here.pk):
        kept = HistoryEntry.objects.filter(
            table_name="followthrough_measuredvalue", record_id=one.pk
        ).order_by("id")
        assert [str(entry.row_data["value"]) for entry in kept] == ["58.0", "64.0"]
        assert kept[1].why == "Open cases only"
    said = client.get(measure).content.decode()
    assert "30 September 2008: 58%, corrected to 64% on" in said
    assert "Open cases only" in said
    nothing = ids.encode("measured-value", 10**6)
    assert client.get(f"{measure}/values/{nothing}").status_code == 404


@pytest.mark.parametrize(
    ("path", "sent", "said"),
    [
        ("/values/new", {"on": "2009-03-26", "value": "1"}, "has a value already (96.5)"),
        ("/values/new", {"on": "2999-01-01", "value": "1"}, "a day that has been"),
        ("/values/new", {"on": "2009-03-27", "value": "1e40"}, "between"),
        ("/values/new", {"on": "2009-03-27", "value": "NaN"}, "between"),
        ("/values/new", {"on": "2009-03-27", "value": ""}, "Fill this in"),
        ("/edit", NEW | {"version": "1", "title": ""}, "Fill this in"),
        ("/edit", NEW | {"version": "1", "target": "many"}, "Give a number"),
        ("/edit", NEW | {"version": "1", "title": "Told by a@b.example.org"}, "Take it out"),
    ],
)
def test_what_cannot_be_taken_is_said(
    following: Following, measure: str, path: str, sent: dict[str, Any], said: str
) -> None:
    answer = following.client("partner").post(measure + path, sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_two_people_change_a_measure(following: Following, measure: str) -> None:
    client = following.client("partner")
    assert client.post(f"{measure}/edit", NEW | {"version": 1, "target": "95"}).status_code == 302
    met = client.post(f"{measure}/edit", NEW | {"version": 1, "target": "90"})
    assert met.status_code == 409
    assert "Somebody has changed this" in met.content.decode()
    other = NEW | {"version": 1, "unit": "per cent"}
    assert client.post(f"{measure}/edit", other).status_code == 302
    with scope(following.world.here.pk):
        kept = Measure.objects.get()
        assert (str(kept.target), kept.unit, kept.version) == ("95.000", "per cent", 3)
    assert "Reached." in client.get(measure).content.decode()


def test_a_title_once_and_no_more_than_can_be_read(following: Following, measure: str) -> None:
    client = following.client("partner")
    again = client.post(f"{following.path}/measures/new", NEW)
    assert again.status_code == 422
    assert "has a measure of this title" in again.content.decode()
    with scope(following.world.here.pk):
        Measure.objects.bulk_create(
            Measure(point=following.point, title=f"Measure {number}") for number in range(19)
        )
    more = client.post(f"{following.path}/measures/new", NEW | {"title": "One more"})
    assert more.status_code == 409
    assert "at most 20 measures" in more.content.decode()


def test_a_closed_point_is_measured_no_more(following: Following, measure: str) -> None:
    following.status("closed")
    client = following.client("partner")
    refused = client.post(f"{measure}/values/new", {"on": "2009-03-27", "value": "1"})
    assert refused.status_code == 409
    assert "is closed" in refused.content.decode()
    assert "is closed" in client.get(measure).content.decode()
