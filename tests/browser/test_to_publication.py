"""From evaluating to published in a real browser: five people, each at their own pages; at each step
somebody whom it is not for is refused."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from evaluations.models import (
    AccuracyComment,
    Evaluation,
    Inspection,
    PublishedVersion,
    ReportChapter,
)
from evaluations.queries.services import services
from followthrough.models import MainPointForAction
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import edition, world  # noqa: F401 - fixtures
from tests.evaluations.grounds import give_grounds
from tests.evaluations.returns.conftest import Ground, ground  # noqa: F401 - fixtures
from tests.people import Person, member, sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
]

POINT = "Improve help given early."
SAID = "Children are heard."


class Window:
    """One person's browser, at one inspection."""

    def __init__(self, page: Page, ground: Ground, pictures: Path) -> None:  # noqa: F811
        self.page = page
        self.ground = ground
        self.pictures = pictures

    def address(self, name: str, *further: str) -> str:
        return reverse(name, args=["hmie", self.ground.inspection, *further])

    def open(self, name: str, *further: str) -> int:
        """Go to a page; the status of its answer."""
        answer = self.page.goto(self.address(name, *further))
        assert answer is not None
        return answer.status

    def press(self, button: str) -> None:
        """Press a button of the page and wait for the page that follows."""
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name=button, exact=True).click()
        assert self.page.locator(".ds_error-summary").count() == 0, self.page.inner_text("main")

    def submit(self) -> None:
        """Press the button that saves the page's form."""
        with self.page.expect_navigation():
            self.page.locator(
                'main form[method="post"] button[type="submit"]:not(.ds_button--secondary)'
            ).first.click()
        assert self.page.locator(".ds_error-summary").count() == 0, self.page.inner_text("main")

    def press_at(self, name: str, *further: str) -> None:
        """Press the button of the form that does this deed."""
        form = self.page.locator(f'main form[action="{self.address(name, *further)}"]')
        with self.page.expect_navigation():
            form.get_by_role("button").first.click()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f'main [name="{name}"]').first.fill(value)

    def tick(self, label: str) -> None:
        self.page.get_by_label(label).first.check()

    def look(self, name: str) -> None:
        """Keep a picture in both widths, when somebody says where: ``PICTURES``."""
        if "PICTURES" not in os.environ:
            return
        for width in (1280, 390):
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.screenshot(path=self.pictures / f"{name}-{width}.png", full_page=True)
        self.page.set_viewport_size({"width": 1280, "height": 900})


@pytest.fixture
def window_of(
    a_browser: Browser,
    live_server: Any,
    ground: Ground,  # noqa: F811
    pictures: Path,
) -> Iterator[Callable[[Person], Window]]:
    contexts = []

    def made(person: Person) -> Window:
        context = a_browser.new_context(base_url=str(live_server.url), locale="en-GB")
        contexts.append(context)
        cookie = sign_in(Client(), person).cookies[django_settings.SESSION_COOKIE_NAME]
        context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": str(live_server.url)}]
        )
        page = context.new_page()
        page.set_default_timeout(20_000)
        return Window(page, ground, pictures)

    yield made
    for context in contexts:
        context.close()


def ready(ground: Ground) -> None:  # noqa: F811
    """Everything is evaluated and rests on evidence; one indicator is weak."""
    with scope(ground.world.here.pk):
        Inspection.objects.update(status="evaluating", fieldwork_from="2009-03-02")
        Evaluation.objects.update(level=5)
        Evaluation.objects.filter(indicator__code="1.2").update(level=2)
        give_grounds(ground.world.inspection)


def test_five_people_take_an_inspection_to_the_public(
    window_of: Callable[[Person], Window],
    ground: Ground,  # noqa: F811
    a_browser: Browser,
    live_server: Any,
) -> None:
    people = ground.world.people
    publisher = member(ground.world.here, "Una Craig", [Role.MODERATOR])
    ready(ground)
    lead, inspector = window_of(people.lead), window_of(people.inspector)
    moderator, partner = window_of(people.moderator), window_of(people.partner)
    other_partner, last = window_of(people.other_partner), window_of(publisher)

    to_moderation(lead, inspector)
    moderated(moderator, lead, inspector)
    written(inspector, lead, partner)
    to_the_partnership(lead, inspector)
    commented(partner, other_partner)
    answered(lead, partner)
    published(last, lead, partner)

    with scope(ground.world.here.pk):
        assert Inspection.objects.get(pk=ground.world.inspection.pk).status == "published"
        version = PublishedVersion.objects.get()
        assert version.content["report"]["main_points"][0]["text"] == POINT
        assert MainPointForAction.objects.get().text == POINT
    read_by_the_public(a_browser, str(live_server.url), lead)


def to_moderation(lead: Window, inspector: Window) -> None:
    inspector.open("inspection-move", "to-moderation")
    inspector.page.locator("main").get_by_role("button", name="Send to moderation").click()
    assert "This is for the lead inspector" in inspector.page.inner_text("main")
    assert lead.open("inspection-move", "to-moderation") == 200
    lead.press("Send to moderation")


def moderated(moderator: Window, lead: Window, inspector: Window) -> None:
    assert inspector.open("judging", "1.1") in {403, 404}
    assert moderator.open("moderation") == 200
    moderator.press_at("moderation-take")
    moderator.open("moderation-choose")
    moderator.tick("1.1 Children are listened to, understood and respected")
    moderator.press("Choose these")
    moderator.open("judging", "1.1")
    moderator.look("journey-judging")
    moderator.page.locator('main [name="level"][value="very-good"]').check()
    moderator.fill(reason="Records show it; two families did not feel it.")
    moderator.press("Give my judgement")
    moderator.open("moderation-compare", "1.1")
    moderator.look("journey-both-sides")
    moderator.open("inspection-move", "sign-off")
    lead.open("inspection-move", "sign-off")
    lead.page.locator("main").get_by_role("button", name="Sign off").click()
    assert "This is for a moderator" in lead.page.inner_text("main")
    moderator.press("Sign off: findings can be discussed")


def written(inspector: Window, lead: Window, partner: Window) -> None:
    """The report: a chapter by the inspector, the point that a weak level demands by the lead."""
    assert partner.open("report") == 404
    inspector.open("report")
    inspector.press("Begin the report")
    with scope(inspector.ground.world.here.pk):
        chapter = ReportChapter.objects.filter(kind="text").order_by("position")[0]
    inspector.open("report-chapter", ids.encode("chapter", chapter.pk))
    inspector.fill(text=SAID)
    inspector.press("Save")
    inspector.look("journey-chapter")
    lead.open("accuracy-send")
    lead.page.locator("main").get_by_role("button", name="Send it").click()
    assert "main point" in lead.page.inner_text("main"), "1.2 is weak and nothing is asked"
    lead.open("report-point-new")
    lead.fill(text=POINT)
    lead.page.locator('main [name="indicators"][value="1.2"]').check(force=True)
    lead.submit()


def to_the_partnership(lead: Window, inspector: Window) -> None:
    """Findings are discussed with every service; the lead sends the draft, nobody else."""
    with scope(lead.ground.world.here.pk):
        codes = [code for code, _name in services()]
    lead.open("discussion-new")
    today = timezone.localdate().isoformat()
    lead.fill(held_on=today, place="Hall", record="Accepted.")
    for at, code in enumerate(codes):
        lead.page.locator(f'main [name="seat{at}-service"]').select_option(code)
        lead.fill(**{f"seat{at}-post": "Head"})
        lead.page.locator(f'main [name="seat{at}-present"]').check(force=True)
    lead.submit()
    assert inspector.open("accuracy-send") == 403
    lead.open("accuracy-send")
    lead.fill(working_days="15")
    lead.press("Send it")


def commented(partner: Window, other: Window) -> None:
    """The committee's partner comments and returns; another committee's sees nothing."""
    assert other.open("accuracy") == 404
    assert partner.open("accuracy") == 200
    partner.page.goto(partner.address("accuracy-comment-new") + "?paragraph=1.1")
    partner.page.locator('main select[name="agency"]').select_option(index=1)
    partner.fill(text="And their families are.")
    partner.submit()
    partner.open("accuracy")
    partner.look("journey-accuracy")
    partner.open("accuracy-return")
    partner.press("Return them to the inspectorate")


def answered(lead: Window, partner: Window) -> None:
    with scope(lead.ground.world.here.pk):
        comment = ids.encode("accuracy-comment", AccuracyComment.objects.get().pk)
    lead.open("accuracy-answer", comment)
    lead.page.get_by_label("Accepted", exact=True).check(force=True)
    lead.fill(answer="We add it.")
    lead.press("Save answer")
    lead.look("journey-answered")
    assert partner.open("accuracy-answer", comment) in {403, 404}
    lead.open("accuracy")
    lead.press("Settle: send the answers")


def published(last: Window, lead: Window, partner: Window) -> None:
    """Somebody who was not on the team publishes; neither the lead nor the partner can."""
    assert partner.open("inspection-move", "publish") == 404
    lead.open("inspection-move", "publish")
    lead.page.locator("main").get_by_role("button", name="Publish").click()
    assert "not on the team" in lead.page.inner_text("main")
    last.open("inspection-move", "publish")
    last.fill(published_on=timezone.localdate().isoformat())
    last.look("journey-publish")
    last.press("Publish")


def read_by_the_public(browser: Browser, site: str, lead: Window) -> None:
    """Without a sign-in and without a cookie."""
    context = browser.new_context(base_url=site)
    public = Window(context.new_page(), lead.ground, lead.pictures)
    assert public.open("public-report") == 200
    words = public.page.inner_text("main")
    assert SAID in words
    assert POINT in words
    assert context.cookies() == []
    public.look("journey-public")
    context.close()
