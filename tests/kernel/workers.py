"""A real broker and real Celery workers, each a process of its own, for tests of background work."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection
from redis import Redis

from inspectorate.celery import app

PATIENCE = 60.0
NOBODY_LISTENS = "redis://127.0.0.1:1/0"


def until(holds: Callable[[], object], what: str, *, patience: float = PATIENCE) -> None:
    """Wait for something to become true. Raises AssertionError, saying what never did."""
    end = time.monotonic() + patience
    while not holds():
        assert time.monotonic() < end, f"Never: {what}"
        time.sleep(0.05)


def speak_to(broker: str) -> None:
    """Let this process send its tasks to a broker."""
    os.environ["CELERY_BROKER_URL"] = broker
    app._after_fork()  # drops the connections that were open to another


@contextmanager
def broker_of_our_own() -> Iterator[str]:
    """An empty database of the broker that no other test process uses at the same time."""
    address = urlsplit(settings.REDIS_URL)
    url = urlunsplit(address._replace(path=f"/{1 + os.getpid() % 15}"))
    before = os.environ.get("CELERY_BROKER_URL")
    server = Redis.from_url(url)
    server.flushdb()
    speak_to(url)
    try:
        yield url
    finally:
        server.flushdb()
        server.close()
        os.environ.pop("CELERY_BROKER_URL")
        if before is not None:
            os.environ["CELERY_BROKER_URL"] = before
        app._after_fork()


@dataclass
class Worker:
    """A worker and its only child, in a process group of their own."""

    process: subprocess.Popen[bytes]
    log: Path

    def signal(self, number: int) -> None:
        os.killpg(self.process.pid, number)

    def kill(self) -> None:
        """As when the machine loses its power."""
        if self.process.poll() is None:
            self.signal(signal.SIGCONT)
            self.signal(signal.SIGKILL)
            self.process.wait(10)

    def has_said(self, text: str) -> bool:
        return text in self.log.read_text(encoding="utf-8")


class Workers:
    """Starts workers on the test's database and broker; whatever still runs is killed at the end."""

    def __init__(self, broker: str, folder: Path) -> None:
        self.broker, self.folder = broker, folder
        self.started: list[Worker] = []

    def start(self, *, pace: float = 0.0) -> Worker:
        """A worker that is ready for work. ``pace`` is how many seconds each step of a job takes."""
        log = self.folder / f"worker-{len(self.started)}.log"
        address = urlsplit(os.environ["DATABASE_URL"])
        database = str(connection.settings_dict["NAME"])
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "inspectorate.settings.development",
            "DATABASE_URL": urlunsplit(address._replace(path=f"/{database}")),
            "REDIS_URL": self.broker,
            "CELERY_BROKER_URL": self.broker,
            "JOB_PACE_SECONDS": str(pace),
            "JOB_SILENCE_SECONDS": str(settings.JOB_SILENCE_SECONDS),
        }
        environment.pop("DATABASE_OWNER_URL", None)
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "inspectorate",
            "worker",
            "-c",
            "1",
            "-l",
            "INFO",
        ]
        command += ["--without-gossip", "--without-mingle", "-n", f"w{len(self.started)}@%h"]
        with log.open("wb") as out:
            process = subprocess.Popen(
                command,
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=out,
                stderr=out,
                start_new_session=True,
            )
        worker = Worker(process, log)
        self.started.append(worker)
        until(lambda: worker.has_said("ready.") or process.poll() is not None, "a worker is ready")
        assert process.poll() is None, log.read_text(encoding="utf-8")
        return worker

    def stop(self) -> None:
        for worker in self.started:
            worker.kill()


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[Workers]:
    """None yet, on a broker of the test's own."""
    with broker_of_our_own() as broker:
        started = Workers(broker, tmp_path)
        try:
            yield started
        finally:
            started.stop()
