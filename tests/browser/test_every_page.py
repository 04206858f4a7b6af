"""Every page of the demonstration in a real browser: it opens, axe objects to nothing, nothing
scrolls sideways, the content policy stops nothing; and a picture is taken to be looked at."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

AXE = Path(__file__).parent.parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (tags) => {
  const found = await axe.run(document, {runOnly: {type: 'tag', values: tags}});
  return found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '));
}"""


def faults_of(page: Page, path: str, picture: Path, *, status: int = 200) -> list[str]:
    """Everything wrong with a page at the width the window has."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    answer = page.goto(path)
    assert answer is not None
    if status >= 400:
        said.clear()
    faults = [f"answered {answer.status}"] if answer.status != status else []
    faults += [f"the console said: {one}" for one in said]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        faults.append("scrolls sideways")
    if page.locator("h1").count() != 1:
        faults.append(f"has {page.locator('h1').count()} h1")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    faults += page.evaluate(RUN, RULES)
    page.screenshot(path=str(picture), full_page=True)
    return faults


OUTSIDE = (
    (False, "sign-in", "/accounts/login/", 200),
    (False, "reset-password", "/accounts/password/reset/", 200),
    (False, "cast", "/accounts/demonstration/", 200),
    (False, "help", "/public/help", 200),
    (False, "accessibility", "/public/accessibility", 200),
    (False, "api-docs", "/api/v1/docs", 200),
    (True, "you", "/accounts/you/", 200),
    (True, "second-factor", "/accounts/2fa/", 200),
    (True, "sessions", "/accounts/sessions/", 200),
    (True, "not-found", "/hmie/nothing-here", 404),
    (True, "not-permitted", "/hmie/people/", 403),
    (True, "another-inspectorate", "/ofsted/national", 404),
)
"""(signed in as the analyst, name, path, status) of pages outside an inspectorate and of refusals."""


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_opens_and_is_accessible(
    as_one_of_the_cast: Any, a_browser: Any, site: str, pictures: Path, width: int
) -> None:
    assert set().union(*pages.OPENED_BY.values()) <= pages.names(), "no addresses any more"
    assert pages.names() >= pages.NOT_PAGES, "no addresses any more"
    windows: dict[str, Page] = {}
    faults = []
    for who, name, path in pages.addresses():
        if who not in windows:
            windows[who] = as_one_of_the_cast(who, width=width)
        page = windows[who].context.new_page()
        found = faults_of(page, path, pictures / f"{name}-{width}.png")
        faults += [f"{name} {path} as {who}: {one}" for one in found]
        page.close()
    stranger = a_browser.new_context(base_url=site, viewport={"width": width, "height": 900})
    for inside, name, path, status in OUTSIDE:
        page = (windows[pages.ANALYST].context if inside else stranger).new_page()
        found = faults_of(page, path, pictures / f"outside-{name}-{width}.png", status=status)
        faults += [f"{name} {path}: {one}" for one in found]
        page.close()
    stranger.close()
    assert faults == []
