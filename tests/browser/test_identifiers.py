"""The browser's rules on identifiers are held to the same examples as the server's."""

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
    (Path(__file__).parent.parent / "data" / "identifiers.json").read_text(encoding="utf-8")
)
IN_THE_BROWSER = """async ({module, examples}) => {
  const { find, keyOf, wordsOf } = await import(module);
  const digests = [];
  for (const name of examples.names) {
    for (const word of wordsOf(name)) digests.push(await keyOf(examples.salt, 'name', word));
  }
  const names = { salt: examples.salt, digests };
  const today = new Date(examples.today);
  const texts = [];
  for (const { text } of examples.texts) {
    const found = await find(text, names, today);
    texts.push(found.map((one) => [one.kind, text.slice(one.start, one.end)]));
  }
  const same = [];
  for (const { kind, text, value } of examples.digests) {
    const found = await find(text, names, today);
    same.push(found.length === 1 && found[0].digest === await keyOf(examples.salt, kind, value));
  }
  return { texts, same };
}"""


def test_the_browser_finds_what_the_server_finds(a_browser: Browser, live_server: Any) -> None:
    page = a_browser.new_page()
    page.goto(f"{live_server.url}/static/inspectorate/mark.svg")
    module = f"{live_server.url}/static/inspectorate/identifiers.js"
    said = page.evaluate(IN_THE_BROWSER, {"module": module, "examples": EXAMPLES})
    page.close()
    assert said["texts"] == [one["found"] for one in EXAMPLES["texts"]]
    assert said["same"] == [True] * len(EXAMPLES["digests"])
