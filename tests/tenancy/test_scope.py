"""Outside a scope nothing is read or written; inside one, nothing of another inspectorate."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from areas.models import ChildProtectionCommittee, CommitteeArea, LocalAuthorityArea
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.errors import NoScope, OtherInspectorate
from inspectorate.tenancy.everywhere import all_inspectorates
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import because, scope


@pytest.fixture
def areas(hmie: Inspectorate, other: Inspectorate) -> tuple[LocalAuthorityArea, LocalAuthorityArea]:
    with scope(hmie.pk):
        mine = LocalAuthorityArea.objects.create(code="A01", name="Strathalder")
    with scope(other.pk):
        theirs = LocalAuthorityArea.objects.create(code="A01", name="Elsewhere")
    return mine, theirs


@pytest.mark.parametrize(
    "use",
    [
        lambda: LocalAuthorityArea.objects.exists(),
        lambda: LocalAuthorityArea.objects.all(),
        lambda: LocalAuthorityArea.objects.create(code="X", name="X"),
        lambda: LocalAuthorityArea.objects.bulk_create([LocalAuthorityArea(code="X", name="X")]),
        lambda: LocalAuthorityArea(code="X", name="X").save(),
        lambda: LocalAuthorityArea._base_manager.count(),
    ],
    ids=["exists", "all", "create", "bulk_create", "save", "base manager"],
)
def test_no_scope_no_rows(areas: object, use: object) -> None:
    with pytest.raises(NoScope):
        use()


def test_raw_sql_sees_one_inspectorate(areas: object, hmie: Inspectorate) -> None:
    def names() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("select name from areas_localauthorityarea")
            return [name for (name,) in cursor.fetchall()]

    assert names() == []
    with scope(hmie.pk):
        assert names() == ["Strathalder"]
    assert names() == []


def test_another_inspectorates_row_cannot_be_saved(areas: tuple, hmie: Inspectorate) -> None:
    _, theirs = areas
    with scope(hmie.pk), pytest.raises(OtherInspectorate):
        theirs.save()
    with scope(hmie.pk), pytest.raises(OtherInspectorate):
        LocalAuthorityArea.objects.bulk_create([theirs])


def test_raw_sql_cannot_write_into_another_inspectorate(
    areas: object, hmie: Inspectorate, other: Inspectorate
) -> None:
    with (
        scope(hmie.pk),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "insert into areas_localauthorityarea (inspectorate_id, code, name, pilot, version) "
            "values (%s, 'Z', 'Z', false, 1)",
            [other.pk],
        )


def test_a_row_cannot_point_at_another_inspectorates(areas: tuple, hmie: Inspectorate) -> None:
    _, theirs = areas
    with scope(hmie.pk):
        committee = ChildProtectionCommittee.objects.create(code="c", name="Committee")
        with pytest.raises(IntegrityError), transaction.atomic():
            CommitteeArea.objects.create(committee=committee, area_id=theirs.pk)


def test_scopes_nest_and_end(areas: object, hmie: Inspectorate, other: Inspectorate) -> None:
    with scope(hmie.pk):
        with scope(other.pk):
            assert LocalAuthorityArea.objects.get().name == "Elsewhere"
        assert LocalAuthorityArea.objects.get().name == "Strathalder"


def test_every_inspectorate_one_after_the_other(areas: object) -> None:
    seen = [LocalAuthorityArea.objects.get().name for _ in all_inspectorates(reason="a test")]
    assert seen == ["Strathalder", "Elsewhere"]
    with pytest.raises(ValueError, match="Say why"):
        next(all_inspectorates(reason=""))


def test_history_says_who_why_and_what(areas: tuple, hmie: Inspectorate) -> None:
    mine, _ = areas
    with scope(hmie.pk, person_id=7, request_id="r1"):
        mine.name = "Strathalder and Glen"
        with because("renamed by order"):
            mine.save()
        mine.save()  # nothing changed: no entry
        entries = list(HistoryEntry.objects.filter(record_id=mine.pk).order_by("id"))
    assert [entry.operation for entry in entries] == ["I", "U"]
    changed = entries[1]
    assert (changed.person_id, changed.why, changed.request_id) == (7, "renamed by order", "r1")
    assert changed.row_data["name"] == "Strathalder and Glen"
    assert bytes(changed.digest) != bytes(entries[0].digest)


def test_history_cannot_be_edited(areas: object, hmie: Inspectorate) -> None:
    with (
        scope(hmie.pk),
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("update kernel_history set why = 'otherwise'")
