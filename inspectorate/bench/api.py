"""P2: a page of 100 evaluations, beside bare WSGI and a plain DRF view set.

Three servers of two sync workers each are measured in turns by eight connections. All three check
the same token, open the same scope and read under row level security as the same role.
"""

import statistics
from argparse import ArgumentParser

from inspectorate.bench.filling import fill
from inspectorate.bench.load import Driver, Load, request, status_of
from inspectorate.bench.serving import served, token
from inspectorate.bench.timing import verdict

CONNECTIONS = 8
SECONDS = 4.0
ROUNDS = 4
VARIANTS = {
    "ours": ("inspectorate.wsgi:application", "/api/v1/{slug}/evaluations?page_size=100"),
    "bare": ("inspectorate.bench.bare:application", "/{slug}"),
    "plain": ("inspectorate.bench.plain:application", "/api/v1/{slug}/plain/?page_size=100"),
}


def measure(port: int, path: str, secret: str, seconds: float = SECONDS) -> Load:
    """Eight clients, each asking again as soon as it is answered. Raises RuntimeError."""
    asked = request("GET", path, {"Authorization": f"Bearer {secret}"})
    load = Driver(port, lambda _: asked, lambda _, answer: status_of(answer)).closed(
        CONNECTIONS, seconds
    )
    if set(load.statuses) != {200}:
        raise RuntimeError(f"{path} answered {dict(load.statuses)}")
    return load


def run(arguments: list[str]) -> int:
    parser = ArgumentParser(prog="bin/bench api")
    parser.add_argument("--evaluations", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    print(f"Filling {options.evaluations:,} evaluations across 100 inspectorates...", flush=True)
    filled = fill(options.evaluations)[9]
    secret = token(filled.slug, ["evaluations:read"])
    loads: dict[str, list[Load]] = {name: [] for name in VARIANTS}
    for _ in range(options.rounds):
        for name, (module, path) in VARIANTS.items():
            with served(module) as port:
                address = path.format(slug=filled.slug)
                measure(port, address, secret)  # warm-up
                loads[name].append(measure(port, address, secret))
    rate = {name: statistics.median(one.rate for one in found) for name, found in loads.items()}
    slow = {name: statistics.median(one.p95 for one in found) for name, found in loads.items()}
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
