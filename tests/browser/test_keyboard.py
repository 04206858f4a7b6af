"""A whole evaluation by keyboard alone: evidence, one's own level and the team's, 18 indicators."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page

from evaluations.models import Evaluation, Evidence, Inspection, MemberView
from inspectorate.kernel import ids
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.browser import pages

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]


def in_fieldwork() -> tuple[int, list[str]]:
    """An inspection of the demonstration in which nothing is agreed, and its indicators' codes."""
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        found = Inspection.objects.get(programme__code="second-cycle", area__code="A14")
        Evaluation.objects.filter(inspection=found).update(level=None, rationale="")
        MemberView.objects.filter(inspection=found).delete()
        rows = Evaluation.objects.filter(inspection=found).order_by("indicator__position")
        return found.pk, list(rows.values_list("indicator__code", flat=True))


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def shown(said: Locator) -> None:
    """Wait for it, and until the page's modules have run: keys are heard from then on."""
    said.wait_for()
    said.page.wait_for_load_state()


def test_eighteen_indicators_without_a_mouse(as_one_of_the_cast: Any) -> None:
    inspection, codes = in_fieldwork()
    lead: Page = as_one_of_the_cast(pages.LEAD)
    start = f"/hmie/inspections/{ids.encode('inspection', inspection)}/recording/{codes[0]}"
    lead.goto(start)
    for code in codes:
        shown(lead.locator(".ins_rec__title .ins_code", has_text=code))
        press(lead, "n")
        lead.keyboard.type(f"Seen in records for {code}.")
        press(lead, "Control+Enter")
        shown(lead.get_by_text(" added."))
        press(lead, "Escape", "4")
        press(lead, "Tab", "Enter")
        shown(lead.get_by_text(f"Your level for {code} is given"))
        press(lead, "r")
        lead.keyboard.type("Strong practice in most records.")
        press(lead, "Escape", "a")
        lead.keyboard.type("4")
        press(lead, "Escape", "Control+Enter")
        shown(lead.get_by_text(f"{code} saved: good."))
        press(lead, "]")
    with scope(Inspectorate.objects.get(slug="hmie").pk):
        agreed = Evaluation.objects.filter(inspection_id=inspection, level=4)
        assert agreed.exclude(rationale="").count() == len(codes) == 18
        given = MemberView.objects.filter(inspection_id=inspection, given_at__isnull=False, level=4)
        assert given.count() == 18
        mine = Evidence.objects.filter(
            inspection_id=inspection, text__startswith="Seen in records for"
        )
        assert mine.count() == 18
