"""The first wall, raised in the database after every migration, from the models themselves.

For every model that belongs to an inspectorate: a primary key that leads with ``inspectorate_id``,
composite foreign keys to other such tables, forced row level security, history triggers, and the
rights of the application's role. Run again it changes nothing. A table cannot be forgotten, since
the list of tables is the list of models; tests/system/test_walls.py reads the catalogue to prove it.
"""

from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper

from inspectorate.tenancy.fields import ScopedForeignKey
from inspectorate.tenancy.models import InspectorateModel

APPLICATION_ROLE = "inspectorate_app"
RELAY_ROLE = "inspectorate_relay"
POLICY = "inspectorate_id = nullif(current_setting('app.inspectorate', true), '')::int"


def scoped_models() -> list[type[InspectorateModel]]:
    """Every table that belongs to an inspectorate, automatically made ones included."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if issubclass(model, InspectorateModel)
    ]


def raise_walls(connection: BaseDatabaseWrapper) -> None:
    """Bring the database's walls in line with the models. Connect as the owner of the tables."""
    with connection.cursor() as cursor:
        existing = set(connection.introspection.table_names(cursor))
        models = [model for model in scoped_models() if model._meta.db_table in existing]
        for model in models:
            _lead_primary_key(cursor, model._meta.db_table)
        for model in models:
            _compose_foreign_keys(cursor, model)
            _force_row_level_security(cursor, model)
            _keep_history(cursor, model)
        _grant(cursor, models)


def _exists(cursor: Any, sql: str, *params: Any) -> bool:
    cursor.execute(sql, params)
    return cursor.fetchone() is not None


def _lead_primary_key(cursor: Any, table: str) -> None:
    if _exists(
        cursor,
        "select 1 from pg_constraint where conrelid = %s::regclass and contype = 'p' "
        "and cardinality(conkey) = 2",
        table,
    ):
        return
    cursor.execute(
        "select conname from pg_constraint where conrelid = %s::regclass and contype = 'p'", [table]
    )
    (name,) = cursor.fetchone()
    cursor.execute(f'alter table "{table}" drop constraint "{name}"')
    cursor.execute(f'alter table "{table}" add primary key (inspectorate_id, id)')


def _column(model: type[InspectorateModel], field: str) -> str:
    column: str = model._meta.get_field(field).column  # type: ignore[union-attr, assignment]
    return column


def _compose_foreign_keys(cursor: Any, model: type[InspectorateModel]) -> None:
    table = model._meta.db_table
    for field in model._meta.concrete_fields:
        if not isinstance(field, ScopedForeignKey):
            continue
        name = f"{table}_{field.column}_scoped"[-63:]
        if field.constrained and not _exists(
            cursor,
            "select 1 from pg_constraint where conrelid = %s::regclass and conname = %s",
            table,
            name,
        ):
            target = field.related_model._meta.db_table
            along = "".join(f'"{_column(model, one)}", ' for one in field.along)
            cursor.execute(
                f'alter table "{table}" add constraint "{name}" '
                f'foreign key (inspectorate_id, {along}"{field.column}") '
                f'references "{target}" (inspectorate_id, {along}id)'
            )
        if field.indexed:
            index = f"{table}_{field.column}_ix"[-63:]
            cursor.execute(
                f'create index if not exists "{index}" on "{table}" '
                f'(inspectorate_id, "{field.column}")'
            )


def _force_row_level_security(cursor: Any, model: type[InspectorateModel]) -> None:
    table = model._meta.db_table
    cursor.execute(f'alter table "{table}" enable row level security')
    cursor.execute(f'alter table "{table}" force row level security')
    if not _exists(
        cursor,
        "select 1 from pg_policies where tablename = %s and policyname = 'own_inspectorate'",
        table,
    ):
        cursor.execute(
            f'create policy own_inspectorate on "{table}" using ({POLICY}) with check ({POLICY})'
        )
    for number, statement in enumerate(model.policies):
        name = f"further_{number}"
        cursor.execute(f'drop policy if exists "{name}" on "{table}"')
        cursor.execute(statement.format(name=name, table=table))


def _keep_history(cursor: Any, model: type[InspectorateModel]) -> None:
    table = model._meta.db_table
    ignored = ", ".join(f"'{column}'" for column in model.history_ignores)
    tables = {
        "insert": "new table as new_rows",
        "update": "new table as new_rows",
        "delete": "old table as old_rows",
    }
    for event, referencing in tables.items():
        cursor.execute(f'drop trigger if exists history_{event} on "{table}"')
        if model.history:
            cursor.execute(
                f'create trigger history_{event} after {event} on "{table}" '
                f"referencing {referencing} for each statement "
                f"execute function record_history_{event}({ignored})"
            )


def _grant(cursor: Any, models: list[type[InspectorateModel]]) -> None:
    cursor.execute(
        f"grant select, insert, update, delete on all tables in schema public to {APPLICATION_ROLE}"
    )
    cursor.execute(f"grant usage, select on all sequences in schema public to {APPLICATION_ROLE}")
    cursor.execute(f"revoke insert, update, delete on django_migrations from {APPLICATION_ROLE}")
    for model in models:
        table = model._meta.db_table
        cursor.execute(f'revoke all on "{table}" from {APPLICATION_ROLE}')
        cursor.execute(f'grant {model.application_may} on "{table}" to {APPLICATION_ROLE}')
