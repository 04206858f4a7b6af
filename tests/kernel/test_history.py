"""A record's history as people read it, and the proof that it is whole."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from areas.models import ChildProtectionCommittee, CommitteeArea, LocalAuthorityArea
from inspectorate.accounts.models import User
from inspectorate.kernel.history import first_broken, history_of
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import because, scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def area(hmie: Inspectorate) -> LocalAuthorityArea:
    """An area made by Ann, renamed with a reason, and linked with a committee."""
    ann = User.objects.create_user("ann@example.org", display_name="Ann")
    with scope(hmie.pk, person_id=ann.pk):
        area = LocalAuthorityArea.objects.create(code="A1", name="Strath")
        with because("The council said so"):
            area.name = "Strathalder"
            area.save()
        committee = ChildProtectionCommittee.objects.create(code="c", name="Committee C")
        CommitteeArea.objects.create(committee=committee, area=area)
    return area


def test_it_says_who_what_when_and_why(hmie: Inspectorate, area: LocalAuthorityArea) -> None:
    with scope(hmie.pk):
        linked, renamed, made = history_of(area, along={CommitteeArea: "area"})
    assert (renamed.who, renamed.why, renamed.operation) == ("Ann", "The council said so", "U")
    assert [(one.label, one.before, one.after) for one in renamed.fields] == [
        ("Name", "Strath", "Strathalder")
    ]
    assert made.operation == "I"
    assert ("Committee", "", "Committee C") in [
        (one.label, one.before, one.after) for one in linked.fields
    ]


def test_without_the_links_only_the_record(hmie: Inspectorate, area: LocalAuthorityArea) -> None:
    with scope(hmie.pk):
        assert len(history_of(area)) == 2


def test_its_statements_do_not_grow(hmie: Inspectorate, area: LocalAuthorityArea) -> None:
    def statements() -> int:
        with scope(hmie.pk), CaptureQueriesContext(connection) as captured:
            history_of(area, along={CommitteeArea: "area"})
        return len(captured)

    few = statements()
    with scope(hmie.pk):
        for number in range(20):
            LocalAuthorityArea.objects.filter(pk=area.pk).update(name=f"Name {number}")
    assert statements() == few


def verify() -> str:
    out = StringIO()
    call_command("verify_history", "--inspectorate", "hmie", stdout=out)
    return out.getvalue()


def test_an_untouched_history_is_whole(hmie: Inspectorate, area: LocalAuthorityArea) -> None:
    with scope(hmie.pk):
        LocalAuthorityArea.objects.create(code="gone", name="Gone").delete()
        assert first_broken() is None
    assert "is whole: 6 entries" in verify()


TAMPERINGS = {
    "an entry altered": "update kernel_history set why = 'Nobody' where operation = 'U'",
    "an entry's content altered": "update kernel_history set row_data = "
    "jsonb_set(row_data, '{name}', '\"X\"') where operation = 'U'",
    "the first entry removed": "delete from kernel_history where operation = 'I'",
    "the last entry removed": "delete from kernel_history where operation = 'U'",
    "all entries removed": "delete from kernel_history",
    "the record changed past it": "alter table areas_localauthorityarea disable trigger user; "
    "update areas_localauthorityarea set name = 'Elsewhere'",
    "the record removed past it": "alter table areas_committeearea disable trigger user; "
    "delete from areas_committeearea",
}


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
@pytest.mark.parametrize("sql", TAMPERINGS.values(), ids=TAMPERINGS.keys())
def test_tampering_by_the_owner_of_the_tables_shows(
    hmie: Inspectorate, area: LocalAuthorityArea, sql: str
) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("select set_config('app.inspectorate', %s, false)", [str(hmie.pk)])
        cursor.execute(sql)
        cursor.execute("alter table areas_localauthorityarea enable trigger user")
        cursor.execute("alter table areas_committeearea enable trigger user")
        cursor.execute("select set_config('app.inspectorate', '', false)")
    with pytest.raises(CommandError, match="broken first at"):
        verify()
