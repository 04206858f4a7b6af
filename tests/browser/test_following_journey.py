"""A link inspector at work, and a committee's partners of two agencies, each in a real browser."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from followthrough.models import (
    ActionPlan,
    Contact,
    MainPointForAction,
    PointLook,
    ProgressUpdate,
    SelfEvaluation,
)
from followthrough.models.plans import AgencyAgreement
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.browser import pages
from tests.browser.test_every_page import AXE, RULES, RUN

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]
POLICE = "Shona Laird"
READY = "Show that training changes what staff do."
SILENT = "Seek the views of children before each meeting about them."
LATE = "Keep one chronology of each child that every service writes in."


def here() -> Any:
    return scope(Inspectorate.objects.get(slug="hmie").pk)


def accessible(page: Page) -> None:
    """What is shown after a deed, which no page that is only opened shows."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    assert page.evaluate(RUN, RULES) == []


def test_a_link_inspector_looks_asks_and_answers(as_one_of_the_cast: Any) -> None:
    link: Page = as_one_of_the_cast(pages.LINK)
    link.goto("/hmie/main-points/desk")
    link.get_by_role("navigation", name="Which points").get_by_role("link", name="Ready").click()
    expect(link.locator(".ins_row")).to_have_count(1)
    link.get_by_role("link", name=READY).click()
    expect(link.get_by_text("two audits.csv")).to_be_visible()
    link.get_by_label("Not yet, ask for more").press("Space")
    link.get_by_role("button", name="Save and tell them").click()
    expect(link.get_by_role("alert").first).to_contain_text("what is wanted")
    accessible(link)
    link.get_by_label("Yes, put it on the list").press("Space")
    link.get_by_label("What you tell the committee").fill("Thank you, that is enough.")
    link.get_by_role("button", name="Save and tell them").click()
    link.goto("/hmie/main-points/desk?group=ready")
    expect(link.get_by_text("No point fits.")).to_be_visible()

    link.goto("/hmie/main-points/desk?words=Tarvit")
    link.get_by_label("Choose point 1, Tarvit").press("Space")
    link.get_by_label("Choose point 2, Tarvit").press("Space")
    link.get_by_role("button", name="Ask about the points chosen").click()
    expect(link.get_by_role("listitem").filter(has_text=POLICE)).to_contain_text("main point 2")
    link.get_by_label("What you ask, in a sentence").fill("How far are you with these two?")
    link.get_by_role("button", name="Ask them").click()
    expect(link.get_by_text("Asked: 2 people have one.")).to_be_visible()

    diaries = link.locator('a[href*="/main-points/committees/"]')
    diaries.filter(has_text="Three Rivers").first.click()
    expect(link.get_by_text("Diary of visits and contacts")).to_be_visible()
    accessible(link)
    link.get_by_role("link", name="Answer Audits of training").click()
    link.get_by_label("Your answer").fill("Two are enough.")
    link.get_by_role("button", name="Answer").click()
    expect(link.get_by_text("Answered. Whoever asked is told.")).to_be_visible()
    link.get_by_role("link", name="Brief before a meeting").click()
    expect(link.get_by_role("heading", level=1)).to_contain_text("Brief: Three Rivers")
    expect(link.get_by_text("On the list for a visit")).to_have_count(2)
    with here():
        found = PointLook.objects.get(point__text=READY)
        answer = Contact.objects.get(kind="writing").answer
    assert (found.enough, found.told, answer) == (
        True,
        "Thank you, that is enough.",
        "Two are enough.",
    )


def test_partners_of_two_agencies_write_agree_and_report(
    as_one_of_the_cast: Any, tmp_path: Any
) -> None:
    chair: Page = as_one_of_the_cast(pages.PARTNER)
    police: Page = as_one_of_the_cast(POLICE)
    with here():
        late = MainPointForAction.objects.get(text=LATE)
        plan = ActionPlan.objects.get(inspection_id=late.inspection_id)

    police.goto("/hmie/our-committee")
    expect(police.get_by_role("heading", level=1)).to_contain_text("Three Rivers")
    police.get_by_role("heading", level=3).get_by_role("link", name="Tarvit").click()
    where = police.url
    chair.goto(where)
    chair.get_by_role("button", name="Take the plan up again").click()
    chair.get_by_role("link", name="Add an action to point 1").click()
    chair.get_by_label("What will be done").fill("The third service gets its screen in spring")
    chair.get_by_label("Lead post").fill("Head of nursing")
    chair.get_by_label("By when").fill("2031-06-30")
    chair.get_by_role("button", name="Add it").click()
    expect(chair.get_by_role("main")).to_contain_text("The third service gets its screen")
    expect(chair.get_by_text("agreed an earlier text")).to_have_count(2)

    police.goto(where)
    police.get_by_role("button", name="Agree it for Police").click()
    chair.goto(where)
    chair.get_by_role("button", name="Agree it for Independent chair").click()
    chair.get_by_role("link", name="Send the plan").click()
    accessible(chair)
    chair.get_by_role("button", name="Send it").click()
    expect(chair.get_by_text("version 2, sent")).to_be_visible()

    file = tmp_path / "count.csv"
    file.write_text("quarter,with a chronology\nfirst,12\n")
    police.goto("/hmie/our-committee")
    police.get_by_role("link", name="Report progress").filter(has_text=LATE).click()
    police.get_by_label("What happened").fill("The third service has its screen.")
    police.get_by_label("On track").press("Space")
    police.get_by_label("Why you say so").fill("All three write in it.")
    police.get_by_label("Files that show it").set_input_files(str(file))
    police.get_by_role("button", name="Save and tell").click()
    expect(police.get_by_text("count.csv")).to_be_visible()
    accessible(police)
    with here():
        told = ProgressUpdate.objects.get(text="The third service has its screen.")
        agreed = AgencyAgreement.objects.filter(plan=plan, agreed_at__isnull=False).count()
        files = told.files.count()
        plan.refresh_from_db()
    assert (told.agency, files, agreed, plan.status) == ("Police", 1, 2, "sent")
    evaluated_by_themselves(police)


def evaluated_by_themselves(police: Page) -> None:
    """One indicator valued, the self-evaluation finished and read beside the inspection."""
    police.goto("/hmie/our-committee")
    police.get_by_role("link", name="All self-evaluations").click()
    police.get_by_role("link", name="Begin").first.click()
    police.get_by_label("Area").select_option(label="Tarvit")
    police.get_by_label("Title").fill("Winter")
    police.locator("form.ins_form button[type=submit]").click()
    police.get_by_role("link", name="1.1").first.click()
    police.get_by_label("Good", exact=False).first.press("Space")
    police.get_by_label("Why").first.fill("Twenty files were read.")
    police.get_by_role("button", name="Save", exact=True).click()
    police.goto(police.url.split("/indicators/")[0])
    police.get_by_role("button", name="Finish it").click()
    expect(police.get_by_text("Agreement with the inspection")).to_be_visible()
    with here():
        assert SelfEvaluation.objects.get(title="Winter").status == "finished"
