"""P2: a page of 100 evaluations, beside bare WSGI and a plain DRF view set.

Three servers of two sync workers each are measured in turns by eight connections. All three check
the same token, open the same scope and read under row level security as the same role.
"""

import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.core.management import call_command

from inspectorate.bench.filling import Filled, fill
from inspectorate.bench.timing import percentile, verdict
from inspectorate.launcher.ports import any_free_port

CONNECTIONS = 8
WORKERS = 2
SECONDS = 4.0
ROUNDS = 4
VARIANTS = {
    "ours": ("inspectorate.wsgi:application", "/api/v1/{slug}/evaluations?page_size=100"),
    "bare": ("inspectorate.bench.bare:application", "/{slug}"),
    "plain": ("inspectorate.bench.plain:application", "/api/v1/{slug}/plain/?page_size=100"),
}


@dataclass
class Load:
    """What a round of requests gave."""

    seconds: float = 0.0
    milliseconds: list[float] = field(default_factory=list)
    bytes: int = 0

    @property
    def rate(self) -> float:
        return len(self.milliseconds) / self.seconds if self.seconds else 0.0


@contextmanager
def served(module: str) -> Iterator[int]:
    """gunicorn with two sync workers on a free port of this machine."""
    port = any_free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        module,
        "--workers",
        str(WORKERS),
        "--bind",
        f"127.0.0.1:{port}",
        "--log-level",
        "error",
        "--keep-alive",
        "60",
    ]
    process = subprocess.Popen(command, env=os.environ | {"LOG_LEVEL": "ERROR"})  # noqa: S603
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(10)


def _wait(port: int) -> None:
    until = time.monotonic() + 30
    while time.monotonic() < until:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health/live")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not start.")


def _client(port: int, path: str, token: str, until: float, load: Load) -> None:
    headers = {"Authorization": f"Bearer {token}"}
    while time.monotonic() < until:
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        if answer.status != 200:  # noqa: PLR2004
            raise RuntimeError(f"{path} answered {answer.status}: {body[:300]!r}")
        load.milliseconds.append((time.perf_counter() - start) * 1000)
        load.bytes = len(body)


def measure(port: int, path: str, token: str) -> Load:
    load = Load()
    start = time.monotonic()
    clients = [
        threading.Thread(target=_client, args=(port, path, token, start + SECONDS, load))
        for _ in range(CONNECTIONS)
    ]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    load.seconds = time.monotonic() - start
    return load


def _token(filled: Filled) -> str:
    import io  # noqa: PLC0415

    said = io.StringIO()
    call_command(
        "create_api_token",
        inspectorate=filled.slug,
        name="bench",
        scopes=["evaluations:read"],
        stdout=said,
    )
    return said.getvalue().strip().splitlines()[-1]


def run(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="bin/bench api")
    parser.add_argument("--evaluations", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    print(f"Filling {options.evaluations:,} evaluations across 100 inspectorates...", flush=True)
    filled = fill(options.evaluations)[9]
    os.environ["API_REQUESTS_A_MINUTE"] = "100000000"
    os.environ["DJANGO_SETTINGS_MODULE"] = settings.SETTINGS_MODULE
    token = _token(filled)
    loads: dict[str, list[Load]] = {name: [] for name in VARIANTS}
    for _ in range(options.rounds):
        for name, (module, path) in VARIANTS.items():
            with served(module) as port:
                address = path.format(slug=filled.slug)
                measure(port, address, token)  # warm-up
                loads[name].append(measure(port, address, token))
    rate = {name: statistics.median(one.rate for one in found) for name, found in loads.items()}
    slow = {
        name: statistics.median(percentile(one.milliseconds, 0.95) for one in found)
        for name, found in loads.items()
    }
    for name, found in loads.items():
        print(
            f"  {name:6} {rate[name]:8.0f} requests a second, p95 {slow[name]:6.1f} ms, "
            f"{found[-1].bytes:,} bytes"
        )
    print(
        verdict("P2", against="bare", ratio=rate["ours"] / rate["bare"], goal=0.45, at_least=True)
    )
    print(
        verdict(
            "P2", against="plain-drf", ratio=rate["ours"] / rate["plain"], goal=3, at_least=True
        )
    )
    print(verdict("P2", p95="against-bare", ratio=slow["ours"] / slow["bare"], goal=3))
    return 0
