"""The embedded pair for real: started, joined, stopped, killed, started again."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest

from inspectorate.launcher.folders import CHECKOUT, read_private
from inspectorate.launcher.processes import command_line_of
from inspectorate.launcher.programs import _installed
from inspectorate.launcher.roles import connect, prepare_schema
from inspectorate.launcher.servers import _broker_answers, superuser_address
from tests.launcher.conftest import Holder

pytestmark = pytest.mark.slow

Hold = Callable[..., Holder]


def one(address: str, statement: str) -> object:
    with closing(connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def do(address: str, statement: str) -> None:
    with closing(connect(address)) as connection, connection.cursor() as cursor:
        cursor.execute(statement)


def answers(redis_url: str) -> bool:
    parts = urlsplit(redis_url)
    return _broker_answers(parts.port or 0, parts.password or "")


def superuser_of(holder: Holder) -> str:
    words = read_private(Path(holder.said["folder"]) / "secrets.json")
    assert words is not None
    return superuser_address(urlsplit(holder.said["app"]).port or 0, words["superuser"])


def test_a_pair_starts_with_the_roles_in_place_and_leaves_nothing(
    hold: Hold, run_folder: Path
) -> None:
    holder = hold("throwaway")
    app, owner = holder.said["app"], holder.said["owner"]

    assert one(app, "select current_user") == "inspectorate_app"
    assert answers(holder.said["redis"])
    rights = "select rolsuper or rolbypassrls or rolcreaterole from pg_roles where rolname = '{}'"
    for role in ("inspectorate_app", "inspectorate_owner", "inspectorate_relay"):
        assert one(owner, rights.format(role)) is False
    assert (
        one(owner, "select rolcanlogin from pg_roles where rolname='inspectorate_relay'") is False
    )
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        do(app, "create table mine (id int)")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        do(app, "set role inspectorate_relay")
    do(
        owner,
        "create function seven() returns int language sql as 'select 7';"
        "alter function seven() owner to inspectorate_relay",
    )
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        connect(app.replace("inspectorate_app:", "inspectorate_app:not"))
    assert not answers(holder.said["redis"].replace("redis://:", "redis://:not"))

    children = holder.children
    assert holder.end() == 0
    assert [pid for pid in children if command_line_of(pid)] == []
    assert list(run_folder.glob("test-*")) == []


def test_a_test_database_made_by_the_owner_is_prepared_with_the_same_text(hold: Hold) -> None:
    owner = hold("throwaway").said["owner"]
    do(owner, "create database another")
    with closing(connect(owner.rpartition("/")[0] + "/another")) as connection:
        prepare_schema(connection)
        prepare_schema(connection)  # safe to repeat
        with connection.cursor() as cursor:
            cursor.execute(
                "select has_schema_privilege('inspectorate_app', 'public', 'usage'),"
                " has_schema_privilege('inspectorate_app', 'public', 'create'),"
                " has_schema_privilege('inspectorate_relay', 'public', 'create')"
            )
            assert cursor.fetchone() == (True, False, True)


def test_a_second_command_joins_and_the_first_waits_for_it(hold: Hold) -> None:
    first = hold("kept")
    second = hold("kept")
    assert second.said == first.said

    assert first.process.stdin is not None
    first.process.stdin.close()
    with pytest.raises(subprocess.TimeoutExpired):
        first.process.wait(2)
    assert one(second.said["app"], "select 1") == 1
    assert second.end() == 0
    assert first.end() == 0
    with pytest.raises(psycopg2.OperationalError):
        connect(first.said["app"])


def test_nothing_outlives_a_killed_launcher_and_the_next_start_has_the_data(hold: Hold) -> None:
    killed = hold("kept")
    do(killed.said["owner"], "create table kept as select 42 as answer")
    children = killed.children
    assert len(children) == 2

    killed.process.send_signal(signal.SIGKILL)
    killed.process.wait(10)
    deadline = time.monotonic() + 20
    while any(command_line_of(pid) for pid in children) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [pid for pid in children if command_line_of(pid)] == []

    again = hold("kept")
    assert one(again.said["owner"], "select answer from kept") == 42


def test_a_server_killed_hard_does_not_stop_the_next_start(hold: Hold) -> None:
    first = hold("kept")
    postgres, _ = first.children
    os.kill(postgres, signal.SIGKILL)
    first.end()

    assert one(hold("kept").said["app"], "select 1") == 1


def test_a_pid_note_that_names_somebody_elses_process_is_removed(
    hold: Hold, run_folder: Path
) -> None:
    hold("kept").end()
    note = run_folder / "kept" / "postgres" / "data" / "postmaster.pid"
    note.write_text(f"{os.getpid()}\n{note.parent}\n", encoding="utf-8")

    assert one(hold("kept").said["app"], "select 1") == 1
    assert os.getpid() != 0  # this very process was named in the note, and lives


def test_a_given_server_is_prepared_by_a_superuser(hold: Hold) -> None:
    holder = hold("throwaway")
    given = superuser_of(holder)
    with closing(connect(given)) as connection, connection.cursor() as cursor:
        cursor.execute("create database elsewhere")
    given = given.rpartition("/")[0] + "/elsewhere"

    other = hold("throwaway", DATABASE_URL=given, REDIS_URL=holder.said["redis"])

    assert other.said["embedded"] is False
    assert other.said["redis"] == holder.said["redis"]
    assert one(other.said["app"], "select current_user || '/' || current_database()") == (
        "inspectorate_app/elsewhere"
    )
    assert one(other.said["owner"], "select current_user") == "inspectorate_owner"
    do(other.said["owner"], "create table made_by_the_owner (id int)")


def test_a_given_server_that_may_not_be_prepared_is_refused_with_a_sentence(hold: Hold) -> None:
    holder = hold("throwaway")
    refused = hold("throwaway", DATABASE_URL=holder.said["app"], REDIS_URL=holder.said["redis"])
    assert refused.said == {}
    assert refused.process.stderr is not None
    message = refused.process.stderr.read()
    assert "LaunchFault" in message
    assert "who may not create the roles" in message
    assert urlsplit(holder.said["app"]).password not in message


def test_the_containers_script_prepares_an_empty_server(hold: Hold, tmp_path: Path) -> None:
    holder = hold("throwaway")
    do(holder.said["owner"].rpartition("/")[0] + "/postgres", "drop database inspectorate")
    address = urlsplit(superuser_of(holder))
    programs = _installed().postgres.parent
    answer = subprocess.run(
        ["sh", str(CHECKOUT / "docker" / "prepare-database.sh")],
        env={
            "PATH": f"{programs}:{os.environ['PATH']}",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(address.port),
            "PGPASSWORD": str(address.password),
            "SQL_FOLDER": str(CHECKOUT / "inspectorate" / "tenancy"),
            "DATABASE_OWNER_PASSWORD": 'it\'s "quoted" \\ properly',
            "DATABASE_APP_PASSWORD": "appword",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    app = f"postgres://inspectorate_app:appword@127.0.0.1:{address.port}/inspectorate"
    assert one(app, "select has_schema_privilege('public', 'usage')") is True
    assert one(app, "select has_schema_privilege('public', 'create')") is False
    owned_by = "select pg_get_userbyid(datdba) from pg_database where datname = 'inspectorate'"
    assert one(app, owned_by) == "inspectorate_owner"
