"""Corrections of words and evaluations, withdrawal, publication again, and the main points."""

from typing import Any

import pytest

from evaluations.models import (
    Evaluation,
    PublicChange,
    PublishedVersion,
    ReportChapter,
    ReportPoint,
    ReportPointIndicator,
    Withdrawal,
)
from evaluations.operations import (
    changed_since_publication,
    publish_correction,
    withdraw_report,
)
from followthrough.models import MainPointForAction
from followthrough.operations.from_reports import points_of_report
from inspectorate.kernel.errors import Invalid, NotPermitted, Refused, Stale
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World
from tests.evaluations.publication.conftest import WORDS, fresh, of, opened

pytestmark = pytest.mark.django_db


def correct(world: World, reason: str = "A figure was wrong.", name: str = "moderator") -> Any:
    person = getattr(world.people, name)
    with opened(person):
        return publish_correction(
            actor=person.actor, inspection=of(world), based_on=fresh(world).version, reason=reason
        )


def withdraw(world: World, reason: str = "It named a child.", **values: Any) -> Any:
    person = world.people.moderator
    with opened(person):
        values.setdefault("based_on", fresh(world).version)
        return withdraw_report(actor=person.actor, inspection=of(world), reason=reason, **values)


def test_changed_words_are_seen_and_corrected(published: World) -> None:
    with scope(published.here.pk):
        assert not changed_since_publication(fresh(published))
    with pytest.raises(Refused, match="Nothing differs"):
        correct(published)
    with scope(published.here.pk):
        ReportChapter.objects.filter(position=1).update(text="Staff act at once.")
        assert changed_since_publication(fresh(published))
    with pytest.raises(Invalid):
        correct(published, reason="")
    with pytest.raises(NotPermitted):
        correct(published, name="lead")
    made = correct(published)
    with scope(published.here.pk):
        assert not changed_since_publication(fresh(published))
        first, second = PublishedVersion.objects.order_by("number")
        assert (made, second.reason) == (second, "A figure was wrong.")
        assert first.content["report"]["chapters"][0]["blocks"][0]["text"] == WORDS
        assert second.content["report"]["chapters"][0]["blocks"][0]["text"] == "Staff act at once."
        assert first.content["evaluations"] == second.content["evaluations"]
        lines = PublicChange.objects.values_list("number", "kind", "reason")
        assert list(lines) == [(1, "published", ""), (2, "corrected", "A figure was wrong.")]


def test_a_changed_evaluation_alone_is_a_correction_too(published: World) -> None:
    with scope(published.here.pk):
        Evaluation.objects.filter(indicator__code="3.3").update(level=2)
    assert correct(published).number == 2


def test_a_correction_keeps_the_main_points_in_step(published: World) -> None:
    with scope(published.here.pk):
        ReportPointIndicator.objects.filter(point__number=2).delete()
        ReportPoint.objects.filter(number=2).delete()
        ReportPoint.objects.filter(number=1).update(text="Assess risks in every case.")
    correct(published)
    with scope(published.here.pk):
        one, two = MainPointForAction.objects.order_by("number")
        assert (one.text, one.status, one.version) == ("Assess risks in every case.", "open", 2)
        said = PublishedVersion.objects.get(number=2).content["report"]["main_points"][0]
        assert one.indicator_codes == said["indicators"]
        assert one.services == [service["name"] for service in said["services"]]
        assert (two.status, two.version) == ("superseded", 2)
        entry = HistoryEntry.objects.filter(table_name="followthrough_mainpointforaction").last()
        assert entry is not None
        assert "Version 2 of the report." in entry.why
        newest = PublishedVersion.objects.get(number=2)
        assert points_of_report(inspection=fresh(published), version=newest) == 0


def test_withdrawn_and_published_again_as_the_next_version(published: World) -> None:
    with pytest.raises(Invalid):
        withdraw(published, reason=" ")
    with pytest.raises(Stale):
        withdraw(published, based_on=99)
    withdraw(published)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(published)
    with scope(published.here.pk):
        assert PublishedVersion.objects.count() == 1
        assert Withdrawal.objects.get().membership == published.people.moderator.membership
    made = correct(published, reason="Published again without the name.")
    with scope(published.here.pk):
        assert made.number == 2
        assert Withdrawal.objects.get().ended_at is not None
        kinds = PublicChange.objects.values_list("number", "kind")
        assert list(kinds) == [(1, "published"), (2, "withdrawn"), (3, "published")]


def test_only_what_is_published_is_withdrawn_by_who_publishes(ready: World) -> None:
    with pytest.raises(Refused, match="Nothing of this inspection is published"):
        withdraw(ready)
    with opened(ready.people.lead), pytest.raises(NotPermitted):
        withdraw_report(actor=ready.people.lead.actor, inspection=of(ready), based_on=1, reason="x")
