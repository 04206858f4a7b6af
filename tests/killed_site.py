"""The site in a process of its own, on the tests' database, to be killed and to come back at once.

``KilledSite`` is what tests hold. The process below it imports the site once and then serves from a
fork of itself, so that a site killed with SIGKILL is there again in some hundredths of a second.
"""

import contextlib
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from types import TracebackType
from typing import Any
from urllib.parse import quote, urlsplit
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer
from django.core.wsgi import get_wsgi_application
from django.db import connections

PATIENCE = 60
"""Seconds that a busy machine is given for what takes one."""


class KilledSite:
    """The site at ``url``; ``kill`` ends it in the middle of whatever it is doing."""

    def __init__(self) -> None:
        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            self.port = int(one.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        database = urlsplit(os.environ["DATABASE_URL"])
        name = quote(settings.DATABASES["default"]["NAME"])
        heard, said = os.pipe()
        self.numbers = os.fdopen(heard)
        self.keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.killed_site", str(self.port), str(said)],
            cwd=settings.BASE_DIR,
            env={
                **os.environ,
                "DATABASE_URL": database._replace(path=f"/{name}").geturl(),
                "DJANGO_SETTINGS_MODULE": "inspectorate.settings.test",
            },
            pass_fds=[said],
            stdout=subprocess.DEVNULL,
        )
        os.close(said)
        self.serving = 0

    def __enter__(self) -> "KilledSite":
        self.await_it()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.keeper.terminate()
        self.keeper.wait(PATIENCE)
        self.numbers.close()

    def await_it(self) -> None:
        """Wait until a process serves; it says its number when it does."""
        self.serving = int(self.numbers.readline())

    def kill(self, *, away: float = 0) -> None:
        """End what serves, now. Nobody answers for ``away`` seconds; afterwards it is there again."""
        if away:
            os.kill(self.keeper.pid, signal.SIGSTOP)
        os.kill(self.serving, signal.SIGKILL)
        if away:
            time.sleep(away)
            os.kill(self.keeper.pid, signal.SIGCONT)
        self.await_it()


def serve(port: int, said: int, application: Any) -> None:
    """Serve until this process is killed."""
    site = Site(("127.0.0.1", port), Quiet)
    site.set_app(application)
    site.begin()
    os.write(said, f"{os.getpid()}\n".encode())
    site.serve_forever()


class Quiet(WSGIRequestHandler):
    """Writes no line for each request, and does not wait long for one that never comes."""

    timeout = 5

    def log_message(self, *said: object) -> None:
        """The tests say what went wrong."""


class Site(WSGIServer):
    """Some threads that answer, each with a database connection that it keeps."""

    threads = 8

    def begin(self) -> None:
        self.waiting: queue.SimpleQueue[tuple[Any, Any]] = queue.SimpleQueue()
        for _ in range(self.threads):
            threading.Thread(target=self.answer, daemon=True).start()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.waiting.put((request, client_address))

    def answer(self) -> None:
        while True:
            request, client_address = self.waiting.get()
            # Whoever asked may have gone: that is what these tests are about.
            with contextlib.suppress(OSError):
                self.finish_request(request, client_address)
            self.shutdown_request(request)


def warm(application: Any) -> None:
    """Ask for something once, so that a fork has everything imported and nothing open."""
    asked: dict[str, Any] = {"PATH_INFO": "/hmie/workspace/status"}
    setup_testing_defaults(asked)
    application(asked, lambda *_answer: None).close()
    connections.close_all()


def keep(port: int, said: int) -> None:
    """Serve from one fork after another, whatever becomes of it, until this process is ended."""
    application = get_wsgi_application()
    warm(application)
    serving = 0

    def end(*_signal: object) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(serving, signal.SIGKILL)
        os._exit(0)

    signal.signal(signal.SIGTERM, end)
    while True:
        serving = os.fork()
        if serving == 0:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            serve(port, said, application)
        os.waitpid(serving, 0)


if __name__ == "__main__":
    keep(int(sys.argv[1]), int(sys.argv[2]))
