"""Windows of the workspace, as people at their desks see it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.offline.conftest import Desk, desk_of, stored  # noqa: F401 - fixtures
from tests.browser.test_every_page import AXE, RULES, RUN
from tests.evaluations.conftest import World, edition, world  # noqa: F401 - fixtures
from tests.people import Person


class Window:
    """The workspace's page at one desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.page = desk.page
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    def open(self, place: str = "#/") -> "Window":
        self.page.goto(f"{self.desk.site}/hmie/workspace{place}")
        self.page.wait_for_selector("#workspace[data-ready]")
        return self

    def go(self, place: str) -> "Window":
        self.page.evaluate("place => { location.hash = place; }", place)
        self.page.wait_for_timeout(150)
        return self

    def held(self) -> "Window":
        """With the inspection on the device and the service worker in charge."""
        self.open()
        self.page.wait_for_selector(f'a[href="#/i/{self.desk.inspection}"]')
        self.page.evaluate("() => navigator.serviceWorker.ready")
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        return self

    def indicator(self, code: str) -> "Window":
        self.go(f"#/i/{self.desk.inspection}/{code}")
        self.page.wait_for_selector("#rationale")
        return self

    def offline(self, yes: bool = True) -> "Window":
        """With no network; and found to be so."""
        self.desk.context.set_offline(yes)
        self.page.evaluate("() => dispatchEvent(new Event('online'))")
        return self

    def says(self, text: str, *, within: str = "body") -> "Window":
        self.page.locator(within).get_by_text(text).first.wait_for()
        return self


def look(page: Page, picture: Path, *widths: int) -> list[str]:
    """What is wrong with what is shown, at each width; a picture of each is kept."""
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        page.wait_for_timeout(100)
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            faults.append(f"{width}: scrolls sideways")
        if page.locator("h1").count() != 1:
            faults.append(f"{width}: {page.locator('h1').count()} h1")
        page.evaluate(AXE.read_text(encoding="utf-8"))
        faults += [f"{width}: {one}" for one in page.evaluate(RUN, RULES)]
        page.screenshot(path=str(picture.with_name(f"{picture.name}-{width}.png")), full_page=True)
    return faults


@pytest.fixture
def window_of(desk_of: Callable[[Person], Desk]) -> Callable[[Person], Window]:  # noqa: F811
    return lambda person: Window(desk_of(person))


@pytest.fixture
def window(window_of: Callable[[Person], Window], world: World) -> Window:  # noqa: F811
    """The inspector's, with the inspection held."""
    return window_of(world.people.inspector).held()


@pytest.fixture
def shots(pictures: Path) -> Callable[[str], Path]:
    return lambda name: pictures / f"workspace-{name}"
