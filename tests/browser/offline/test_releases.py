"""A new release while work waits: logs of every format are brought up, or kept as they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from evaluations.models import Evidence
from inspectorate.tenancy.scope import scope

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

LOGS = Path(__file__).parent / "logs"
AT = "/static/inspectorate/workspace/"
LEFT_BY = """async ([at, entries]) => {
  const { Store, nameOf } = await import(`${at}store.js`);
  const { askForKeys } = await import(`${at}keys.js`);
  const { seal } = await import(`${at}crypto.js`);
  const store = await Store.open('hmie', workspace.state.person);
  const { data } = await askForKeys(nameOf(store.slug, store.person));
  for (const one of entries) {
    const sealed = await seal(data, one, `log/${one.key}`);
    await store.write({ add: [{ key: one.key, state: one.state, rev: crypto.randomUUID(), sealed }] });
  }
  store.close();
}"""
DAMAGED = """async (at) => {
  const { Store } = await import(`${at}store.js`);
  const store = await Store.open('hmie', workspace.state.person);
  const sealed = { iv: new Uint8Array(12), data: new Uint8Array(64).buffer };
  await store.write({ add: [{ key: crypto.randomUUID(), state: 'kept', rev: 'x', sealed }] });
  store.close();
}"""


def left_by_a_release(desk: Any, entries: list[dict[str, Any]]) -> None:
    """Entries in the sealed log, as a release left them; read when the page is loaded again."""
    of_here = [{"inspection": desk.inspection, **one} for one in entries]
    desk.page.evaluate(LEFT_BY, [AT, of_here])


@pytest.mark.parametrize("log", sorted(LOGS.glob("format-*.json")), ids=lambda path: path.stem)
def test_a_log_of_every_format_is_sent_as_it_was_written(
    desk: Any, stored: Any, world: Any, log: Path
) -> None:
    entries = json.loads(log.read_text(encoding="utf-8"))
    left_by_a_release(desk, entries)
    assert desk.open() == "open"
    desk.sent()
    assert stored.rationales() == {
        "3.3": "Written with the first format.",
        "5.1": "On its way when the release changed.",
    }
    with scope(world.here.pk):
        assert [one.text for one in Evidence.objects.all()] == ["Evidence of the first format."]
    [waits] = desk.page.evaluate("() => workspace.waiting()")
    assert waits["fields"] == {"rationale": "Not accepted before the release changed."}


def test_there_is_a_log_of_the_present_format(desk: Any) -> None:
    """Whoever changes what an entry is leaves an example of it here, and a way up from the last."""
    rules = desk.page.evaluate(
        """async (at) => {
          const { FORMAT, MIGRATIONS } = await import(`${at}log-rules.js`);
          return [FORMAT, Object.keys(MIGRATIONS).map(Number)]; }""",
        AT,
    )
    formats = sorted(int(one.stem.removeprefix("format-")) for one in LOGS.glob("format-*.json"))
    assert formats == list(range(1, rules[0] + 1))
    assert set(rules[1]) >= set(range(1, rules[0]))


def test_entries_go_up_format_by_format(desk: Any) -> None:
    brought = desk.page.evaluate(
        """async (at) => {
          const { brought } = await import(`${at}log-rules.js`);
          const ways = { 1: (one) => ({ ...one, fields: { ...one.fields, two: 2 } }),
                         2: ({ kind, ...one }) => ({ ...one, kind: `${kind}.three` }) };
          const one = { kind: 'view.save', fields: {}, state: 'kept', format: 1 };
          return [brought(one, ways, 3), brought({ ...one, format: 2 }, ways, 3)]; }""",
        AT,
    )
    whole = {"kind": "view.save.three", "fields": {"two": 2}, "state": "kept", "format": 3}
    assert brought == [whole, {**whole, "fields": {}}]


def test_what_a_newer_release_wrote_stays_is_exported_and_stops_nothing(
    desk: Any, stored: Any
) -> None:
    [example, *_] = json.loads((LOGS / "format-1.json").read_text(encoding="utf-8"))
    newer = {
        **example,
        "kind": "evidence.dictated",
        "state": "paused",
        "fields": {"sound": "Spoken with a newer release."},
        "format": 99,
    }
    left_by_a_release(desk, [newer])
    desk.page.evaluate(DAMAGED, AT)
    assert desk.open() == "open"
    assert desk.state()["counts"]["newer"] == desk.state()["counts"]["unsent"] == 2
    desk.rationale("3.3", "Written with this one.")
    desk.until("workspace.state.counts.sent === 1")
    assert stored.rationales() == {"3.3": "Written with this one."}
    exported = desk.page.evaluate("() => workspace.exportUnsent()")["entries"]
    assert exported[0]["fields"] == {"sound": "Spoken with a newer release."}
    assert [one["kind"] for one in exported] == ["evidence.dictated", "unreadable"]

    # The newer release comes back, and finds its entry as it left it.
    kept = desk.page.evaluate(
        """async (at) => {
          const { Store, nameOf } = await import(`${at}store.js`);
          const { askForKeys } = await import(`${at}keys.js`);
          const { unseal } = await import(`${at}crypto.js`);
          const store = await Store.open('hmie', workspace.state.person);
          const { data } = await askForKeys(nameOf(store.slug, store.person));
          const [row] = await store.all('log');
          return unseal(data, row.sealed, `log/${row.key}`); }""",
        AT,
    )
    assert kept == {"inspection": desk.inspection, **newer}


def test_a_store_that_a_newer_release_has_changed_still_opens(desk: Any, stored: Any) -> None:
    desk.context.route("**/hmie/workspace/operations", lambda route: route.abort())
    desk.rationale("3.3", "Before the newer release.")
    desk.page.evaluate(
        """() => new Promise((resolve, reject) => {
          const asked = indexedDB.open(`inspectorate-hmie-${workspace.state.person}`, 7);
          asked.onupgradeneeded = () => asked.result.createObjectStore('of a newer release');
          asked.onsuccess = () => { asked.result.close(); resolve(); };
          asked.onerror = () => reject(asked.error); })"""
    )
    desk.context.unroute("**/hmie/workspace/operations")
    assert desk.open() == "open"
    desk.sent()
    assert stored.rationales() == {"3.3": "Before the newer release."}
