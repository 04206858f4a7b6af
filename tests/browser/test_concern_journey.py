"""A child at risk now: two clicks, somebody takes it in hand, and it is closed with who was told.

Once the session ends while it is being written: what was typed comes back, and is sent by a press.
"""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.utils import timezone

from evaluations.models import Concern
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.browser import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

WHAT = "The baby has not been seen since Friday.\nThe door stays shut."


def kept(what: str) -> list[Concern]:
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        return list(Concern.objects.filter(what=what))


def click_in(page: Any, name: str) -> None:
    """Sign in by a click in the window there is."""
    page.goto("/accounts/demonstration/")
    page.locator("tr", has_text=name).get_by_role("button").click()
    page.wait_for_load_state()


def test_raised_in_two_clicks_taken_in_hand_and_closed(as_one_of_the_cast: Any) -> None:
    isla = as_one_of_the_cast(pages.INSPECTOR)
    isla.goto(f"/hmie/inspections/{pages.arguments()['']['inspection']}/matrix")
    isla.get_by_role("link", name="Child at risk now").click()
    isla.get_by_label("What is wrong, and which child").fill(WHAT)

    # The session ends meanwhile. Nothing is lost, nothing is done, and nobody else is shown it.
    isla.context.clear_cookies(name="sessionid")
    isla.get_by_role("button", name="Raise it now").click()
    isla.wait_for_url("**/accounts/login/**")
    back = parse_qs(urlsplit(isla.url).query)["next"][0]
    assert kept(WHAT) == []
    click_in(isla, "Callum Reid")
    assert isla.goto(back).status == 404
    click_in(isla, pages.INSPECTOR)
    isla.goto(back)
    assert isla.get_by_label("What", exact=True).input_value() == WHAT
    assert kept(WHAT) == []
    isla.get_by_role("button", name="Send it now").click()
    isla.get_by_text("It is raised.").wait_for()
    assert len(kept(WHAT)) == 1

    # The lead inspector is told on any page, and takes it in hand.
    moira = as_one_of_the_cast(pages.LEAD)
    moira.goto(urlsplit(isla.url).path)
    moira.get_by_role("button", name="I am dealing with it").click()
    moira.get_by_text("You have it in hand.").wait_for()
    (concern,) = kept(WHAT)
    assert concern.status == "acknowledged"

    # It is not closed without who was told and when.
    moira.get_by_role("link", name="Close: say who was told and when").click()
    moira.get_by_role("button", name="Close it").click()
    moira.wait_for_load_state()
    assert kept(WHAT)[0].status == "acknowledged"
    moira.get_by_label("Who was told").fill("PC Ross, Police Scotland")
    moira.get_by_label("When they were told").fill(f"{timezone.localtime():%Y-%m-%dT%H:%M}")
    moira.get_by_label("What they do about it").fill("An officer visits today.")
    moira.get_by_role("button", name="Close it").click()
    moira.get_by_text("PC Ross, Police Scotland").first.wait_for()
    (concern,) = kept(WHAT)
    assert (concern.status, concern.told_whom) == ("closed", "PC Ross, Police Scotland")
