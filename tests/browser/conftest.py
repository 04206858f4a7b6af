"""The demonstration on a live server, and a real browser to look at it with."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from inspectorate.accounts.people import system_actor
from inspectorate.demo import loading
from inspectorate.national import operations
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.templates import copy_of, drop_copy, filled_template

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, NAMES)), None)


@pytest.fixture(scope="session")
def a_browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("no Chromium here: apt-get install chromium, or set BROWSER_PATH")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        yield started
        started.close()


def _demonstration() -> None:
    """Everything loaded, and compiled twice, so that there is a version before the last."""
    loading.load(lambda _line: None)
    for one in loading.ALL:
        inspectorate = Inspectorate.objects.get(slug=one.slug)
        with scope(inspectorate.pk):
            actor = system_actor(inspectorate.pk)
            for _ in range(2):
                operations.compile_now(actor=actor, programme=one.programme, as_at=one.as_at)


@pytest.fixture
def site(
    transactional_db: None, django_db_setup: str, settings: Any, live_server: Any
) -> Iterator[str]:
    """The demonstration at this address: a copy of the one that all processes of a run share."""
    settings.DEMONSTRATION_SIGN_IN = True
    settings.ALLOWED_HOSTS = ["*"]
    empty = settings.DATABASES["owner"]["NAME"]
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    kind = "demonstration_"
    template = filled_template(django_db_setup, f"{kind}{run}", _demonstration, instead_of=kind)
    name = f"shown_{os.getpid()}"
    copy_of(template, name)
    yield str(live_server.url)
    drop_copy(name, empty)


SignIn = Callable[..., Page]


@pytest.fixture
def as_one_of_the_cast(a_browser: Browser, site: str) -> Iterator[SignIn]:
    """Sign in by a click, in a browser window of one's own."""
    contexts = []

    def sign_in(name: str, *, width: int = 1280, height: int = 900) -> Page:
        context = a_browser.new_context(
            base_url=site, viewport={"width": width, "height": height}, locale="en-GB"
        )
        contexts.append(context)
        page = context.new_page()
        page.goto("/accounts/demonstration/")
        page.locator("tr", has_text=name).get_by_role("button").click()
        page.wait_for_load_state()
        return page

    yield sign_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures are kept to be looked at."""
    folder = Path(os.environ.get("PICTURES", "test-results/pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder
