"""Every page of the demonstration in a real browser: it opens, axe objects to nothing, nothing
scrolls sideways, the content policy stops nothing; and a picture is taken to be looked at."""

import os
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
  const found = await axe.run(document, {
    runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false});
  return found.violations.map(v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.html.slice(0, 160)).join(' | '));
}"""
WIDTHS = (1280, 320)
PARTS = 8
"""In how many tests, so that every core has some to the end."""


def faults_of(page: Page, path: str, picture: Path | None, *, status: int = 200) -> list[str]:
    """Everything wrong with a page, at each width."""
    said: list[str] = []
    page.on("console", lambda one: said.append(one.text) if one.type == "error" else None)
    answer = page.goto(path)
    assert answer is not None
    if status >= 400:
        said.clear()
    faults = [f"answered {answer.status}"] if answer.status != status else []
    if page.locator("h1").count() != 1:
        faults.append(f"has {page.locator('h1').count()} h1")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found: list[str] = page.evaluate(RUN, RULES)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            found.append("scrolls sideways")
        faults += [f"at {width}: {one}" for one in found]
        if picture is not None:
            page.screenshot(path=f"{picture}-{width}.png", full_page=True)
    return faults + [f"the console said: {one}" for one in said]


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


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_opens_and_is_accessible(
    as_one_of_the_cast: Any, a_browser: Any, site: str, pictures: Path, part: int
) -> None:
    """Pictures are taken when somebody asks for them, by saying where: ``PICTURES``."""
    assert set().union(*pages.OPENED_BY.values()) <= pages.names(), "no addresses any more"
    assert pages.names() >= pages.NOT_PAGES, "no addresses any more"
    windows: dict[str, Page] = {}
    faults = []

    def look(inside: str | None, name: str, path: str, status: int) -> None:
        page = window_of(inside).new_page()
        picture = pictures / name if "PICTURES" in os.environ else None
        found = faults_of(page, path, picture, status=status)
        faults.extend(f"{name} {path} as {inside or 'a stranger'}: {one}" for one in found)
        page.close()

    def window_of(who: str | None) -> Any:
        if who is None:
            return stranger
        if who not in windows:
            windows[who] = as_one_of_the_cast(who)
        return windows[who].context

    stranger = a_browser.new_context(base_url=site)
    for who, name, path in pages.addresses()[part::PARTS]:
        look(who, name, path, 200)
    for inside, name, path, status in OUTSIDE[part::PARTS]:
        look(pages.ANALYST if inside else None, f"outside-{name}", path, status)
    stranger.close()
    assert faults == []
