"""S4: the browser's storage is copied. Nothing that was typed or read can be found in it."""

from pathlib import Path
from typing import Any

import pytest

from inspectorate.kernel import ids
from tests.browser.conftest import CHROMIUM
from tests.browser.offline.conftest import Desk

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

MARKER = "Zwetschgenkompott im Kuehlschrank"
DRAFTED = "Birnenmus auf dem Fensterbrett"
CONTROL = "Apfelmus steht offen da"
IN_CLEAR = """(text) => new Promise((resolve) => {
  const asked = indexedDB.open('control');
  asked.onupgradeneeded = () => asked.result.createObjectStore('plain');
  asked.onsuccess = () => {
    const one = asked.result.transaction('plain', 'readwrite', { durability: 'strict' });
    one.objectStore('plain').put({ text }, 1);
    one.oncomplete = () => resolve();
  };
})"""


def found_in(folder: Path, text: str) -> list[str]:
    """The files of a profile that hold a text, one byte or two to a letter."""
    spelt = (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
    return [
        one.relative_to(folder).as_posix()
        for one in folder.rglob("*")
        if one.is_file() and any(each in one.read_bytes() for each in spelt)
    ]


def test_a_copied_browser_shows_nothing_that_was_typed_or_held(
    live_server: Any, world: Any, tmp_path: Path, a_browser: Any
) -> None:
    profile = tmp_path / "profile"
    # Another driver beside the session's: a browser with a profile on the disk.
    context = a_browser.browser_type.launch_persistent_context(
        str(profile), executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
    )
    desk = Desk(context, str(live_server.url), ids.encode("inspection", world.inspection.pk))
    desk.sign_in(world.people.inspector)
    desk.ready()
    desk.page.evaluate("() => workspace.setPassphrase('a phrase for the train')")
    desk.rationale("3.3", "Sent before. " + MARKER)
    desk.sent()
    desk.context.set_offline(True)
    desk.rationale("5.1", MARKER)
    desk.page.evaluate("text => workspace.saveDraft('new evidence', { text })", DRAFTED)
    desk.page.evaluate(IN_CLEAR, CONTROL)
    held = desk.page.evaluate("id => workspace.document(id)", desk.inspection)
    context.close()
    assert found_in(profile, CONTROL), "the search would find what lies open"
    sealed = [
        MARKER,
        DRAFTED,
        "a phrase for the train",
        held["edition"]["levels"][0]["definition"] or held["edition"]["title"],
        held["identifiers"]["salt"],
        "Torrance Vale",
    ]
    assert {text: found_in(profile, text) for text in sealed} == {text: [] for text in sealed}
