"""bin/demo: every part of the product on this machine, with both demonstration inspectorates."""

import argparse
import http.client
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from inspectorate.launcher import processes
from inspectorate.launcher.commands import MANAGE, run_for_person
from inspectorate.launcher.environment import environment_for
from inspectorate.launcher.faults import LaunchFault, say, tail_of
from inspectorate.launcher.folders import (
    Lock,
    make_folder,
    place_for,
    read_private,
    stop_leftovers,
    write_private,
)
from inspectorate.launcher.migrations import bring_up_to_date, migrate
from inspectorate.launcher.ports import LOOPBACK, first_free_port, is_free
from inspectorate.launcher.processes import Child
from inspectorate.launcher.services import Services, kept_services

SETTINGS = "inspectorate.settings.demo"
OWNER_URL = "DATABASE_OWNER_URL"
USUAL_PORT = 8000
READY_SECONDS = 60.0
COMPILE_SECONDS = 900.0
HIGHEST_PORT = 65535

# What the product's own commands are asked for; they are written where the product is.
LOAD = ("load_demonstration", "--wait")
ADDRESSES = ("demonstration_addresses", "--base-url")

STOP_WEB = ((signal.SIGTERM, 10.0), (signal.SIGQUIT, 3.0))
STOP_JOBS = ((signal.SIGTERM, 15.0), (signal.SIGQUIT, 5.0))


def demo(arguments: Sequence[str]) -> int:
    """Set up, load, compile, and serve until Ctrl-C; with --check, stop once all has answered."""
    options = _options(arguments)
    if options.reset:
        _reset()
    with kept_services(os.environ) as services:
        one_at_a_time = Lock(services.folder / "demonstration.lock")
        if one_at_a_time.take():
            try:
                return _run(services, options)
            finally:
                one_at_a_time.let_go()
        return _beside_another(services, options)


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/demo", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="stop once the summaries are compiled and pages answer"
    )
    parser.add_argument("--reset", action="store_true", help="start over with fresh data")
    parser.add_argument(
        "--port", type=_port, help=f"serve here (default: {USUAL_PORT} or the next free one)"
    )
    return parser.parse_args(arguments)


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a number from 1 to 65535")
    return int(text)


def _reset() -> None:
    """Remove this checkout's kept data, and nothing else."""
    folder = place_for().kept
    if os.environ.get("DATABASE_URL"):
        say("--reset leaves the database that DATABASE_URL names alone; empty it yourself.")
    if not folder.exists():
        return
    lock = Lock(folder / "lock")
    if not lock.take(wait_seconds=2):
        raise LaunchFault(
            "Another command of this checkout is using the data. End it, then run this again."
        )
    stop_leftovers(folder)
    shutil.rmtree(folder)
    lock.let_go()
    say("Starting over with fresh data.")


@dataclass(slots=True)
class _Parts:
    """The running processes of the product, by name, with their logs."""

    folder: Path
    environment: dict[str, str]
    running: dict[str, tuple[subprocess.Popen[bytes], Path]] = field(default_factory=dict)

    def start(
        self, name: str, command: Sequence[str], death_signal: int
    ) -> subprocess.Popen[bytes]:
        log = make_folder(self.folder / "logs") / f"{name}.log"
        log.write_bytes(b"")  # what is shown after a fault is of this run
        process = processes.start(
            Child(command, self.environment, log=log, death_signal=death_signal)
        )
        self.running[name] = (process, log)
        return process

    def see_to_it(self) -> None:
        """Raise `LaunchFault`, with the log's end, when one of them is no longer there."""
        for name, (process, log) in self.running.items():
            if process.poll() is not None:
                raise LaunchFault(
                    f"The {name} stopped (status {process.returncode}). "
                    f"The end of {log}:\n{tail_of(log)}"
                )


def _run(services: Services, options: argparse.Namespace) -> int:
    environment = environment_for(
        services,
        os.environ,
        settings=SETTINGS,
        extra={
            "CELERY_BEAT_SCHEDULE_FILE": str(make_folder(services.folder / "beat") / "schedule")
        },
    )
    if services.embedded_database:
        bring_up_to_date(services.folder, environment)
    else:
        migrate(services.folder, environment)
    port = _choose_port(options.port)
    base_url = f"http://{LOOPBACK}:{port}"
    environment["SITE_URL"] = base_url
    with _parts_running(services.folder, environment, port) as parts:
        write_private(services.folder / "demonstration.json", {"base_url": base_url})
        _load(environment, parts.see_to_it)
        _wait_until_ready(base_url, parts.see_to_it)
        addresses = _addresses(environment, base_url)
        if options.check:
            _check_pages(base_url, addresses)
            return 0
        sys.stdout.write(f"{addresses.rstrip()}\n")
        sys.stdout.flush()
        say("\nServing until Ctrl-C. Logs: " + str(services.folder / "logs"))
        return _serve(parts)


def _beside_another(services: Services, options: argparse.Namespace) -> int:
    """Another bin/demo of this checkout serves already: check that one, or say where it is."""
    note = read_private(services.folder / "demonstration.json") or {}
    base_url = str(note.get("base_url", ""))
    if not options.check or not base_url:
        raise LaunchFault(
            f"The demonstration of this checkout runs already{': ' if base_url else ''}{base_url} "
            "- use that one, or end it first."
        )
    environment = environment_for(services, os.environ, settings=SETTINGS)
    _load(environment, lambda: None)
    _wait_until_ready(base_url, lambda: None)
    _check_pages(base_url, _addresses(environment, base_url))
    return 0


def _choose_port(asked: int | None) -> int:
    if asked is not None:
        if not is_free(asked):
            raise LaunchFault(f"Port {asked} is taken or not allowed. Choose another with --port.")
        return asked
    port = first_free_port(USUAL_PORT)
    if port is None:
        raise LaunchFault(f"No port from {USUAL_PORT} upwards is free. Choose one with --port.")
    return port


@contextmanager
def _parts_running(folder: Path, environment: dict[str, str], port: int) -> Iterator[_Parts]:
    """The worker, the scheduler and the web for as long as they are needed.

    Each has the run folder on its command line, by which a later start knows it.
    """
    # None of them has a use for the owner's connection, so none of them is given it.
    without_owner = {name: value for name, value in environment.items() if name != OWNER_URL}
    parts = _Parts(folder=folder, environment=without_owner)
    celery = (sys.executable, "-m", "celery", "-A", "inspectorate", "--workdir", str(folder))
    web = (
        *(sys.executable, "-m", "gunicorn", "inspectorate.wsgi", "--chdir", str(folder)),
        # Threads: a browser that reads slowly keeps nobody else waiting.
        *("--worker-class", "gthread", "--workers", "2", "--threads", "4"),
        *("--bind", f"{LOOPBACK}:{port}", "--no-control-socket"),
    )
    with ExitStack() as running:
        started = (
            ("worker", (*celery, "worker", "-c", "2", "-l", "INFO"), signal.SIGKILL, STOP_JOBS),
            ("scheduler", (*celery, "beat", "-l", "INFO"), signal.SIGTERM, STOP_JOBS),
            ("web", web, signal.SIGQUIT, STOP_WEB),
        )
        for name, command, death_signal, ending in started:
            running.callback(processes.stop, parts.start(name, command, death_signal), ending)
        yield parts
        say("Stopping ...")


def _load(environment: dict[str, str], see_to_it: Callable[[], None]) -> None:
    deadline = time.monotonic() + COMPILE_SECONDS

    def watch() -> None:
        see_to_it()
        if time.monotonic() > deadline:
            raise LaunchFault(
                f"The summaries were not compiled within {COMPILE_SECONDS / 60:.0f} minutes."
            )

    status = run_for_person([sys.executable, MANAGE, *LOAD], environment, watch)
    if status == 128 + signal.SIGINT:
        raise KeyboardInterrupt
    if status != 0:
        raise LaunchFault("The demonstration inspectorates could not be loaded: see above.")


def _addresses(environment: dict[str, str], base_url: str) -> str:
    """What the product says about where to go and as whom to sign in."""
    answer = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, MANAGE, *ADDRESSES, base_url],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if answer.returncode != 0:
        reason = "\n".join(f"  {line}" for line in answer.stderr.splitlines()[-5:])
        raise LaunchFault(f"The addresses of the demonstration could not be listed:\n{reason}")
    return answer.stdout


def _serve(parts: _Parts) -> int:
    try:
        while True:
            time.sleep(0.5)
            parts.see_to_it()
    except KeyboardInterrupt:
        say("")
        return 0


def _wait_until_ready(base_url: str, see_to_it: Callable[[], None]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    answer: int | str = "no answer"
    while time.monotonic() < deadline:
        see_to_it()
        try:
            answer = _status_of(f"{base_url}/health/ready")
        except OSError as error:
            answer = str(error)
        if answer == http.client.OK:
            return
        time.sleep(0.2)
    raise LaunchFault(
        f"{base_url}/health/ready was not well within {READY_SECONDS:.0f} seconds ({answer})."
    )


def _check_pages(base_url: str, addresses: str) -> None:
    """Open every address the product prints; raise `LaunchFault` for the first that is not well."""
    found = list(dict.fromkeys(re.findall(rf"{re.escape(base_url)}[^\s,;)]*", addresses)))
    if not found:
        raise LaunchFault("The demonstration printed no address to open.")
    for address in found:
        status = _status_of(address)
        if status != http.client.OK:
            raise LaunchFault(f"{address} answered {status}; it should open.")
    say(f"{len(found)} addresses of the demonstration open; /health/ready is well.")


def _status_of(address: str, redirects: int = 5) -> int:
    """The status a page ends with, redirects on this machine followed. Raises `OSError`."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or LOOPBACK, parts.port, timeout=30)
    try:
        line.request("GET", parts.path + (f"?{parts.query}" if parts.query else ""))
        answer = line.getresponse()
        answer.read()
    except http.client.HTTPException as error:
        raise ConnectionError(f"{address}: {error!r}") from error
    finally:
        line.close()
    onward = answer.getheader("Location")
    if onward and redirects and answer.status in (301, 302, 303, 307, 308):
        return _status_of(urljoin(address, onward), redirects - 1)
    return answer.status
