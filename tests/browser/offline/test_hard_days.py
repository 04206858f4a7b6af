"""A device that is really full, a clock that is hours off, a tab that crashes in the middle of a word."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Error

from evaluations.models import Evidence
from inspectorate.tenancy.scope import scope

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

CLOCK = """(() => {
  const now = Date.now;
  window.hoursOff = 0;
  Date.now = () => now() + window.hoursOff * 3600 * 1000;
})()"""
PIECE = {
    "bearing": "strength",
    "source_kind": "interviews",
    "level_of_service": "delivery",
    "indicators": ["3.3"],
    "happened_on": "2008-04-14",
}


ROOM = 3 * 1024 * 1024
FILL = """() => new Promise((resolve) => {
  const asked = indexedDB.open('filling');
  asked.onupgradeneeded = () => asked.result.createObjectStore('filling', { autoIncrement: true });
  asked.onsuccess = () => {
    const more = (size) => {
      if (size < 64) { asked.result.close(); return resolve(); }
      const one = asked.result.transaction('filling', 'readwrite', { durability: 'strict' });
      one.objectStore('filling').add(crypto.getRandomValues(new Uint8Array(Math.min(size, 65536))));
      one.oncomplete = () => more(size);
      one.onabort = () => more(size / 4);
    };
    more(65536);
  };
})"""
EMPTY = """() => new Promise((resolve) => {
  indexedDB.deleteDatabase('filling').onsuccess = () => resolve(); })"""


@pytest.fixture
def small_desk(desk_of: Any, world: Any) -> Any:
    """A desk whose browser gives the site three megabytes."""
    desk = desk_of(world.people.inspector)
    devtools = desk.context.new_cdp_session(desk.page)
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": desk.site, "quotaSize": ROOM})
    desk.ready()
    desk.sent()
    return desk


def test_a_device_that_is_really_full_sends_at_once_and_keeps_again_by_itself(
    small_desk: Any, stored: Any
) -> None:
    desk = small_desk
    desk.page.evaluate(FILL)
    desk.rationale("3.3", "There is no room, and there is a network.")
    desk.until("workspace.state.counts.unsent === 0")
    assert stored.rationales() == {"3.3": "There is no room, and there is a network."}
    assert desk.state()["storage"] == "full"
    assert desk.state()["network"] == "online", "being full is no lack of a network"

    desk.context.set_offline(True)
    desk.rationale("5.1", "Neither room nor a network.")
    state = desk.state()
    assert (state["storage"], state["counts"]["unsent"]) == ("full", 1)
    assert state["counts"]["unkept"] >= 1
    # Room comes back, and nobody does anything.
    desk.page.evaluate(EMPTY)
    desk.until("workspace.state.storage === 'ok' && workspace.state.counts.unkept === 0")
    desk.context.set_offline(False)
    assert desk.open() == "open", "loaded again: it was kept"
    desk.sent()
    assert stored.rationales()["5.1"] == "Neither room nor a network."
    assert len(stored.operations()) == 2


def test_a_clock_that_is_hours_off_changes_neither_order_nor_date_of_entry(
    desk: Any, stored: Any, world: Any
) -> None:
    began = datetime.now(UTC) - timedelta(seconds=1)
    desk.page.add_init_script(CLOCK)
    assert desk.open() == "open"
    desk.sent()
    desk.context.set_offline(True)
    desk.page.evaluate("() => workspace.syncNow()")
    desk.until("workspace.state.network === 'offline'")
    desk.page.evaluate("() => { window.hoursOff = 26; }")
    desk.rationale("3.3", "First, by a clock of tomorrow.")
    desk.record("evidence.add", "", {**PIECE, "text": "First piece."})
    desk.page.evaluate("() => { window.hoursOff = -14; }")
    desk.record("evidence.add", "", {**PIECE, "text": "Second piece."})
    desk.record("view.save", "3.3", {"reason": "Last, by a clock of yesterday."})
    desk.context.set_offline(False)
    desk.sent()
    ended = datetime.now(UTC) + timedelta(seconds=1)
    with scope(world.here.pk):
        pieces = list(Evidence.objects.order_by("number"))
    assert [one.text for one in pieces] == ["First piece.", "Second piece."]
    assert all(began < one.entered_at < ended for one in pieces), "the site's time counts"
    said = [one.made_at for one in stored.operations()]
    assert said[0] > ended + timedelta(hours=25), "what the device's clock said is kept as said"
    assert said[-1] < began - timedelta(hours=13)
    assert [one.kind for one in stored.operations()] == [
        "evaluation.save",
        "evidence.add",
        "evidence.add",
        "view.save",
    ]
    assert abs(desk.page.evaluate("() => workspace.now") / 1000 - ended.timestamp()) < 60


def test_one_tab_of_several_sends_and_a_crashed_one_loses_nothing_that_was_kept(
    desk: Any, stored: Any
) -> None:
    sending: list[Any] = []
    for page in (desk.page, desk.window(), desk.window()):
        page.on("request", lambda one: sending.append(one.frame.page) if _sends(one) else None)
        if page is not desk.page:
            assert desk.open(page) == "open"
    others = [page for page in desk.context.pages if page is not desk.page]
    for number, page in enumerate(desk.context.pages):
        desk.rationale(["1.1", "1.2", "3.3"][number], f"In tab {number}.", page)
    desk.until("workspace.state.counts.unsent === 0", others[1])
    assert set(sending) == {desk.page}, "one tab sends for all"

    # The tab that sends crashes with a word half typed; another takes over, and has the word.
    desk.context.route("**/hmie/workspace/operations", lambda route: route.abort())
    desk.page.evaluate(
        """(inspection) => { workspace.type({
          kind: 'evaluation.save', inspection, target: '5.1', fields: { rationale: 'Half a wo' } }); }""",
        desk.inspection,
    )
    desk.until("workspace.state.counts.unsent === 1", others[0], seconds=5)
    with pytest.raises(Error):
        desk.page.goto("chrome://crash")
    desk.page.close()
    desk.context.unroute("**/hmie/workspace/operations")
    desk.sent(others[0])
    assert stored.rationales() == {
        "1.1": "In tab 0.",
        "1.2": "In tab 1.",
        "3.3": "In tab 2.",
        "5.1": "Half a wo",
    }
    assert len(stored.operations()) == 4


def _sends(request: Any) -> bool:
    return bool(request.url.endswith("/hmie/workspace/operations"))
