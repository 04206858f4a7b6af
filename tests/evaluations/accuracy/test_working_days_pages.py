"""Working days: the nation, the usual time, holidays pasted and taken out; pages, command and API."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from areas.models import Holiday
from areas.rules.holidays import read_holidays
from evaluations.rules.working_days import Nation
from inspectorate.accounts.operations.inspectorates import FEWEST_DAYS, MOST_DAYS, NATIONS
from inspectorate.kernel import ids
from inspectorate.kernel.faults import Faulty
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool, is_problem
from tests.evaluations.accuracy.conftest import Ground
from tests.people import Person

pytestmark = pytest.mark.django_db
ClientOf = Callable[[Person], Client]
PAGE = "/hmie/working-days"


def test_a_pasted_list_is_read_or_each_line_says_why() -> None:
    assert [
        name for _, name in read_holidays('on,name\n2027-04-05,"Spring"\n1/5/2027\tMay\n\n')
    ] == [
        "Spring",
        "May",
    ]
    with pytest.raises(Faulty) as refused:
        read_holidays("2027-04-05,Spring\nMonday,x\n2027-04-05,Again\n1066-01-01,Old\n2027-04-06")
    assert [one.line for one in refused.value.faults] == [2, 3, 4, 5]
    for nothing in ("", "\n\n", "x\n" * 401):
        with pytest.raises(Faulty):
            read_holidays(nothing)


def test_the_nations_are_the_same_everywhere() -> None:
    from evaluations.rules import accuracy

    assert set(NATIONS) == {one.value for one in Nation}
    assert (FEWEST_DAYS, MOST_DAYS) == (accuracy.FEWEST_DAYS, accuracy.MOST_DAYS)


def test_the_administrator_keeps_holidays(ground: Ground, client_of: ClientOf) -> None:
    client = client_of(ground.people.administrator)
    assert "St Andrew’s Day" in client.get(f"{PAGE}?year=2026").content.decode()
    area = ids.encode("area", ground.world.area.pk)
    assert client.get(f"{PAGE}/holidays").status_code == 200
    wrong = client.post(f"{PAGE}/holidays", {"area": area, "days": "2027-04-05,Fair\nx,y"})
    assert wrong.status_code == 422
    assert "line 2, on" in wrong.content.decode()
    with scope(ground.world.here.pk):
        assert not Holiday.objects.exists()
    values = {"area": area, "days": "2027-04-05,Vale fair"}
    for said in ("1 days added", "0 days added"):
        assert said in client.post(f"{PAGE}/holidays", values, follow=True).content.decode()
    client.post(f"{PAGE}/holidays", {"area": "", "days": "2027-04-06,Closed"})
    shown = client.get(f"{PAGE}?year=2027").content.decode()
    assert "Vale fair" in shown
    assert "Everywhere" in shown
    with scope(ground.world.here.pk):
        one = Holiday.objects.get(name="Vale fair")
    remove = f"{PAGE}/holidays/{ids.encode('holiday', one.pk)}"
    assert "quicker" in client.post(remove, {"version": 9}, follow=True).content.decode()
    client.post(remove, {"version": 1})
    with scope(ground.world.here.pk):
        assert list(Holiday.objects.values_list("name", flat=True)) == ["Closed"]


def test_the_nation_and_the_usual_time_are_set(ground: Ground, client_of: ClientOf) -> None:
    client = client_of(ground.people.administrator)
    assert "Northern Ireland" in client.get(f"{PAGE}/edit").content.decode()
    values = {"was": "scotland|15", "nation": "northern-ireland", "accuracy_days": 10}
    assert client.post(f"{PAGE}/edit", {**values, "accuracy_days": 0}).status_code == 422
    assert client.post(f"{PAGE}/edit", values).status_code == 302
    assert client.post(f"{PAGE}/edit", values).status_code == 409
    here = Inspectorate.objects.get(pk=ground.world.here.pk)
    assert (here.nation, here.accuracy_days) == ("northern-ireland", 10)
    assert "Battle of the Boyne" in client.get(f"{PAGE}?year=2026").content.decode()


def test_others_read_and_do_not_change(ground: Ground, client_of: ClientOf) -> None:
    client = client_of(ground.people.inspector)
    assert client.get(f"{PAGE}?year=0").status_code == 200
    assert client.get(f"{PAGE}/holidays").status_code == 403
    assert client.get(f"{PAGE}/edit").status_code == 403
    assert client.post(f"{PAGE}/holidays/0123456789abcdef", {"version": 1}).status_code == 403


def test_an_inspectorate_is_made_in_its_nation(db: None) -> None:
    call_command(
        "create_inspectorate", "wales", name="Wales", nation="england-and-wales", stdout=StringIO()
    )
    assert Inspectorate.objects.get(slug="wales").nation == "england-and-wales"
    with pytest.raises(CommandError):
        call_command("create_inspectorate", "mars", name="Mars", nation="mars", stderr=StringIO())


def test_holidays_through_the_api(ground: Ground, tool: Tool, stranger: Tool) -> None:
    area = ids.encode("area", ground.world.area.pk)
    sent = {"area": area, "days": [{"on": "2027-04-05", "name": "Vale fair"}]}
    assert tool.post("areas/holidays", sent).json() == {"made": 1, "renamed": 0}
    assert tool.post("areas/holidays", sent).json() == {"made": 0, "renamed": 0}
    [one] = tool.get(f"areas/holidays?area={area}").json()["results"]
    assert (one["on"], one["name"], one["area"]) == ("2027-04-05", "Vale fair", area)
    assert stranger.get("areas/holidays").json()["results"] == []
    is_problem(tool.post("areas/holidays", {"days": [{"on": "1066-01-01", "name": "x"}]}), 422)
    twice = {"area": area, "days": [{"on": "2027-05-03", "name": "May day"}] * 2}
    assert tool.post("areas/holidays", twice).json() == {"made": 1, "renamed": 0}
    twice["days"] = [{"on": "2027-06-07", "name": name} for name in ("Fair", "Fast")]
    problem = is_problem(tool.post("areas/holidays", twice), 422)
    assert "given twice" in problem["errors"]["days"][0]
    place = f"areas/holidays/{one['id']}"
    is_problem(tool.send("DELETE", place), 428)
    is_problem(tool.send("DELETE", place, If_Match='"5"'), 412)
    is_problem(stranger.send("DELETE", place, If_Match='"1"'), 404)
    assert tool.send("DELETE", place, If_Match='"1"').status_code == 204
