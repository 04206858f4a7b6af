"""Servers to be measured: gunicorn with two sync workers each, and a token to call them with."""

import io
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management import call_command

from inspectorate.bench.load import Driver, request, status_of
from inspectorate.launcher.ports import any_free_port

WORKERS = 2
STARTS_WITHIN = 60.0
STOPS_WITHIN = 20.0


@contextmanager
def served(module: str) -> Iterator[int]:
    """gunicorn on a free port of this machine, answering ``/health/live``."""
    port = any_free_port()
    command = [sys.executable, "-m", "gunicorn", module, "--workers", str(WORKERS)]
    command += ["--bind", f"127.0.0.1:{port}", "--log-level", "error"]
    environment = os.environ | {"LOG_LEVEL": "ERROR", "API_REQUESTS_A_MINUTE": "100000000"}
    process = subprocess.Popen(command, env=environment)  # noqa: S603
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(STOPS_WITHIN)


def _wait(port: int) -> None:
    until = time.monotonic() + STARTS_WITHIN
    asked = request("GET", "/health/live", {})
    while time.monotonic() < until:
        try:
            Driver(port, lambda _: asked, lambda _, answer: status_of(answer)).closed(1, 0)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def token(slug: str, scopes: Sequence[str]) -> str:
    """A new API token of an inspectorate."""
    said = io.StringIO()
    call_command("create_api_token", inspectorate=slug, name="bench", scopes=scopes, stdout=said)
    return said.getvalue().strip().splitlines()[-1]
