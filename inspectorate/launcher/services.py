"""A database and a broker for as long as a command needs them: given, joined, or started."""

import secrets
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from inspectorate.launcher import processes
from inspectorate.launcher.faults import LaunchFault, say
from inspectorate.launcher.folders import (
    Lock,
    Place,
    make_folder,
    new_test_folder,
    place_for,
    read_private,
    remember_children,
    stop_leftovers,
    write_private,
)
from inspectorate.launcher.programs import programs_for
from inspectorate.launcher.roles import (
    APP,
    DATABASE,
    OWNER,
    DatabaseAddresses,
    connect,
    database_address,
    ensure_database,
    prepare_given_database,
    prepare_roles,
    prepare_schema,
)
from inspectorate.launcher.servers import (
    STOP_BROKER,
    STOP_POSTGRES,
    Where,
    start_broker,
    start_postgres,
    superuser_address,
)

JOIN_SECONDS = 90.0
STATE = "state.json"


@dataclass(frozen=True, slots=True)
class Services:
    """What a command needs to reach, and the folder its own files go to."""

    database: DatabaseAddresses
    redis_url: str
    secret_key: str
    folder: Path
    embedded_database: bool
    """Whether the database is the launcher's own, for it to migrate; a given one is its owner's."""


@contextmanager
def kept_services(environ: Mapping[str, str], place: Place | None = None) -> Iterator[Services]:
    """The services with the checkout's kept data: started, or joined when a command has them."""
    place = place or place_for()
    folder = make_folder(place.kept, passable=place.account is not None)
    given = _given(environ)
    lock = Lock(folder / "lock")
    users = Lock(folder / "users.lock")
    deadline = time.monotonic() + JOIN_SECONDS
    while not lock.take():
        joined = _join(folder, users, given)
        if joined:
            try:
                yield joined
            finally:
                users.let_go()
            return
        if time.monotonic() > deadline:
            raise LaunchFault(
                "Another command of this checkout holds the database and does not answer. "
                "End it, then run this again."
            )
        time.sleep(0.2)
    try:
        with _running(place, folder, given, durable=True) as services:
            _announce(folder, services)
            try:
                yield services
            finally:
                (folder / STATE).unlink(missing_ok=True)
                _wait_for_others(users)
    finally:
        lock.let_go()


@contextmanager
def throwaway_services(
    environ: Mapping[str, str], place: Place | None = None, *, durable: bool = False
) -> Iterator[Services]:
    """Services of one run of the tests, or of one measurement; everything is removed afterwards.

    `durable` makes the servers write as an installation's do, which tests have no need to wait for.
    """
    place = place or place_for()
    folder, lock = new_test_folder(place)
    try:
        with _running(place, folder, _given(environ), durable=durable) as services:
            yield services
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        lock.let_go()


@dataclass(frozen=True, slots=True)
class _Given:
    """What the environment names; None is to be started here."""

    database: str | None
    owner: str | None
    redis: str | None

    def prepared(self) -> DatabaseAddresses | None:
        if self.database is None:
            return None
        if self.owner is not None:
            return DatabaseAddresses(app=self.database, owner=self.owner)
        return prepare_given_database(self.database)


def _given(environ: Mapping[str, str]) -> _Given:
    return _Given(
        database=environ.get("DATABASE_URL") or None,
        owner=environ.get("DATABASE_OWNER_URL") or None,
        redis=environ.get("REDIS_URL") or None,
    )


@contextmanager
def _running(place: Place, folder: Path, given: _Given, *, durable: bool) -> Iterator[Services]:
    """Start what is not given; stop it, the broker first, when the command has ended."""
    stop_leftovers(folder)
    (folder / STATE).unlink(missing_ok=True)
    words = _passwords(folder)
    with ExitStack() as running:
        pids: list[int] = []
        database, redis = given.prepared(), given.redis
        if database is None or redis is None:
            where = Where(
                folder=folder,
                logs=make_folder(folder / "logs"),
                programs=programs_for(place),
                account=place.account,
                durable=durable,
            )
            if database is None:
                server = start_postgres(where, words["superuser"])
                running.callback(processes.stop, server.process, STOP_POSTGRES)
                pids.append(server.process.pid)
                database = _prepared(server.port, words)
            if redis is None:
                server = start_broker(where, words["broker"])
                running.callback(processes.stop, server.process, STOP_BROKER)
                pids.append(server.process.pid)
                redis = f"redis://:{words['broker']}@127.0.0.1:{server.port}/0"
            remember_children(folder, pids)
        yield Services(
            database=database,
            redis_url=redis,
            secret_key=words["secret_key"],
            folder=folder,
            embedded_database=given.database is None,
        )


def _prepared(port: int, words: dict[str, str]) -> DatabaseAddresses:
    """Make the roles and the database where they are missing; safe to repeat."""
    with closing(connect(superuser_address(port, words["superuser"]))) as connection:
        prepare_roles(connection, {OWNER: words[OWNER], APP: words[APP]})
        ensure_database(connection, DATABASE)
    addresses = DatabaseAddresses(
        app=database_address(role=APP, password=words[APP], port=port),
        owner=database_address(role=OWNER, password=words[OWNER], port=port),
    )
    with closing(connect(addresses.owner)) as connection:
        prepare_schema(connection)
    return addresses


def _passwords(folder: Path) -> dict[str, str]:
    """Random words, made once for each run folder and readable by its owner only."""
    path = folder / "secrets.json"
    words = read_private(path) or {}
    missing = {"superuser", OWNER, APP, "broker", "secret_key"} - words.keys()
    if missing:
        words |= {name: secrets.token_hex(32) for name in sorted(missing)}
        write_private(path, words)
    return words


def _announce(folder: Path, services: Services) -> None:
    write_private(
        folder / STATE,
        {
            "app": services.database.app,
            "owner": services.database.owner,
            "redis": services.redis_url,
            "secret_key": services.secret_key,
            "embedded_database": services.embedded_database,
        },
    )


def _join(folder: Path, users: Lock, given: _Given) -> Services | None:
    """The services another command of this checkout runs; None when they are not there (yet)."""
    if not users.take(shared=True):
        return None
    # Read after the lock: the owner takes its note down before it waits for this lock.
    state = read_private(folder / STATE)
    if state is None:
        users.let_go()
        return None
    return Services(
        database=given.prepared() or DatabaseAddresses(app=state["app"], owner=state["owner"]),
        redis_url=given.redis or state["redis"],
        secret_key=state["secret_key"],
        folder=folder,
        embedded_database=given.database is None and bool(state["embedded_database"]),
    )


def _wait_for_others(users: Lock) -> None:
    """Keep the servers up until commands that joined them have ended; Ctrl-C ends the waiting."""
    if users.take():
        return
    say("Waiting for another command on the same database to end (Ctrl-C: stop it anyway) ...")
    while not users.take(wait_seconds=60):
        pass
