"""One embedded PostgreSQL and one embedded broker, as child processes on the loopback address."""

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg2

from inspectorate.launcher import processes
from inspectorate.launcher.faults import LaunchFault, tail_of
from inspectorate.launcher.folders import make_folder
from inspectorate.launcher.ports import LOOPBACK, any_free_port
from inspectorate.launcher.processes import Account, Child
from inspectorate.launcher.programs import Programs
from inspectorate.launcher.roles import connect, database_address

SUPERUSER = "postgres"
START_SECONDS = 60.0
TRIES = 3
"""A free port may be taken, and memory of a killed server still held, between look and start."""

STOP_POSTGRES = ((signal.SIGINT, 30.0), (signal.SIGQUIT, 5.0))
STOP_BROKER = ((signal.SIGTERM, 10.0),)


@dataclass(frozen=True, slots=True)
class Where:
    """What a server runs out of. `durable` data outlive the server; the others may be lost."""

    folder: Path
    logs: Path
    programs: Programs
    account: Account | None
    durable: bool


@dataclass(frozen=True, slots=True)
class Server:
    """A running server, answering."""

    process: subprocess.Popen[bytes]
    port: int


def start_postgres(where: Where, password: str) -> Server:
    """Make the data folder if there is none, start PostgreSQL, wait until it answers.

    Raises `LaunchFault` with the tail of the log.
    """
    data = _data_folder(where, password)
    _clear_stale_pid(data)
    log = where.logs / "postgres.log"

    def answers(port: int) -> bool:
        with (
            suppress(psycopg2.OperationalError),
            closing(connect(superuser_address(port, password))),
        ):
            return True
        return False

    return _start(
        "PostgreSQL",
        lambda port: Child(
            command=_postgres_command(where, data, port),
            environment=_bare_environment(),
            log=log,
            account=where.account,
            death_signal=signal.SIGINT,
            folder=data,
        ),
        answers,
        log,
    )


def superuser_address(port: int, password: str) -> str:
    """The address for setting up; never handed to a child."""
    return database_address(role=SUPERUSER, password=password, port=port, name="postgres")


def start_broker(where: Where, password: str) -> Server:
    """Start Valkey, wait until it answers. Raises `LaunchFault` with the tail of the log."""
    folder = make_folder(where.folder / "broker", where.account)
    settings = folder / "valkey.conf"
    log = where.logs / "broker.log"

    def child(port: int) -> Child:
        settings.write_text(_broker_settings(where, folder, port, password), encoding="utf-8")
        settings.chmod(0o600)
        if where.account:
            os.chown(settings, where.account.uid, where.account.gid)
        return Child(
            command=[str(where.programs.valkey), str(settings)],
            environment=_bare_environment(),
            log=log,
            account=where.account,
            folder=folder,
        )

    return _start("The broker", child, lambda port: _broker_answers(port, password), log)


def _start(
    name: str, child_at: Callable[[int], Child], answers: Callable[[int], bool], log: Path
) -> Server:
    for _ in range(TRIES):
        port = any_free_port()
        process = processes.start(child_at(port))
        deadline = time.monotonic() + START_SECONDS
        try:
            while process.poll() is None and time.monotonic() < deadline:
                if answers(port):
                    return Server(process=process, port=port)
                time.sleep(0.05)
        except BaseException:
            processes.stop(process, ())
            raise
        processes.stop(process, ())
        time.sleep(0.5)
    raise LaunchFault(f"{name} did not start. The end of {log}:\n{tail_of(log)}")


def _bare_environment() -> dict[str, str]:
    """Servers take nothing from the person's environment but where the system's programs are."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def _data_folder(where: Where, password: str) -> Path:
    folder = make_folder(where.folder / "postgres", where.account)
    data = folder / "data"
    whole = folder / "made"  # written last, so that a data folder made half is made again
    if not whole.exists():
        shutil.rmtree(data, ignore_errors=True)
        _make_data(where, folder, data, password)
        whole.touch()
    made_by = (data / "PG_VERSION").read_text(encoding="utf-8").strip()
    ours = subprocess.run(  # noqa: S603
        [where.programs.postgres, "-V"], capture_output=True, text=True, check=True, cwd="/"
    ).stdout.split()[-1]
    if ours.split(".")[0] != made_by:
        raise LaunchFault(
            f"The data in {data} were made by PostgreSQL {made_by}; this is {ours}. "
            "`bin/demo --reset` starts over with fresh data."
        )
    return data


def _make_data(where: Where, folder: Path, data: Path, password: str) -> None:
    word = folder / "password"
    word.write_text(password, encoding="utf-8")
    word.chmod(0o600)
    if where.account:
        os.chown(word, where.account.uid, where.account.gid)
    log = where.logs / "initdb.log"
    command = [
        str(where.programs.initdb),
        *("--pgdata", str(data), "--username", SUPERUSER, "--pwfile", str(word)),
        *("--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C"),
        # The same order and the same letters on every machine, whatever its C library.
        *("--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"),
        "--no-sync",
    ]
    try:
        process = processes.start(
            Child(command, _bare_environment(), log=log, account=where.account, folder=folder)
        )
        if process.wait() != 0:
            raise LaunchFault(f"The database could not be made. The end of {log}:\n{tail_of(log)}")
    finally:
        word.unlink()


def _postgres_command(where: Where, data: Path, port: int) -> list[str]:
    settings = {
        "listen_addresses": LOOPBACK,
        "port": str(port),
        "unix_socket_directories": "",
        "max_connections": "200",
        "shared_buffers": "128MB",
        "jit": "off",  # queries here are many and short
        "timezone": "UTC",
        "log_timezone": "UTC",
    }
    if not where.durable:
        settings |= {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}
    command = [str(where.programs.postgres), "-D", str(data)]
    for name, value in settings.items():
        command += ["-c", f"{name}={value}"]
    return command


def _clear_stale_pid(data: Path) -> None:
    """See to the note a killed PostgreSQL leaves, which otherwise may stop the next start.

    The folder's lock is held, so a server of this folder that still runs has lost its launcher.
    """
    note = data / "postmaster.pid"
    try:
        pid = int(note.read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        return
    processes.stop_left_behind([pid], str(data))
    if str(data) not in (processes.command_line_of(pid) or str(data)):
        note.unlink(missing_ok=True)  # the number now belongs to somebody else's process


def _broker_settings(where: Where, folder: Path, port: int, password: str) -> str:
    return "\n".join(
        (
            f"bind {LOOPBACK}",
            f"port {port}",
            f"requirepass {password}",
            f'dir "{folder}"',
            f"appendonly {'yes' if where.durable else 'no'}",
            'save ""',
            "set-proc-title no",  # the command line is how a later start knows it
            "",
        )
    )


def _broker_answers(port: int, password: str) -> bool:
    try:
        with closing(socket.create_connection((LOOPBACK, port), timeout=2)) as line:
            line.sendall(f"AUTH {password}\r\nPING\r\n".encode())
            answer = b""
            while answer.count(b"\r\n") < 2 and (more := line.recv(256)):  # noqa: PLR2004
                answer += more
    except OSError:
        return False
    return answer == b"+OK\r\n+PONG\r\n"
