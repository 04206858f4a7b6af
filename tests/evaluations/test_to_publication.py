"""One inspection from evaluating to published, page by page, as five people; at each step the wrong
person is refused."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from evaluations.models import (
    AccuracyComment,
    Evaluation,
    Inspection,
    PublishedVersion,
    ReportChapter,
)
from evaluations.queries.services import services
from followthrough.models import MainPointForAction
from inspectorate.accounts.models import Duty
from inspectorate.accounts.terms import Role
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.grounds import give_grounds
from tests.evaluations.returns.conftest import Ground, ground  # noqa: F401
from tests.people import Person, member, sign_in

pytestmark = pytest.mark.django_db
Press = Callable[..., Any]


@pytest.fixture
def press(ground: Ground) -> Press:  # noqa: F811
    """Send a page's form as somebody, based on the inspection as it now is; the answer."""

    def send(person: Person, name: str, *further: str, **sent: Any) -> Any:
        path = reverse(name, args=["hmie", ground.inspection, *further])
        with scope(ground.world.here.pk):
            version = Inspection.objects.get(pk=ground.world.inspection.pk).version
        return sign_in(Client(), person).post(path, {"version": version, **sent})

    return send


def status(ground: Ground) -> str:  # noqa: F811
    with scope(ground.world.here.pk):
        return str(Inspection.objects.get(pk=ground.world.inspection.pk).status)


def duties(ground: Ground, person: Person) -> list[str]:  # noqa: F811
    with scope(ground.world.here.pk):
        mine = Duty.objects.filter(membership=person.membership, done_at__isnull=True)
        return list(mine.values_list("title", flat=True))


def test_from_evaluating_to_published_as_five_people(ground: Ground, press: Press) -> None:  # noqa: F811
    here, people = ground.world.here, ground.world.people
    lead, inspector, moderator, partner = (
        people.lead,
        people.inspector,
        people.moderator,
        people.partner,
    )
    publisher = member(here, "Una Craig", [Role.MODERATOR])
    with scope(here.pk):
        Inspection.objects.update(status="evaluating", fieldwork_from="2009-03-02")
        Evaluation.objects.update(level=5)
        Evaluation.objects.filter(indicator__code="1.2").update(level=2)
        give_grounds(ground.world.inspection)

    # The team is ready. An inspector does not send it; the lead does.
    assert press(inspector, "inspection-move", "to-moderation").status_code == 403
    assert press(lead, "inspection-move", "to-moderation").status_code == 302
    assert status(ground) == "moderation"
    assert any("moderat" in title.lower() for title in duties(ground, moderator))

    # The moderator takes it, judges one indicator blind, and signs off; nobody of the team does.
    assert press(lead, "moderation-take").status_code in {403, 404}
    assert press(moderator, "moderation-take").status_code == 302
    assert press(moderator, "inspection-move", "sign-off").status_code == 409
    assert press(moderator, "moderation-choose", codes=["1.1"]).status_code == 302
    judged = {"level": "very-good", "reason": "Both records and families say so.", "do": "give"}
    assert press(inspector, "judging", "1.1", **judged).status_code in {403, 404}
    assert press(moderator, "judging", "1.1", **judged | {"version": 1}).status_code == 302
    assert press(lead, "inspection-move", "sign-off").status_code == 403
    assert press(moderator, "inspection-move", "sign-off").status_code == 302
    assert status(ground) == "findings-discussed"

    # The inspector writes; the lead meets the services and sends the draft.
    assert press(partner, "report-begin").status_code == 404
    assert press(inspector, "report-begin").status_code == 302
    with scope(here.pk):
        chapter = ReportChapter.objects.filter(kind="text").order_by("position")[0]
    opaque = ids.encode("chapter", chapter.pk)
    words = {"version": chapter.version, "title": chapter.title, "text": "Children are heard."}
    assert press(inspector, "report-chapter", opaque, **words).status_code == 302
    assert press(lead, "accuracy-send", working_days=15).status_code == 409, "a point is missing"
    point = {"text": "Improve help given early.", "indicators": ["1.2"]}
    assert press(lead, "report-point-new", **point).status_code == 302
    with scope(here.pk):
        codes = [code for code, _name in services()]
    met = {"held_on": timezone.localdate().isoformat(), "record": "Accepted.", "place": "Hall"}
    for at, code in enumerate(codes):
        met |= {f"seat{at}-service": code, f"seat{at}-post": "Head", f"seat{at}-present": "on"}
    assert press(lead, "discussion-new", **met).status_code == 302
    assert press(inspector, "accuracy-send", working_days=15).status_code == 403
    assert press(lead, "accuracy-send", working_days=15).status_code == 302
    assert status(ground) == "factual-accuracy"

    # The partner comments and returns; a partner of another committee sees nothing.
    said = {"paragraph": "1.1", "agency": codes[0], "about": "fact", "text": "And their families."}
    assert press(people.other_partner, "accuracy-comment-new", **said).status_code == 404
    assert press(partner, "accuracy-comment-new", **said).status_code == 302
    assert press(lead, "accuracy-return", version=1).status_code in {403, 404}
    assert press(partner, "accuracy-return", version=1, covering_note="").status_code == 302

    # The lead answers each comment and settles the round; nothing is published before.
    assert press(publisher, "inspection-move", "publish").status_code == 409
    with scope(here.pk):
        comment = AccuracyComment.objects.get()
    reference = ids.encode("accuracy-comment", comment.pk)
    answer = {"version": comment.version, "decision": "accepted", "answer": "We add it."}
    assert press(partner, "accuracy-answer", reference, **answer).status_code in {403, 404}
    assert press(lead, "accuracy-answer", reference, **answer).status_code == 302
    assert press(lead, "accuracy-settle", version=2).status_code == 302

    # Somebody who was not on the team publishes; the public reads it, and the point lives on.
    on = {"published_on": timezone.localdate().isoformat()}
    for person in (lead, inspector, partner):
        assert press(person, "inspection-move", "publish", **on).status_code in {403, 404}
    assert press(publisher, "inspection-move", "publish", **on).status_code == 302
    assert status(ground) == "published"
    with scope(here.pk):
        version = PublishedVersion.objects.get()
        kept = MainPointForAction.objects.get()
    assert version.content["report"]["main_points"][0]["text"] == kept.text == point["text"]
    page = Client().get(reverse("public-report", args=["hmie", ground.inspection]))
    assert page.status_code == 200
    assert "Children are heard." in page.text
    assert point["text"] in page.text
    assert not page.cookies
