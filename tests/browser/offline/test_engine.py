"""The workspace's engine in a real browser: what is typed is kept, sent, met, settled and wiped."""

from typing import Any

import pytest

from inspectorate.tenancy.scope import scope
from tests.browser.offline.conftest import HELD, OPEN

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def test_work_without_a_network_is_sent_when_it_returns(desk: Any, stored: Any) -> None:
    desk.context.set_offline(True)
    desk.page.evaluate("() => workspace.syncNow()")
    desk.until("workspace.state.network === 'offline'")
    desk.rationale("3.3", "Typed on the train.")
    desk.rationale("3.3", "Typed on the train, twice.")
    desk.record("view.save", "3.3", {"reason": "My view."})
    assert desk.state()["counts"]["unsent"] == 2, "the second typing went into the first"
    shown = desk.page.evaluate("id => workspace.document(id)", desk.inspection)
    assert shown["indicators"]["3.3"]["evaluation"]["rationale"] == "Typed on the train, twice."
    assert stored.rationales() == {}
    desk.context.set_offline(False)
    desk.sent()
    assert stored.rationales() == {"3.3": "Typed on the train, twice."}
    assert stored.views() == {"3.3": "My view."}
    place = {"kind": "evaluation.save", "inspection": desk.inspection, "target": "3.3"}
    state = desk.page.evaluate("place => workspace.fieldState(place, 'rationale').state", place)
    assert state == "sent"


def test_a_page_loaded_again_without_a_network_needs_the_passphrase(desk: Any, stored: Any) -> None:
    desk.page.evaluate("() => workspace.setPassphrase('a phrase for the train')")
    desk.context.set_offline(True)
    desk.rationale("3.3", "Before the reload.")
    # There is no service worker in this test, so the page comes from the site, which gives no data.
    desk.context.route("**/hmie/workspace/**", lambda route: route.abort())
    desk.context.set_offline(False)
    assert desk.open() == "locked"
    assert desk.state()["hasPassphrase"] is True
    assert desk.page.evaluate("() => workspace.unlockWith('wrong')") is False
    assert desk.page.evaluate("() => workspace.unlockWith('a phrase for the train')") is True
    assert desk.state()["counts"]["unsent"] == 1
    desk.rationale("3.3", "Before the reload. And after.")
    desk.context.unroute("**/hmie/workspace/**")
    desk.sent()
    assert stored.rationales() == {"3.3": "Before the reload. And after."}


def test_another_tab_opens_without_the_site(desk: Any, stored: Any) -> None:
    other = desk.window()
    desk.context.route("**/hmie/workspace/**", lambda route: route.abort())
    assert desk.open(other) == "open", "the first tab gave it the keys"
    desk.rationale("3.3", "In the first tab.")
    desk.rationale("5.1", "In the second.", other)
    desk.until("workspace.state.counts.unsent === 2", other)
    desk.until("workspace.state.counts.unsent === 2")
    desk.context.unroute("**/hmie/workspace/**")
    desk.sent(other)
    assert stored.rationales() == {"3.3": "In the first tab.", "5.1": "In the second."}
    assert len(stored.operations()) == 2


def test_two_people_write_the_same_rationale(desk_of: Any, world: Any, stored: Any) -> None:
    """R1: both texts survive, both people are told."""
    isla, lorna = desk_of(world.people.inspector), desk_of(world.people.lead)
    for one in (isla, lorna):
        one.ready()
        one.context.set_offline(True)
    isla.rationale("3.3", "Isla wrote this.")
    lorna.rationale("3.3", "Lorna wrote that.")
    lorna.context.set_offline(False)
    lorna.sent()
    isla.context.set_offline(False)
    isla.page.evaluate("() => workspace.syncNow()")
    isla.until("workspace.state.counts.clash === 1")
    [waiting] = isla.page.evaluate("() => workspace.waiting()")
    sides = [waiting["answer"][side]["rationale"] for side in ("base", "mine", "current")]
    assert sides == ["", "Isla wrote this.", "Lorna wrote that."]
    # What she types on into that field is held back, and is her side of it; other fields go on.
    isla.rationale("3.3", "Isla wrote this, and more.")
    isla.record("view.save", "3.3", {"reason": "Goes on."})
    isla.until("workspace.state.counts.sent === 1")
    assert isla.state()["counts"]["held"] == 1
    lorna.sent()
    lorna.until("workspace.state.notices.length === 1")
    assert "Isla Baird’s for 3.3 met" in lorna.state()["notices"][0]["text"]
    [waiting] = isla.page.evaluate("() => workspace.waiting()")
    assert waiting["mine"] == {"rationale": "Isla wrote this, and more."}
    both = {"rationale": {"keep": "text", "text": "Lorna wrote that. Isla wrote this, and more."}}
    isla.page.evaluate("([key, both]) => workspace.settle(key, both)", [waiting["key"], both])
    isla.sent()
    assert stored.rationales() == {"3.3": "Lorna wrote that. Isla wrote this, and more."}
    assert isla.state()["counts"]["clash"] == 0
    assert isla.state()["counts"]["held"] == 0
    lorna.sent()
    lorna.until(
        f"workspace.document('{lorna.inspection}').then((shown) => "
        "shown.indicators['3.3'].evaluation.rationale.startsWith('Lorna wrote that. Isla'))"
    )


def test_a_refresh_asked_for_while_one_is_under_way_is_made_after_it(
    desk: Any, stored: Any
) -> None:
    """What the one under way was given may be from before the change that is asked for."""
    desk.rationale("3.3", "Before.")
    desk.sent()
    under_way: list[Any] = []
    desk.context.route(
        f"**/hmie/workspace/inspections/{desk.inspection}",
        lambda route: under_way.append((route, route.fetch())),
        times=1,
    )
    desk.page.evaluate("() => workspace.syncNow()")
    while not under_way:
        desk.page.wait_for_timeout(30)
    with scope(stored.world.here.pk):
        one = stored.evaluation("3.3")
        one.rationale, one.version = "After.", one.version + 1
        one.save()
    desk.page.evaluate("() => workspace.syncNow()")
    [(route, answer)] = under_way
    route.fulfill(response=answer)
    desk.until(
        f"workspace.asGiven('{desk.inspection}').then((given) => "
        "given.indicators['3.3'].evaluation.rationale === 'After.')"
    )


def test_mine_is_the_latest_text_even_when_it_was_typed_after_they_met(
    desk_of: Any, world: Any, stored: Any
) -> None:
    isla, lorna = desk_of(world.people.inspector), desk_of(world.people.lead)
    isla.ready()
    lorna.ready()
    isla.context.set_offline(True)
    isla.rationale("3.3", "First.")
    lorna.rationale("3.3", "Theirs.")
    lorna.sent()
    isla.context.set_offline(False)
    isla.until("workspace.state.counts.clash === 1")
    isla.rationale("3.3", "First and second.")
    key = isla.page.evaluate("() => workspace.waiting()[0].key")
    isla.page.evaluate("key => workspace.settle(key, {rationale: {keep: 'mine'}})", key)
    isla.sent()
    assert stored.rationales() == {"3.3": "First and second."}
    assert isla.state()["counts"]["held"] == isla.state()["counts"]["clash"] == 0


def test_an_identifier_is_answered_and_sent_again(desk: Any, stored: Any) -> None:
    desk.rationale("3.3", "Seen AB 12 34 56 C.")
    desk.until("workspace.state.counts.refused === 1")
    desk.rationale("5.1", "Goes on.")
    desk.until("workspace.state.counts.sent === 1")
    [waiting] = desk.page.evaluate("() => workspace.waiting()")
    digest = waiting["answer"]["found"][0]["digest"]
    desk.page.evaluate(
        "([key, digest]) => workspace.resend(key, {}, {[digest]: 'The number of a form.'})",
        [waiting["key"], digest],
    )
    desk.sent()
    assert stored.rationales() == {"3.3": "Seen AB 12 34 56 C.", "5.1": "Goes on."}
    assert desk.state()["counts"]["refused"] == 0


def test_typing_over_what_was_refused_takes_its_place(desk: Any, stored: Any) -> None:
    desk.rationale("3.3", "Seen AB 12 34 56 C.")
    desk.until("workspace.state.counts.refused === 1")
    desk.rationale("3.3", "Seen.")
    desk.sent()
    assert stored.rationales() == {"3.3": "Seen."}
    assert desk.page.evaluate("() => workspace.waiting()") == []


def test_what_was_refused_is_exported_and_given_up(desk: Any, stored: Any) -> None:
    desk.rationale("9.9", "There is no such indicator.")
    desk.until("workspace.state.counts.refused === 1")
    exported = desk.page.evaluate("() => workspace.exportUnsent()")
    assert exported["entries"][0]["fields"] == {"rationale": "There is no such indicator."}
    key = desk.page.evaluate("() => workspace.waiting()[0].key")
    desk.page.evaluate("key => workspace.giveUp(key)", key)
    desk.until("workspace.state.counts.refused === 0")
    desk.sent()
    assert desk.page.evaluate("() => workspace.waiting()") == []


def test_a_session_that_ended_is_signed_in_to_again_and_nothing_is_lost(
    desk: Any, world: Any, stored: Any
) -> None:
    desk.sign_out()
    desk.rationale("3.3", "Typed after the session ended.")
    desk.page.evaluate("() => workspace.syncNow()")
    desk.until("workspace.state.network === 'sign-in'")
    assert desk.state()["lock"] == "open"
    desk.sign_in(world.people.inspector)
    desk.sent()
    assert stored.rationales() == {"3.3": "Typed after the session ended."}


def test_another_person_cannot_open_or_send_it(desk: Any, world: Any, stored: Any) -> None:
    desk.context.set_offline(True)
    desk.rationale("3.3", "Isla's.")
    desk.sign_in(world.people.lead)
    desk.context.set_offline(False)
    desk.page.evaluate("() => workspace.syncNow()")
    desk.until("workspace.state.network === 'another'")
    assert stored.rationales() == {}
    assert desk.open() == "open"
    state = desk.state()
    assert (state["name"], state["others"], state["counts"]["unsent"]) == ("Lorna Sim", 1, 0)
    desk.sign_in(world.people.inspector)
    assert desk.open() == "open"
    desk.sent()
    assert stored.rationales() == {"3.3": "Isla's."}


def test_a_revoked_device_empties_itself(desk: Any, world: Any, stored: Any) -> None:
    from django.utils import timezone

    from evaluations.models import Device

    desk.rationale("3.3", "Sent.")
    desk.sent()
    with scope(world.here.pk):
        Device.objects.update(revoked_at=timezone.now())
    desk.page.evaluate("() => workspace.syncNow()")
    desk.until("workspace.state.lock === 'revoked'")
    desk.until(
        "indexedDB.databases().then((all) => !all.some((one) => one.name.startsWith('inspectorate-')))"
    )


def test_leaving_leaves_nothing(desk: Any, world: Any) -> None:
    other = desk.window()
    assert desk.open(other) == "open"
    desk.rationale("3.3", "Sent.")
    desk.sent()
    left = desk.page.evaluate("() => workspace.leave().then((state) => state.left)")
    assert left == {"databases": [], "caches": [], "storage": []}
    desk.until("workspace.state.lock === 'empty'", other)
    assert other.evaluate("() => indexedDB.databases()") == []


def test_what_is_held_too_long_goes_and_unsent_work_stays_sealed(desk: Any, stored: Any) -> None:
    desk.page.evaluate("() => workspace.setPassphrase('a phrase for the train')")
    desk.context.route("**/hmie/workspace/**", lambda route: route.abort())
    desk.rationale("3.3", "Not sent in time.")
    later = "() => { const now = Date.now; Date.now = () => now() + 97 * 3600 * 1000; }"
    desk.page.goto(f"{desk.site}/public/help")
    desk.page.evaluate(later)
    assert desk.page.evaluate(OPEN, {}) == "expired"
    assert desk.page.evaluate("() => workspace.unlockWith('a phrase for the train')") is False
    desk.context.unroute("**/hmie/workspace/**")
    assert desk.open() == "open"
    desk.until(HELD)
    desk.sent()
    assert stored.rationales() == {"3.3": "Not sent in time."}


def test_a_clock_set_back_prolongs_nothing(desk: Any) -> None:
    said = desk.page.evaluate(
        """async () => {
          const { Clock } = await import('/static/inspectorate/workspace/clock.js');
          let wall = 1000_000_000, ticks = 0;
          const clock = new Clock({}, () => wall, () => ticks);
          clock.contact(new Date(2000_000_000).toISOString());
          const at = [clock.now()];
          wall += 500; ticks += 500; at.push(clock.now());
          wall -= 900_000; ticks += 1000; at.push(clock.now());
          const again = new Clock(clock.reading, () => wall, () => 0);
          at.push(again.now());
          wall += 5_000_000; at.push(again.now());
          return at.map((one) => one - 2000_000_000);
        }"""
    )
    assert said == [0, 500, 1500, 1500, 4_100_500]


def test_a_full_device_keeps_it_in_memory_says_so_and_sends_it(desk: Any, stored: Any) -> None:
    desk.context.route("**/hmie/workspace/**", lambda route: route.abort())
    desk.page.evaluate(
        """() => {
          const real = IDBObjectStore.prototype.add;
          window.room = () => { IDBObjectStore.prototype.add = real; };
          IDBObjectStore.prototype.add = function (...given) {
            if (this.name === 'log') throw new DOMException('full', 'QuotaExceededError');
            return real.apply(this, given);
          };
        }"""
    )
    desk.rationale("3.3", "There is no room.")
    state = desk.state()
    assert (state["storage"], state["counts"]["unkept"], state["counts"]["unsent"]) == (
        "full",
        1,
        1,
    )
    exported = desk.page.evaluate("() => workspace.exportUnsent()")
    assert exported["entries"][0]["fields"] == {"rationale": "There is no room."}
    desk.rationale("3.3", "There is no room. Still typing.")
    desk.page.evaluate("() => window.room()")
    desk.rationale("5.1", "There is room again.")
    desk.context.unroute("**/hmie/workspace/**")
    desk.sent()
    assert stored.rationales() == {
        "3.3": "There is no room. Still typing.",
        "5.1": "There is room again.",
    }
    assert desk.state()["counts"]["unkept"] == 0


def test_typing_is_kept_within_a_third_of_a_second_and_when_the_page_goes(
    desk: Any, stored: Any
) -> None:
    desk.context.route("**/hmie/workspace/operations", lambda route: route.abort())
    desk.page.evaluate(
        """(inspection) => {
          const work = (rationale) => ({
            kind: 'evaluation.save', inspection, target: '3.3', fields: { rationale } });
          for (const text of ['T', 'Ty', 'Typ', 'Type', 'Typed']) workspace.type(work(text));
        }""",
        desk.inspection,
    )
    assert desk.state()["counts"]["unsent"] == 0
    desk.until("workspace.state.counts.unsent === 1", seconds=1)
    desk.page.evaluate(
        """(inspection) => { workspace.type({
          kind: 'evaluation.save', inspection, target: '3.3', fields: { rationale: 'Typed, gone.' } });
          return workspace.flush(); }""",
        desk.inspection,
    )
    assert desk.open() == "open"
    assert desk.state()["counts"]["unsent"] == 1
    desk.context.unroute("**/hmie/workspace/operations")
    desk.sent()
    assert stored.rationales() == {"3.3": "Typed, gone."}
