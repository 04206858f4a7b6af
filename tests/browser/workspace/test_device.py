"""This device: what is kept, who may read it, and that nothing is left."""

from typing import Any

import pytest

from tests.browser.workspace.conftest import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def test_a_child_at_risk_is_written_without_a_network(window: Any, shots: Any) -> None:
    page = window.page
    window.offline().says("No connection since")
    page.get_by_role("link", name="Child at risk now").click()
    page.get_by_role("button", name="Raise it now").click()
    window.says("Say what you saw or heard.")
    page.get_by_label("What did you see or hear?").fill("A bruise, and nobody had asked.")
    page.get_by_role("button", name="Raise it now").click()
    window.says("It is routed as soon as there is a connection.")
    assert look(page, shots("concern"), 1280, 390, 320) == []
    window.offline(False).says("Sent and routed")
    assert window.faults == []


def test_nothing_is_left_and_that_can_be_checked(window: Any, shots: Any) -> None:
    page = window.page
    window.go("#/device").says("What is kept here")
    page.get_by_label("Passphrase", exact=True).fill("short")
    page.get_by_role("button", name="Set the passphrase").click()
    window.says("Use at least 12 characters")
    page.get_by_label("Passphrase", exact=True).fill("a phrase for the train")
    page.get_by_label("The same again").fill("a phrase for the train")
    page.get_by_role("button", name="Set the passphrase").click()
    window.says("This device opens with it when there is no network.")
    assert look(page, shots("device"), 1280, 390, 320) == []
    page.once("dialog", lambda one: one.accept())
    page.get_by_role("button", name="Remove everything from this device").click()
    window.says("Nothing is left on this device.")
    assert look(page, shots("empty"), 1280, 320) == []
    names = "async () => (await indexedDB.databases()).map(one => one.name)"
    assert page.evaluate(names) == []
    assert page.evaluate("() => caches.keys()") == []
    assert window.faults == []


def test_a_browser_that_was_closed_opens_with_the_passphrase(window: Any, shots: Any) -> None:
    page, desk = window.page, window.desk
    window.go("#/device")
    page.get_by_label("Passphrase", exact=True).fill("a phrase for the train")
    page.get_by_label("The same again").fill("a phrase for the train")
    page.get_by_role("button", name="Set the passphrase").click()
    window.says("This device opens with it when there is no network.")
    # The keys in memory go, as when the browser is closed.
    desk.context.set_offline(True)
    page.evaluate(
        "async () => { const [{ name }] = await indexedDB.databases();"
        " navigator.serviceWorker.controller.postMessage({ keys: 'forget', name }); }"
    )
    page.goto("about:blank")
    window.open().says("Kept here, and sealed")
    assert look(page, shots("locked"), 1280, 320) == []
    page.get_by_label("Passphrase").fill("wrong, I think")
    page.get_by_role("button", name="Open").click()
    window.says("That does not open it.")
    page.get_by_label("Passphrase").fill("a phrase for the train")
    page.get_by_role("button", name="Open").click()
    window.says("Held on this device")


def test_another_person_does_not_see_what_is_kept(window: Any, world: Any, shots: Any) -> None:
    page, desk = window.page, window.desk
    window.indicator("3.3")
    desk.context.set_offline(True)
    page.locator("#rationale").fill("For my eyes.")
    window.says("Saved here", within="#rat-save")
    desk.sign_out()
    desk.sign_in(world.people.lead)
    page.goto("about:blank")
    desk.context.set_offline(False)
    window.open("#/device").says("it can be read only by them")
    assert "For my eyes." not in page.content()
    assert look(page, shots("another"), 1280, 320) == []


def test_the_bar_of_other_pages_says_what_is_kept(window: Any) -> None:
    page, desk = window.page, window.desk
    window.indicator("3.3").offline().says("No connection since")
    page.locator("#rationale").fill("Not sent yet.")
    window.says("Saved here", within="#rat-save")
    page.goto("about:blank")
    desk.context.set_offline(False)
    page.goto(f"{desk.site}/hmie/")
    page.get_by_role("link", name="1 kept here").wait_for()
    page.locator(".ins_who summary").click()
    page.get_by_role("button", name="Sign out").click()
    window.says("Before you sign out")
