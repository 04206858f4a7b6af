"""What goes wrong on a day away from the office, as one meets it in the workspace's pages."""

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from evaluations.models import Concern, Inspection
from evaluations.web import workspace as data
from evaluations.web import workspace_shell as shell
from inspectorate.tenancy.scope import scope
from tests.accounts.test_sign_in import code_of, with_app
from tests.browser.test_every_page import AXE, RULES, RUN
from tests.people import PASSWORD

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def clear_for_all(page: Page) -> None:
    """Nothing is wrong with what is shown: on a desk, on a phone, and in forced colours."""
    for colours, width in (("none", 320), ("none", 1280), ("active", 1280)):
        page.emulate_media(forced_colors=colours)
        assert faults_of(page, width) == [], (colours, width)
    page.emulate_media(forced_colors="none")


def write_away(window: Any, text: str, code: str = "3.3") -> Page:
    """A rationale written without a network."""
    page: Page = window.indicator(code).page
    window.offline().says("No connection since")
    page.locator("#rationale").fill(text)
    window.says("Saved here", within="#rat-save")
    return page


def test_a_session_that_ended_is_signed_in_to_again_and_everything_is_sent(
    window: Any, world: Any, stored: Any
) -> None:
    desk, secret = window.desk, with_app(world.people.inspector)
    other = desk.window()
    assert desk.open(other) == "open"
    page = write_away(window, "Written after the session had ended.")
    desk.sign_out()
    window.offline(False).says("You need to sign in again before it can be sent")
    clear_for_all(page)
    page.get_by_role("link", name="Sign in to send", exact=True).click()
    page.locator("[name=login]").fill(world.people.inspector.user.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("form:has([name=password]) button[type=submit]").first.click()
    page.locator("[name=code]").fill(code_of(secret))
    page.locator("form:has([name=code]) button[type=submit]").first.click()
    page.wait_for_selector("#rationale")
    assert page.locator("#rationale").input_value() == "Written after the session had ended."
    window.says("Sent", within="#rat-save")

    # A tab that was open all the time has the form token of the session before.
    desk.rationale("5.1", "In the tab that was not loaded again.", other)
    desk.sent(other)
    assert stored.rationales() == {
        "3.3": "Written after the session had ended.",
        "5.1": "In the tab that was not loaded again.",
    }
    assert window.faults == []


def test_a_new_release_waits_until_it_is_asked_for(
    window: Any, stored: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = write_away(window, "Written under the release before.")
    page.evaluate("() => { window.loadedOnce = true; }")
    monkeypatch.setattr(shell, "release", lambda: "0123456789ab")
    monkeypatch.setattr(data, "release", lambda: "0123456789ab")
    window.desk.context.route("**/hmie/workspace/operations", lambda route: route.abort())
    window.offline(False).says("A new version is ready")
    clear_for_all(page)
    page.locator("#rationale").press_sequentially(" Still typing")
    assert page.evaluate("() => window.loadedOnce"), "nothing is loaded again under one's fingers"
    page.get_by_role("button", name="Use the new version").click()
    page.wait_for_function("() => !window.loadedOnce")
    page.wait_for_selector("#rationale")
    typed = page.locator("#rationale").input_value()
    assert sorted(typed.split(" Still typing")) == sorted(["Written under the release before.", ""])
    window.desk.context.unroute("**/hmie/workspace/operations")
    window.offline(False).says("Sent", within="#rat-save")
    assert stored.rationales() == {"3.3": typed}
    assert window.faults == []


def test_a_page_that_cannot_be_had_is_the_workspace_at_the_same_place(window: Any) -> None:
    page, desk = window.page, window.desk
    desk.context.set_offline(True)
    for address, shown in (
        (f"inspections/{desk.inspection}/recording/3.3", "#rationale"),
        (f"inspections/{desk.inspection}", "a[href$='/3.3']"),
        ("child-at-risk", "form textarea"),
    ):
        page.goto(f"{desk.site}/hmie/{address}")
        page.wait_for_selector(f"#workspace[data-ready] {shown}")
    assert "/hmie/workspace#/concern" in page.url


def test_words_that_tell_who_somebody_is_are_answered_without_a_network(
    window: Any, stored: Any
) -> None:
    page = window.indicator("3.3").page
    window.offline().says("No connection since")
    page.locator("#rationale").fill("Seen on form AB 12 34 56 C.")
    window.says("This looks like a National Insurance number.")
    window.says("sent when you have answered below")
    clear_for_all(page)
    page.reload()
    page.wait_for_selector("#rationale")
    assert page.locator("#rationale").input_value() == "Seen on form AB 12 34 56 C.", "kept"
    page.get_by_label("Why does “AB 12 34 56 C” stay?").fill("It is the number of the form.")
    window.says("Saved here", within="#rat-save")
    window.offline(False).says("Sent", within="#rat-save")
    assert stored.rationales() == {"3.3": "Seen on form AB 12 34 56 C."}


def test_what_is_not_accepted_is_shown_taken_out_and_sent_again_and_stops_nothing(
    window: Any, world: Any, stored: Any, tmp_path: Path
) -> None:
    page = write_away(window, "Written while the inspection was suspended.")
    window.go("#/concern")
    page.get_by_label("What did you see or hear?").fill("A bruise, and nobody had asked.")
    page.get_by_role("button", name="Raise it now").click()
    window.says("It is routed as soon as there is a connection.")
    with scope(world.here.pk):
        Inspection.objects.update(status="suspended", resumes_to="fieldwork")
    window.offline(False).says("Sent and routed")
    window.go("#/settle").says("Not accepted")
    with scope(world.here.pk):
        assert Concern.objects.count() == 1, "the rest is sent all the same"
    with page.expect_download() as taken:
        page.get_by_role("button", name="Export").click()
    taken.value.save_as(tmp_path / "taken.json")
    kept = json.loads((tmp_path / "taken.json").read_text(encoding="utf-8"))
    assert kept["fields"] == {"rationale": "Written while the inspection was suspended."}
    clear_for_all(page)

    with scope(world.here.pk):
        Inspection.objects.update(status="fieldwork", resumes_to="")
    page.get_by_label("Rationale").fill("Written while it was suspended, and sent after.")
    page.get_by_role("button", name="Send again").click()
    window.says("Nothing waits for a decision")
    window.says("All sent")
    assert stored.rationales() == {"3.3": "Written while it was suspended, and sent after."}
    assert window.faults == []


def test_the_lead_agrees_a_level_without_a_network(window_of: Any, world: Any, stored: Any) -> None:
    window = window_of(world.people.lead).held().indicator("3.3")
    window.offline().says("No connection since")
    window.page.locator("form select[name=value]").select_option("level:good")
    window.page.get_by_role("button", name="Agree good for the team").click()
    window.says("The team has agreed: good.")
    assert stored.evaluation("3.3").level is None
    window.offline(False).says("All sent")
    assert stored.evaluation("3.3").level is not None
    assert window.faults == []


def faults_of(page: Page, width: int, height: int = 900) -> list[str]:
    """What is wrong with what is shown at this size."""
    page.set_viewport_size({"width": width, "height": height})
    page.wait_for_timeout(100)
    found = []
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append("scrolls sideways")
    page.evaluate(AXE.read_text(encoding="utf-8"))
    return found + list(page.evaluate(RUN, RULES))


def test_every_place_at_four_hundred_per_cent_and_in_forced_colours(window: Any) -> None:
    """1,280 by 1,024 at 400 % is 320 by 256; forced colours are those of the operating system."""
    page, of = window.page, f"#/i/{window.desk.inspection}"
    faults = {}
    for place in (
        "#/",
        of,
        f"{of}/3.3",
        f"{of}/cases",
        "#/settle",
        "#/device",
        "#/concern",
        "#/sign-out",
    ):
        window.go(place)
        page.emulate_media(forced_colors="none")
        faults[place, "400 %"] = faults_of(page, 320, 256)
        page.emulate_media(forced_colors="active")
        faults[place, "forced colours"] = faults_of(page, 1280)
    assert {place: said for place, said in faults.items() if said} == {}
