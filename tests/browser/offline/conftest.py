"""Browsers with the workspace's engine in them, on a live site with one inspection in fieldwork."""

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from evaluations.models import ClientOperation, Evaluation, MemberView
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World, edition, world  # noqa: F401 - fixtures
from tests.people import Person, sign_in

OPEN = """async (options) => {
  const { Workspace } = await import('/static/inspectorate/workspace/workspace.js');
  window.workspace = new Workspace({
    slug: 'hmie', release: 'tests', deviceName: 'Chromium of the tests', ...options });
  const { lock } = await window.workspace.open();
  return lock;
}"""
SENT = "workspace.isOpen && workspace.state.counts.unsent === 0 && workspace.state.network === 'online'"
HELD = "workspace.inspections().then((held) => held.length)"


class Desk:
    """One person at one browser."""

    def __init__(self, context: BrowserContext, site: str, inspection: str) -> None:
        self.context = context
        self.site = site
        self.inspection = inspection
        self.page = self.window()

    def window(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(20_000)
        return page

    def sign_in(self, person: Person) -> None:
        """A session of this person's in the browser's cookies, as after signing in."""
        cookie = sign_in(Client(), person).cookies[django_settings.SESSION_COOKIE_NAME]
        self.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": self.site}])

    def sign_out(self) -> None:
        self.context.clear_cookies()

    def open(self, page: Page | None = None, **options: Any) -> str:
        """Load a page of the site and open the workspace in it; its lock."""
        page = page or self.page
        page.goto(f"{self.site}/public/help")
        return str(page.evaluate(OPEN, options))

    def ready(self) -> None:
        """Open, with the inspection on the device."""
        assert self.open() == "open"
        self.until(HELD)

    def record(self, kind: str, target: str, fields: dict, page: Page | None = None) -> str:
        work = {"kind": kind, "inspection": self.inspection, "target": target, "fields": fields}
        return str((page or self.page).evaluate("work => workspace.record(work)", work))

    def rationale(self, code: str, text: str, page: Page | None = None) -> str:
        return self.record("evaluation.save", code, {"rationale": text}, page)

    def state(self, page: Page | None = None) -> dict[str, Any]:
        found: dict[str, Any] = (page or self.page).evaluate("() => workspace.state")
        return found

    def until(self, said: str, page: Page | None = None, *, seconds: float = 20) -> None:
        """Wait until an expression is true; asked by us, because the site's pages forbid `eval`."""
        page = page or self.page
        end = time.monotonic() + seconds
        while not page.evaluate(f"async () => Boolean(await ({said}))"):
            assert time.monotonic() < end, f"not within {seconds} s: {said}\n{self.state(page)}"
            page.wait_for_timeout(30)

    def sent(self, page: Page | None = None) -> None:
        """Wait until everything is with the site."""
        (page or self.page).evaluate("() => workspace.syncNow()")
        self.until(SENT, page)


@pytest.fixture
def desk_of(
    a_browser: Browser,
    live_server: Any,
    world: World,  # noqa: F811
) -> Iterator[Callable[[Person], Desk]]:
    desks = []

    def made(person: Person) -> Desk:
        context = a_browser.new_context(locale="en-GB")
        inspection = ids.encode("inspection", world.inspection.pk)
        desk = Desk(context, str(live_server.url), inspection)
        desk.sign_in(person)
        desks.append(desk)
        return desk

    yield made
    for desk in desks:
        desk.context.unroute_all(behavior="ignoreErrors")
        desk.context.close()
    _until_the_site_is_idle()


def _until_the_site_is_idle() -> None:
    """What a closed browser had asked for is still being answered, or was not begun; the tables are
    emptied next, and that must not meet it."""
    busy = (
        "select count(*) from pg_stat_activity where datname = current_database()"
        " and pid <> pg_backend_pid() and state <> 'idle' and usename = current_user"
    )
    for _ in range(400):
        answering = any("process_request" in one.name for one in threading.enumerate())
        with connection.cursor() as cursor:
            cursor.execute(busy)
            if cursor.fetchone()[0] == 0 and not answering:
                return
        time.sleep(0.05)


@pytest.fixture
def desk(desk_of: Callable[[Person], Desk], world: World) -> Desk:  # noqa: F811
    """The inspector's, with the inspection held."""
    made = desk_of(world.people.inspector)
    made.ready()
    return made


class Stored:
    """What the site has."""

    def __init__(self, world: World) -> None:  # noqa: F811
        self.world = world

    def evaluation(self, code: str) -> Evaluation:
        with scope(self.world.here.pk):
            return Evaluation.objects.get(inspection=self.world.inspection, indicator__code=code)

    def rationales(self) -> dict[str, str]:
        with scope(self.world.here.pk):
            rows = Evaluation.objects.filter(inspection=self.world.inspection)
            return dict(rows.exclude(rationale="").values_list("indicator__code", "rationale"))

    def views(self) -> dict[str, str]:
        with scope(self.world.here.pk):
            rows = MemberView.objects.filter(inspection=self.world.inspection)
            return dict(rows.values_list("indicator__code", "reason"))

    def operations(self) -> list[ClientOperation]:
        with scope(self.world.here.pk):
            return list(ClientOperation.objects.order_by("id"))


@pytest.fixture
def stored(world: World) -> Stored:  # noqa: F811
    return Stored(world)
