"""The browser's merge of two texts is held to the same examples as the server's."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

EXAMPLES: Any = json.loads(
    (Path(__file__).parents[2] / "data" / "merge-vectors.json").read_text(encoding="utf-8")
)
IN_THE_BROWSER = """async ([module, examples]) => {
  const { merged, marks } = await import(module);
  const plain = (found) => found.map(({ kind, text }) => [kind, text]);
  return examples.map(({ base, mine, theirs }) => ({
    merged: merged(base, mine, theirs), turned: merged(base, theirs, mine),
    mine_marks: plain(marks(base, mine)), theirs_marks: plain(marks(base, theirs)) }));
}"""


def test_the_browser_merges_as_the_server_does(a_browser: Browser, live_server: Any) -> None:
    page = a_browser.new_page()
    page.goto(f"{live_server.url}/static/inspectorate/mark.svg")
    module = f"{live_server.url}/static/inspectorate/workspace/merge.js"
    said = page.evaluate(IN_THE_BROWSER, [module, EXAMPLES])
    page.close()
    assert EXAMPLES
    for example, found in zip(EXAMPLES, said, strict=True):
        wanted = {name: example[name] for name in ("merged", "mine_marks", "theirs_marks")}
        assert found == {**wanted, "turned": example["merged"]}, example["name"]
