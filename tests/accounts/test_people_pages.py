"""The people of an inspectorate: seen, changed and ended by its administrators alone."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from inspectorate.accounts.models import Membership
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.people import People, Person, member, sign_in

pytestmark = pytest.mark.django_db


def address(person: Person, then: str = "") -> str:
    return f"/hmie/people/{ids.encode('membership', person.membership.pk)}{then}"


def values(person: Person, **changes: object) -> dict[str, object]:
    now = person.membership
    return {"version": now.version, "roles": now.roles, "post": now.post} | changes


def fresh(person: Person) -> Membership:
    with scope(person.inspectorate.pk):
        return Membership.objects.get(pk=person.membership.pk)


def test_lists_everybody_of_this_inspectorate(client, people: People) -> None:
    page = sign_in(client, people.administrator).get("/hmie/people/")
    assert page.status_code == 200
    for name, person in people:
        shown = person.user.email in page.text
        assert shown is (person.inspectorate == people.administrator.inspectorate), name
    assert "Required, not set up" in page.text


def test_list_asks_a_constant_number_of_queries(
    client, people: People, hmie, django_assert_num_queries
) -> None:
    sign_in(client, people.administrator)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get("/hmie/people/")
    for number in range(5):
        member(hmie, f"Further {number}", [Role.INSPECTOR])
    with CaptureQueriesContext(connection) as more:
        client.get("/hmie/people/")
    assert len(more) == len(few)


@pytest.mark.parametrize(
    "who", ["inspector", "analyst", "partner", "auditor", "moderator", "lead", "link"]
)
def test_others_may_not(client, people: People, who: str) -> None:
    sign_in(client, getattr(people, who))
    for then in ("", "/end"):
        assert client.post(address(people.analyst, then)).status_code == 403
    for path in ("/hmie/people/", "/hmie/people/invite", "/hmie/people/tokens"):
        assert client.get(path).status_code == 403
    assert fresh(people.analyst).version == 1


@pytest.mark.parametrize("who", ["stranger", "operator"])
def test_for_others_it_is_not_there(client, people: People, who: str) -> None:
    sign_in(client, getattr(people, who))
    assert client.get("/hmie/people/").status_code == 404
    assert client.post(address(people.analyst), values(people.analyst)).status_code == 404


def test_another_inspectorates_member_is_not_there(client, people: People) -> None:
    sign_in(client, people.administrator)
    assert client.get(address(people.strange_inspector)).status_code == 404
    assert client.post(address(people.strange_inspector, "/end")).status_code == 404
    assert client.get("/hmie/people/zzz").status_code == 404


def test_changes_roles_and_dates(client, people: People, hmie) -> None:
    sign_in(client, people.administrator)
    assert client.get(address(people.analyst)).status_code == 200
    sent = values(
        people.analyst,
        roles=["auditor", "national-analyst"],
        post=" Statistician ",
        from_on="2026-01-02",
        to_on="31/12/2030",
    )
    response = client.post(address(people.analyst), sent)
    assert (response.status_code, response["Location"]) == (302, "/hmie/people/")
    now = fresh(people.analyst)
    assert (now.roles, now.post, now.version) == (
        ["national-analyst", "auditor"],
        "Statistician",
        2,
    )
    assert (now.from_on, now.to_on) == (date(2026, 1, 2), date(2030, 12, 31))
    with scope(hmie.pk):
        entry = HistoryEntry.objects.filter(
            table_name="accounts_membership", record_id=now.pk
        ).latest("id")
    assert entry.person_id == people.administrator.user.pk
    assert entry.row_data["post"] == "Statistician"


@pytest.mark.parametrize(
    "change",
    [
        {"roles": []},
        {"roles": ["external-tool"]},
        {"roles": ["king"]},
        {"from_on": "2026-02-30"},
        {"from_on": "2026-02-02", "to_on": "2026-02-01"},
        {"version": "x"},
        {"version": str(10**30)},
        {"post": "x" * 151},
        {"post": "a\x00b"},
    ],
    ids=str,
)
def test_bad_values_keep_what_was_typed(client, people: People, change: dict) -> None:
    sign_in(client, people.administrator)
    response = client.post(address(people.analyst), values(people.analyst, post="Typed") | change)
    assert response.status_code == 422
    assert "Typed" in response.text or "post" in change
    assert fresh(people.analyst).version == 1


def test_two_who_change_different_fields_both_succeed(client, people: People) -> None:
    sign_in(client, people.administrator)
    client.post(address(people.analyst), values(people.analyst, post="First"))
    second = values(people.analyst, roles=["auditor"])
    assert client.post(address(people.analyst), second).status_code == 302
    now = fresh(people.analyst)
    assert (now.post, now.roles, now.version) == ("First", ["auditor"], 3)


def test_the_same_field_is_set_side_by_side(client, people: People) -> None:
    sign_in(client, people.administrator)
    client.post(address(people.analyst), values(people.analyst, post="Theirs"))
    response = client.post(address(people.analyst), values(people.analyst, post="Mine"))
    assert response.status_code == 412
    assert "<td>Theirs</td><td>Mine</td>" in response.text
    assert fresh(people.analyst).post == "Theirs"
    again = values(people.analyst, post="Mine", version=2)
    assert client.post(address(people.analyst), again).status_code == 302
    assert fresh(people.analyst).post == "Mine"


def test_a_version_that_never_was(client, people: People) -> None:
    sign_in(client, people.administrator)
    sent = values(people.analyst, version=99, post="Mine")
    assert client.post(address(people.analyst), sent).status_code == 412
    assert fresh(people.analyst).version == 1


def test_nobody_gives_themselves_roles(client, people: People) -> None:
    sign_in(client, people.administrator)
    sent = values(people.administrator, roles=["administrator", "lead-inspector"])
    response = client.post(address(people.administrator), sent)
    assert response.status_code == 409
    assert "Ask another administrator" in response.text
    assert fresh(people.administrator).roles == ["administrator"]
    renamed = values(people.administrator, post="Head of office")
    assert client.post(address(people.administrator), renamed).status_code == 302


def test_the_last_administrator_stays(client, people: People, hmie) -> None:
    second = member(hmie, "Second Admin", [Role.ADMINISTRATOR])
    sign_in(client, people.administrator)
    ended = client.post(address(second, "/end"), {"version": 1})
    assert ended.status_code == 302
    assert fresh(second).to_on < timezone.localdate()
    # ... and whoever is left cannot be ended by somebody whose place has ended
    assert sign_in(client, second).get("/hmie/people/").status_code == 404
    # an administrator to come does not count
    with scope(hmie.pk):
        Membership.objects.filter(pk=second.membership.pk).update(
            from_on=timezone.localdate() + timedelta(days=3), to_on=None
        )
    third = member(hmie, "Third Admin", [Role.ADMINISTRATOR])
    sign_in(client, third)
    assert client.post(address(people.administrator, "/end"), {"version": 1}).status_code == 302
    assert fresh(third).to_on is None
    response = client.post(address(third), values(third, roles=["auditor"]))
    assert response.status_code == 409


def test_ending_takes_away_access_at_once(client, people: People) -> None:
    theirs = sign_in(type(client)(), people.analyst)
    assert theirs.get("/hmie/people/matrix").status_code == 200
    sign_in(client, people.administrator)
    assert client.post(address(people.analyst, "/end"), {"version": 1}).status_code == 302
    assert theirs.get("/hmie/people/matrix").status_code == 404
    assert fresh(people.analyst).roles == ["national-analyst"]


@pytest.mark.parametrize("version", ["", "x", "7"])
def test_ending_an_unknown_version_ends_nothing(client, people: People, version: str) -> None:
    sign_in(client, people.administrator)
    client.post(address(people.analyst, "/end"), {"version": version})
    assert fresh(people.analyst).to_on is None


def test_matrix_is_for_every_member(client, people: People) -> None:
    page = sign_in(client, people.partner).get("/hmie/people/matrix")
    assert page.status_code == 200
    assert "Committee partner" in page.text
    assert page.text.count('aria-label="yes"') > 50
