"""The database's catalogue is read to prove that no table was forgotten."""

import pytest
from django.apps import apps
from django.db import connection, connections, models

from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.managers import ScopedManager
from inspectorate.tenancy.models import InspectorateModel
from inspectorate.tenancy.walls import raise_walls, scoped_models

pytestmark = pytest.mark.django_db(databases=["default", "owner"])

OUTSIDE_THE_WALLS = {
    "tenancy_inspectorate": "the register of inspectorates itself: names and addresses",
    "accounts_user": "a person may belong to several inspectorates; holds a name and an address",
    "accounts_session": "a browser of a person, in the place of the framework's own table",
}
"""Our own tables that belong to no inspectorate, each with the reason. May only shrink."""

TABLES = [pytest.param(model, id=model._meta.label) for model in scoped_models()]


def rows(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def test_every_table_of_ours_belongs_to_an_inspectorate_or_says_why_not() -> None:
    ours = {
        "tenancy",
        "kernel",
        "accounts",
        "areas",
        "indicators",
        "evaluations",
        "followthrough",
        "national",
    }
    outside = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours and not issubclass(model, InspectorateModel)
    }
    assert outside == set(OUTSIDE_THE_WALLS)


def test_no_table_with_an_inspectorate_lacks_the_wall() -> None:
    """Also tables no model knows of: whatever has the column has the wall."""
    with_column = {
        name
        for (name,) in rows(
            "select table_name from information_schema.columns "
            "where table_schema = 'public' and column_name = 'inspectorate_id'"
        )
    }
    forced = {
        name
        for (name,) in rows(
            "select relname from pg_class where relrowsecurity and relforcerowsecurity"
        )
    }
    assert with_column
    assert with_column - forced == set()
    assert {model._meta.db_table for model in scoped_models()} == with_column


@pytest.mark.parametrize("model", TABLES)
def test_policy_is_an_index_condition_on_the_setting(model: type[models.Model]) -> None:
    ((using, check),) = rows(
        "select qual, with_check from pg_policies where tablename = %s "
        "and policyname = 'own_inspectorate'",
        model._meta.db_table,
    )
    assert "current_setting('app.inspectorate'::text, true)" in using
    assert using == check


@pytest.mark.parametrize("model", TABLES)
def test_keys_lead_with_the_inspectorate(model: type[models.Model]) -> None:
    keys = rows(
        "select c.conname, (select array_agg(a.attname::text order by k.n) from "
        "unnest(c.conkey) with ordinality k(num, n) join pg_attribute a "
        "on a.attrelid = c.conrelid and a.attnum = k.num) "
        "from pg_constraint c where c.conrelid = %s::regclass and c.contype in ('p', 'u')",
        model._meta.db_table,
    )
    assert keys
    for name, columns in keys:
        assert columns[0] == "inspectorate_id", name


@pytest.mark.parametrize("model", TABLES)
def test_references_between_tables_are_composite(model: type[models.Model]) -> None:
    foreign = rows(
        "select c.confrelid::regclass::text, (select array_agg(a.attname::text) from "
        "unnest(c.conkey) k(num) join pg_attribute a on a.attrelid = c.conrelid "
        "and a.attnum = k.num) from pg_constraint c "
        "where c.conrelid = %s::regclass and c.contype = 'f'",
        model._meta.db_table,
    )
    scoped = {one._meta.db_table for one in scoped_models()}
    for target, columns in foreign:
        assert target not in scoped or "inspectorate_id" in columns
    pointing = {tuple(sorted(columns)) for target, columns in foreign if target in scoped}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey) and issubclass(
            field.related_model, InspectorateModel
        ):
            assert isinstance(field, ScopedForeignKey), field
            assert any(field.column in columns for columns in pointing), field


@pytest.mark.parametrize("model", TABLES)
def test_manager_is_guarded(model: type[models.Model]) -> None:
    assert isinstance(model._default_manager, ScopedManager)
    assert isinstance(model._base_manager, ScopedManager)


@pytest.mark.parametrize("model", TABLES)
def test_history_is_kept_by_statement_triggers(model: type[InspectorateModel]) -> None:
    triggers = {
        name
        for (name,) in rows(
            "select tgname from pg_trigger where tgrelid = %s::regclass and not tgisinternal "
            "and tgname like 'history_%%' and tgtype & 1 = 0",
            model._meta.db_table,
        )
    }
    expected = {"history_insert", "history_update", "history_delete"} if model.history else set()
    assert triggers == expected


NO_HISTORY = {
    "BroughtIn",
    "Duty",
    "Event",
    "ReportDocument",
    "Mail",
    "HistoryEntry",
    "Job",
    "OutboxMessage",
    "KeptAnswer",
    "NationalSummary",
    "FileContent",
    "CaseKey",
    "CaseMaterialRead",
    "ClientOperation",
    "Notice",
    "Visit",
}


def test_tables_without_history_are_few_and_known() -> None:
    """Each is either written once, pure machinery, or kept so that it can be removed for good."""
    assert {model.__name__ for model in scoped_models() if not model.history} == NO_HISTORY


def test_the_application_cannot_change_history() -> None:
    granted = {
        right
        for (right,) in rows(
            "select privilege_type from information_schema.table_privileges "
            "where table_name = 'kernel_history' and grantee = 'inspectorate_app'"
        )
    }
    assert granted == {"SELECT"}


def test_the_application_owns_nothing_and_bypasses_nothing() -> None:
    ((user, superuser, bypass),) = rows(
        "select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user"
    )
    assert (user, superuser, bypass) == ("inspectorate_app", False, False)
    assert rows("select 1 from pg_tables where tableowner = 'inspectorate_app'") == []


def test_raising_the_walls_again_changes_nothing() -> None:
    before = rows("select count(*) from pg_constraint")
    with connections["owner"].cursor() as cursor:
        cursor.execute("set lock_timeout = '2s'")
    raise_walls(connections["owner"])
    assert rows("select count(*) from pg_constraint") == before
