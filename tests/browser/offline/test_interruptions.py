"""The network, an answer, a write, the page or the site goes while work is kept or sent.

Whatever was said to be kept must be with the site in the end, once. The seed is printed; set
``SEED`` to repeat a run and ``BROKEN`` to change how many there are at the least in the first test.
``tests/evaluations/workspace/test_interruptions.py`` has the thousand, below the browser.
"""

import os
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Error

from evaluations.models import Evidence
from inspectorate.tenancy.scope import scope
from tests.browser.offline.conftest import SENT
from tests.killed_site import KilledSite

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

SEED = int(os.environ.get("SEED", "2009"))
BROKEN = int(os.environ.get("BROKEN", "60"))
REALLY = 32
CODES = ["1.1", "1.2", "3.3", "5.1"]
FAULTS = (Path(__file__).parent / "faults.js").read_text(encoding="utf-8")
PLACE = "/static/tests/faults.js"
START = """async ([place, inspection, codes, seed, round, breaks]) => {
  const { numbers, install, type } = await import(place);
  const random = numbers(seed * 7919 + round);
  if (breaks) install(random);
  window.done = type(workspace, inspection, codes, random, round).catch((error) => {
    localStorage.setItem('failed', String(error?.stack ?? error)); });
}"""
COUNTED = """() => ['cut before', 'cut after', 'write broken'].map(
  (name) => Number(localStorage.getItem(name) ?? 0))"""
TYPED = "() => Object.keys(localStorage).filter((name) => name.startsWith('typed/'))"


def serve_faults(desk: Any) -> None:
    """The tests' own module, at an address of the site: its pages run no others."""
    kind = "text/javascript"
    desk.context.route(f"**{PLACE}", lambda one: one.fulfill(body=FAULTS, content_type=kind))


def start(desk: Any, round_: int, *, breaks: bool = True) -> None:
    given = [PLACE, desk.inspection, CODES, SEED, round_, breaks]
    desk.page.evaluate(START, given)


def finish(desk: Any) -> None:
    """Stop typing and breaking, and wait until everything is sent."""
    desk.page.evaluate(
        "() => { window.typing = false; window.faultsOn = false; return window.done; }"
    )
    desk.page.evaluate("() => workspace.syncNow()")
    desk.until(SENT, seconds=180)
    assert desk.page.evaluate("() => localStorage.getItem('failed')") is None


def typed(desk: Any) -> dict[tuple[str, str], list[str]]:
    """What was said to be kept: by field and indicator, the words in the order they were typed."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in desk.page.evaluate(TYPED):
        _, field, code, word = one.split("/")
        found[field, code].append(word)
    for words in found.values():
        words.sort(key=lambda word: [int(part) for part in word[1:].split("x")])
    return found


def require_all_of_it_once(desk: Any, stored: Any, world: Any) -> int:
    """Everything that was kept is with the site, once and in order; how many words that is."""
    said = typed(desk)
    texts = {"rationale": stored.rationales(), "reason": stored.views()}
    for (field, code), words in said.items():
        if field == "evidence":
            continue
        there = texts[field].get(code, "").split()
        assert len(there) == len(set(there)), f"{field} of {code} has a word twice"
        assert [one for one in there if one in set(words)] == words, f"{field} of {code}"
    with scope(world.here.pk):
        pieces = list(Evidence.objects.order_by("number").values_list("number", "text"))
    assert [number for number, _ in pieces] == list(range(1, len(pieces) + 1))
    evidence = [text for _, text in pieces]
    assert len(evidence) == len(set(evidence)), "a piece of evidence came twice"
    for (field, _), words in said.items():
        if field == "evidence":
            assert {f"Said in interview {word}." for word in words} <= set(evidence)
    assert {one.state for one in stored.operations()} == {"done"}, "one person meets nobody"
    assert desk.state()["counts"]["unsent"] == 0
    return sum(map(len, said.values()))


def test_interruptions_at_random_points_lose_nothing_and_save_nothing_twice(
    desk: Any, stored: Any, world: Any, capsys: Any
) -> None:
    chance = random.Random(SEED)
    reloads = 0
    serve_faults(desk)
    while True:
        start(desk, reloads)
        desk.page.wait_for_timeout(chance.uniform(100, 4000))
        cuts = desk.page.evaluate(COUNTED)
        if sum(cuts) + reloads >= BROKEN:
            break
        if chance.random() < 0.3:
            desk.page.close()
            desk.page = desk.window()
        assert desk.open() == "open"
        reloads += 1
    finish(desk)
    words = require_all_of_it_once(desk, stored, world)
    tell(
        capsys,
        f"seed {SEED}: {sum(cuts) + reloads} interruptions ({cuts[0]} before sending, {cuts[1]} "
        f"before the answer, {cuts[2]} in a write, {reloads} pages); {words} words, each there once",
    )
    assert words > reloads


@pytest.fixture
def killed_site(world: Any) -> Iterator[KilledSite]:
    with KilledSite() as site:
        yield site


def test_the_network_the_tab_and_the_site_really_go(
    desk_of: Any, killed_site: KilledSite, stored: Any, world: Any, capsys: Any
) -> None:
    """No request is faked here: the network is off, the tab is closed or its process crashes, the
    site's process is killed."""
    chance = random.Random(SEED)
    desk = desk_of(world.people.inspector)
    desk.site = killed_site.url
    desk.sign_in(world.people.inspector)
    serve_faults(desk)
    desk.ready()
    counted: Counter[str] = Counter()
    for number in range(REALLY):
        start(desk, number, breaks=False)
        desk.page.wait_for_timeout(chance.uniform(50, 400))
        way = ["network", "site", "tab", "site", "network", "crash"][number % 6]
        counted[way] += 1
        if way in {"network", "site"}:
            if way == "network":
                desk.context.set_offline(True)
                desk.page.wait_for_timeout(chance.uniform(20, 200))
                desk.context.set_offline(False)
            else:
                killed_site.kill(away=chance.uniform(0, 0.2))
            desk.page.evaluate("() => { window.typing = false; return window.done; }")
            desk.page.evaluate("() => workspace.syncNow()")
            continue
        if way == "crash":
            crash(desk)
        desk.page.close()
        desk.page = desk.window()
        assert desk.open() == "open"
    finish(desk)
    words = require_all_of_it_once(desk, stored, world)
    tell(capsys, f"seed {SEED}: {dict(counted)}; {words} words, each there once")
    assert words > REALLY


def crash(desk: Any) -> None:
    """The process that draws the page ends, as when it runs out of memory."""
    with pytest.raises(Error):
        desk.page.goto("chrome://crash")


def tell(capsys: Any, said: str) -> None:
    """Show what a run was like, whether it passed or not."""
    with capsys.disabled():
        sys.stdout.write(f"\n{said}\n")
