"""P5: open the recording page and save from it, beside an empty page in the same layout."""

import gzip
import re
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import (
    _AUTHENTICATION_METHODS_USER_SESSION_KEY as METHODS_OF,
)
from django.contrib.staticfiles import finders
from django.test import Client, override_settings

from inspectorate.bench.fieldwork import Fieldwork
from inspectorate.bench.saving import SAID
from inspectorate.bench.timing import bound, in_turns, verdict
from inspectorate.bench.watching import watched

GOALS = {"statements": 12, "kilobytes": 25, "save_statements": 10, "save_bytes": 2_000}
FIRST_VISIT_KB = 60
GOAL_RATIO = 3.0
OF_THE_SYSTEM = "vendor/design-system"
_LINKED = re.compile(r'(?:href|src)="/static/([^"#]+)"')
_IMPORTED = re.compile(r'(?:from|import)\s*"(\.{1,2}/[^"]+)"')
BACKEND = "django.contrib.auth.backends.ModelBackend"


def measure_page(made: Fieldwork, *, rounds: int) -> None:
    """Print the lines of P5."""
    client = sign_in(made)
    address = recording_of(made)
    with override_settings(ROOT_URLCONF="inspectorate.bench.empty"):
        empty = f"/{made.inspectorate.slug}/empty"
        work, floor = in_turns(lambda: _get(client, address), lambda: _get(client, empty), rounds)
    print(f"  recording page {work:.1f} ms, empty page {floor:.1f} ms")
    print(verdict("P5", page="recording", ratio=work / floor, goal=GOAL_RATIO))
    with watched() as statements:
        page = _get(client, address)
    print(bound("P5", "statements", len(statements), GOALS["statements"]))
    kilobytes = len(gzip.compress(page.content, 6)) / 1000
    print(bound("P5", "compressed_kilobytes", round(kilobytes, 1), GOALS["kilobytes"]))
    print(bound("P5", "first_visit_kilobytes", _first_visit(page), FIRST_VISIT_KB))
    _save(client, address, page)


def sign_in(made: Fieldwork) -> Client:
    """The lead's browser, after a password and a second factor."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(made.lead, backend=BACKEND)
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {"method": method, "at": time.time()} for method in ("password", "mfa")
    ]
    session[METHODS_OF] = str(made.lead.pk)
    session.save()
    return client


def recording_of(made: Fieldwork) -> str:
    return f"/{made.inspectorate.slug}/inspections/{made.inspection}/recording/1.1"


def form_of(page: Any, **changed: str) -> dict[str, str]:
    """What a browser sends of the page's form, its own fields as they stand."""
    text = page.content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', text))
    kept = ("csrfmiddlewaretoken", "version", "view_version")
    return {name: fields[name] for name in kept if name in fields} | changed


def _get(client: Client, address: str) -> Any:
    answer = client.get(address)
    if answer.status_code != 200:  # noqa: PLR2004
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return answer


def _save(client: Client, address: str, page: Any) -> None:
    """One field, as the browser sends it: the whole form, and its cookies."""
    form = form_of(page, mine="", reason="", rationale=SAID, single_source_reason="", value="")
    with watched() as statements:
        answer = client.post(address, form)
    if answer.status_code != 302:  # noqa: PLR2004
        raise RuntimeError(f"The save was answered {answer.status_code}")
    cookies = "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
    sent = len(f"POST {address} HTTP/1.1\r\nCookie: {cookies}\r\n") + len(urlencode(form))
    back = len(answer.content) + sum(len(f"{a}: {b}\r\n") for a, b in answer.items())
    back += sum(len(f"{one.output()}\r\n") for one in answer.cookies.values())
    print(bound("P5", "save_statements", len(statements), GOALS["save_statements"]))
    print(bound("P5", "save_bytes_sent", sent, GOALS["save_bytes"]))
    print(bound("P5", "save_bytes_back", back, GOALS["save_bytes"]))


def _first_visit(page: Any) -> float:
    """Compressed kilobytes of what the page links, modules' modules too, the design system apart."""
    wanted = list(_LINKED.findall(page.content.decode()))
    seen: set[Path] = set()
    while wanted:
        name = re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", wanted.pop())
        found = finders.find(name)
        if found is None or OF_THE_SYSTEM in name or Path(found) in seen:
            continue
        seen.add(Path(found))
        if name.endswith(".js"):
            text = Path(found).read_text(encoding="utf-8")
            folder = Path(name).parent
            wanted += [_joined(folder, one) for one in _IMPORTED.findall(text)]
    return round(sum(len(gzip.compress(one.read_bytes(), 6)) for one in seen) / 1000, 1)


def _joined(folder: Path, name: str) -> str:
    """``../b/c.js`` seen from ``a/``."""
    parts: list[str] = list(folder.parts)
    for part in Path(name).parts:
        if part == "..":
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts)
