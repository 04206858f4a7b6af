"""Recording in the workspace's pages, with the network and without."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.workspace.conftest import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def test_a_day_without_a_network(window: Any, stored: Any, shots: Any) -> None:
    page = window.indicator("3.3").page
    window.offline().says("No connection since")
    page.get_by_label("What did you read, hear or see?").fill(
        "Three calls were not brought together."
    )
    page.keyboard.press("Control+Enter")
    window.says("Added")
    page.locator("#rationale").fill("Staff recognise risk early.")
    window.says("Saved here", within="#rat-save")
    page.locator('label[for="lv-level-good"]').click()
    page.get_by_role("button", name="Give my level: good").click()
    window.says("Given: good")
    assert look(page, shots("recording-offline"), 1280, 390, 320) == []
    assert stored.rationales() == {}

    # Loaded again without a network: the page is there, and everything that was written.
    page.reload()
    page.wait_for_selector("#rationale")
    assert page.locator("#rationale").input_value() == "Staff recognise risk early."
    assert (
        page.locator(".ins_ev__text").first.inner_text() == "Three calls were not brought together."
    )

    window.offline(False)
    window.says("Sent", within="#rat-save")
    assert stored.rationales() == {"3.3": "Staff recognise risk early."}
    assert window.faults == []


def test_a_phone_in_a_council_building(window: Any, stored: Any, pictures: Path) -> None:
    """Makes the pictures of docs/users/inspector.md; PICTURES says where they go."""
    page = window.page
    page.set_viewport_size({"width": 390, "height": 844})
    window.indicator("3.3").offline().says("No connection since")
    assert not page.locator(".ins_fold").first.get_attribute("open"), "the list leaves room"
    page.get_by_label("What did you read, hear or see?").fill(
        "Three calls about one child were not brought together until the second assessment."
    )
    page.get_by_role("button", name="Add evidence").click()
    window.says("Added")
    picture(page, pictures / "workspace-phone.png")
    page.locator("#rationale").fill("Staff recognise risk early. Timeliness is falling.")
    window.says("Saved here", within="#rat-save")
    page.set_viewport_size({"width": 1280, "height": 1150})
    picture(page, pictures / "workspace-offline.png")
    window.go("#/device").says("New evidence", within="#workspace")
    assert page.locator("[data-nav=device]").get_attribute("aria-current") == "true"
    picture(page, pictures / "workspace-device.png")
    window.offline(False).says("All sent")
    assert stored.rationales() == {"3.3": "Staff recognise risk early. Timeliness is falling."}
    assert window.faults == []


def picture(page: Page, path: Path) -> None:
    """What somebody sees who has just come to the page."""
    page.evaluate("() => scrollTo({ top: 0, behavior: 'instant' })")
    page.wait_for_function("() => scrollY === 0")
    page.screenshot(path=str(path))
