"""Every component in every state, drawn by a real browser under the real content policy: nothing
axe objects to, nothing that scrolls sideways, nothing the policy stops.

With ``GALLERY_PICTURES=folder`` the pages are also photographed, to be looked at.
"""

import mimetypes
import os
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template import Context, Engine, engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.csp import build_policy
from playwright.sync_api import Browser, Page, sync_playwright

from inspectorate.kernel.web import icons
from tests.web.scales import FOUR, SIX, Filters, SignIn, WithLevel, numbered

HERE = Path(__file__).parent
AXE = HERE.parent / "vendor" / "axe.min.js"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
WIDTHS = (320, 390, 1280) if os.environ.get("GALLERY_PICTURES") else (320, 1280)
INSIDE = ("parts", "charts", "form", "list", "edition", "permissions")
OUTSIDE = ("bare", "login", "404", "403", "400", "429", "403_csrf", "500", "help", "accessibility")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="no Chromium; set CHROMIUM to one"),
]


def job(state: str, **more: object) -> SimpleNamespace:
    usual = {"step": "cross-tabulations", "done": 22, "total": 30, "error": ""}
    return SimpleNamespace(**{"state": state, **usual, **more})


def row(code: str, title: str, counts: dict, total: int, **more: object) -> dict:
    return {"code": code, "title": title, "counts": counts, "total": total, **more}


def charts() -> list[dict]:
    six = {"unsatisfactory": 2, "weak": 11, "satisfactory": 11, "good": 6}
    open_ = {**six, "unsatisfactory": {"min": 2, "max": 5}, "weak": {"min": 8, "max": 11}}
    return [
        {
            "title": "Six levels",
            "note": "30 areas",
            "levels": SIX,
            "undecided": True,
            "rows": [
                row("1.2", "Children benefit from strategies to minimise harm",
                    {"weak": 1, "satisfactory": 6, "good": 11, "very-good": 12}, 30, say=23, label="s"),
                row("3.3", "Recognising and assessing risks and needs", six, 30, say=6, label="d"),
                row("3.4", "Some values known only as a set", open_, 30, say=6, not_graded=2),
                row("5.1", "All six", dict.fromkeys([one.code for one in SIX], 5), 30, say=15),
                row("5.2", "Nothing graded", {}, 0, say=0, not_graded=30),
            ],
        },
        *[
            {
                "title": f"{len(levels)} levels",
                "levels": levels,
                "rows": [row("1", "Every level the same", {one.code: 4 for one in levels}, 4 * len(levels), say=1)],
            }
            for levels in (numbered(2), numbered(3), FOUR, numbered(5), numbered(7), numbered(10), numbered(20))
        ],
    ]  # fmt: skip


def shared() -> dict:
    reasons = [
        SimpleNamespace(code="not-graded", label="not graded", meaning="too little evidence")
    ]
    return {
        "inspectorate": SimpleNamespace(
            name="Services for Children Inspectorate", slug="hmie", demonstration=True,
            notice="Areas, people and evaluations are fictional.", time_zone="Europe/London",
            attribution="Contains public sector information licensed under the Open Government Licence v3.0.",
        ),
        "actor": SimpleNamespace(display_name="Isla Drummond"),
        "navigation": [
            {"label": label, "url": "#", "current": label == "Inspections"}
            for label in ("Start", "Inspections", "Main points", "National", "Frameworks", "Areas")
        ],
        "concern_url": "#concern",
        "six": SIX, "four": FOUR, "reasons": reasons, "icons": sorted(icons.TONES),
        "either": SimpleNamespace(ranks=frozenset({1, 2})),
        "any": SimpleNamespace(ranks=frozenset({4, 5, 6})),
        "none": SimpleNamespace(code="not-graded"), "nothing": None,
        "running": job("running"), "queued": job("queued", total=0), "done": job("done"),
        "failed": job("failed", error="No inspection counts as at 1 January 1990; choose a later date."),
        "charts": charts(), "filters": Filters(),
        "areas": ["Balwhinnie", "Burnhead", "Glenfalloch", "Kinlarig", "Muirhaven", "Torrance Vale"],
        "roles": ["Inspector", "Lead inspector", "Moderator", "Analyst", "Link inspector", "Committee partner", "Administrator"],
        "rights": ["See inspections", "Record evidence", "Give a level", "Agree a level", "Publish a report", "Compile a summary"],
    }  # fmt: skip


def drawn() -> dict[str, str]:
    engine = Engine(
        dirs=[HERE / "gallery", *settings.TEMPLATES[0]["DIRS"]],
        libraries=engines["django"].engine.libraries,
        builtins=settings.TEMPLATES[0]["OPTIONS"]["builtins"],
    )
    refused = WithLevel({"name": "A name that is much too long for its field", "text": "Kept"})
    pages = {}
    for name in INSIDE:
        values = shared() | ({"form": refused} if name == "form" else {})
        pages[f"/{name}"] = engine.get_template(f"{name}.html").render(Context(values))
    pages["/bare"] = engine.get_template("bare.html").render(Context({"form": SignIn()}))
    request = RequestFactory().get("/nowhere")
    pages["/login"] = render_to_string(
        "account/login.html", {"form": SignIn({"login": "x", "password": ""})}, request
    )
    for name in OUTSIDE[2:]:
        pages[f"/{name}"] = render_to_string(f"{name}.html", {"retry_after": 30}, request)
    pages["/job"] = engine.from_string("{% job one 'Compiling version 4' '/job' %}").render(
        Context({"one": job("done")})
    )
    return pages


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    pages = drawn()
    policy = build_policy(settings.SECURE_CSP)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.split("?")[0]
            file = (
                finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None
            )
            found = path in pages or file
            body = (
                pages[path].encode() if path in pages else Path(file).read_bytes() if file else b""
            )
            kind = "text/html; charset=utf-8" if path in pages else mimetypes.guess_type(path)[0]
            self.send_response(200 if found else 404)
            self.send_header("Content-Type", kind or "text/plain")
            self.send_header("Content-Security-Policy", policy)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def opened(browser: Browser, address: str, width: int, **options: object) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": 900}, **options)
    page = context.new_page()
    said: list[str] = []
    page.on(
        "console", lambda message: said.append(message.text) if message.type == "error" else None
    )
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address)
    return page, said


def photograph(page: Page, name: str, width: int) -> None:
    folder = os.environ.get("GALLERY_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}-{width}.png", full_page=True)


def objections(page: Page, within: str = "html") -> list[str]:
    page.evaluate(AXE.read_text() + "; undefined")
    found = page.evaluate(
        "within => axe.run(within, {runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa']})",
        within,
    )
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found["violations"]]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", [*INSIDE, *OUTSIDE])
def test_page(browser: Browser, site: str, name: str, width: int):
    page, said = opened(browser, f"{site}/{name}", width)
    photograph(page, name, width)
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate("document.querySelectorAll('details:not(.ins_menu)').forEach(d => d.open = true)")
    assert objections(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.context.close()


def test_the_menus_work_without_javascript(browser: Browser, site: str):
    page, _ = opened(browser, f"{site}/list", 320, java_script_enabled=False)
    link = page.get_by_role("link", name="National")
    assert not link.is_visible()
    page.get_by_text("Menu", exact=True).click()
    assert link.is_visible()
    photograph(page, "menu-open", 320)
    page.get_by_text("Isla Drummond").first.click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    page.context.close()


def test_the_navigation_is_there_on_a_desk_without_a_press(browser: Browser, site: str):
    page, _ = opened(browser, f"{site}/list", 1280)
    assert page.get_by_role("link", name="National").is_visible()
    assert not page.get_by_text("Menu", exact=True).is_visible()
    page.get_by_text("Isla Drummond").first.click()
    assert page.get_by_role("button", name="Sign out").is_visible()
    # An open menu lies over the page: what it half hides is not what is pressed just now.
    assert objections(page, within=".ins_bar") == []
    photograph(page, "who-open", 1280)
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Sign out").is_visible()
    page.context.close()


def test_a_job_is_watched_to_its_end(browser: Browser, site: str):
    page, said = opened(browser, f"{site}/parts", 1280)
    box = page.get_by_label("Compiling version 4").first
    assert "22 of 30" in box.inner_text()
    page.wait_for_function(
        "document.querySelector('.ins_job').textContent.includes('done')", timeout=10_000
    )
    assert said == []
    page.context.close()


def test_the_error_summary_has_the_focus(browser: Browser, site: str):
    page, _ = opened(browser, f"{site}/form", 1280)
    assert page.evaluate("document.activeElement.className") == "ds_error-summary"
    page.context.close()


def test_print_leaves_out_what_is_only_for_the_screen(browser: Browser, site: str):
    page, _ = opened(browser, f"{site}/charts", 794)
    page.emulate_media(media="print")
    assert not page.get_by_role("link", name="National").is_visible()
    photograph(page, "charts-print", 794)
    page.context.close()
