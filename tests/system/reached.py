"""Is every named address of the product reached by a test?

The build runs the tests with ``REACHED`` naming a folder, then ``python -m tests.system.reached FOLDER``. Each
process of the tests writes down the names of the addresses that answered 2xx or 3xx; the command
says which names of the resolver nobody reached, and ends with status 1 if there is one.
"""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import django
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver

VARIABLE = "REACHED"

EXEMPT = {
    "account_inactive": "where the sign-in library leads people who are switched off; ours never are",
    "mfa_download_recovery_codes": "recovery codes are shown once and not offered as a file",
    "mfa_reauthenticate_webauthn": "only a security key in somebody's hand gets past it",
}
"""Names that no test can reach, each with the reason. May only shrink."""

ADDRESSES_NEED = {
    "DJANGO_SETTINGS_MODULE": "inspectorate.settings.test",
    "SECRET_KEY": "nothing is signed here",
    "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "DATABASE_OWNER_URL": "postgres://nobody@127.0.0.1:1/nothing",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}
"""Settings without which no address is known; nothing is opened by them."""


class Reached:
    """Middleware of the test settings; without ``REACHED`` it does nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.seen: set[str] = set()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if VARIABLE in os.environ and match is not None and match.url_name:
            self.note(match.url_name, response.status_code)
        return response

    def note(self, name: str, status: int) -> None:
        if status < 400 and name not in self.seen:
            self.seen.add(name)
            folder = Path(os.environ[VARIABLE])
            folder.mkdir(parents=True, exist_ok=True)
            with (folder / f"{os.getpid()}.txt").open("a") as file:
                file.write(f"{name}\n")


def names(patterns: list | None = None) -> Iterator[str]:
    """The names of every address of the product."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from names(one.url_patterns)
        elif isinstance(one, URLPattern) and one.name:
            yield one.name


def unreached(folder: Path) -> list[str]:
    """The names that no process of the tests has written into ``folder``, in order."""
    reached = {
        name for file in folder.glob("*.txt") for name in file.read_text().splitlines() if name
    }
    return sorted(set(names()) - reached - set(EXEMPT))


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or not Path(arguments[0]).is_dir():
        sys.stderr.write("Name the folder that the tests wrote into with REACHED.\n")
        return 2
    for name, value in ADDRESSES_NEED.items():
        os.environ.setdefault(name, value)
    django.setup()
    missing = unreached(Path(arguments[0]))
    for name in missing:
        sys.stdout.write(f"No passing test reaches {name}.\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
