"""Names declared for a case after texts were written: found in them, listed, settled."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.test import Client

from areas.models import ChildProtectionCommittee
from evaluations.models import (
    AccuracyComment,
    AccuracyRound,
    Comment,
    Concern,
    DiscussionAttendance,
    Evaluation,
    Evidence,
    FindingsDiscussion,
    KeptIdentifier,
    MemberView,
    Moderation,
    PanelDecision,
    Report,
    ReportDraft,
    SampledCase,
    SecondJudgement,
    StoredFile,
    Thread,
)
from evaluations.operations import enter_case_key, remove_case_key
from evaluations.operations import names_declared as looking
from evaluations.operations.evidence import add_evidence, edit_evidence
from evaluations.operations.names_declared import LOOK, SOURCES, look_for_names
from evaluations.tasks import look_for_names as task
from inspectorate.accounts.models import Duty
from inspectorate.kernel import ids
from inspectorate.kernel.models import Mail, OutboxMessage
from inspectorate.tenancy.scope import scope
from tests.evaluations.evidence.conftest import SEEN
from tests.evaluations.samples.conftest import Sample
from tests.people import sign_in
from tests.system.test_identifiers_everywhere import WHEN_WRITTEN

NAMES = "Morag Tannahill"
Browse = Callable[[str], Client]


@pytest.fixture
def browse(sample: Sample) -> Browse:
    return lambda name: sign_in(Client(), getattr(sample.world.people, name))


def write(sample: Sample, **values: Any) -> dict[str, Any]:
    return sample.run(
        add_evidence,
        sample.world.people.inspector,
        inspection=sample.inspection,
        values={**SEEN, "text": "Tannahill was seen at home.", **values},
    )


def declare(sample: Sample, names: str = NAMES, based_on: int = 0, case: int = 0) -> None:
    sample.run(
        enter_case_key,
        sample.world.people.lead,
        sampled_case=sample.cases[case],
        based_on=based_on,
        names=names,
    )


def look(sample: Sample) -> int:
    with scope(sample.world.here.pk):
        return look_for_names(sample.world.inspection.pk)


def waiting(sample: Sample) -> list[tuple[str, str]]:
    with scope(sample.world.here.pk):
        rows = KeptIdentifier.objects.filter(why="", removed_at=None).order_by("pk")
        return list(rows.values_list("table_name", "field"))


def list_of(sample: Sample, state: str = "to-settle") -> str:
    return f"{sample.path}/kept-identifiers?state={state}"


def test_declaring_and_forgetting_have_the_texts_looked_through(sample: Sample) -> None:
    def asked() -> int:
        with scope(sample.world.here.pk):
            return OutboxMessage.objects.filter(task=LOOK).count()

    declare(sample)
    assert asked() == 1
    declare(sample, "Jamie Tannahill", based_on=1)
    assert asked() == 2
    sample.run(remove_case_key, sample.world.people.lead, sampled_case=sample.cases[0])
    assert asked() == 3


def test_what_was_written_before_is_listed_for_the_lead_and_the_officer(
    sample: Sample, browse: Browse
) -> None:
    piece = write(sample)
    declare(sample)
    found: int = task(
        inspectorate_id=sample.world.here.pk, inspection_id=sample.world.inspection.pk
    )
    assert found == 1
    assert look(sample) == 0, "nothing is listed twice"
    for who in ("lead", "auditor"):
        page = browse(who).get(list_of(sample))
        (line,) = page.context["shown"].lines
        assert (line.where, line.field, line.to_settle) == ("Evidence E1", "text", True)
        text = page.content.decode()
        assert f"/evidence/{piece['id']}" in text
        assert "Tannahill" not in text
        assert ("Say why it stays" in text) is (who == "lead")
    assert "To settle" in browse("auditor").get("/hmie/kept-identifiers").content.decode()
    with scope(sample.world.here.pk):
        told = Mail.objects.filter(key__contains="names-")
        assert {one.member_id for one in told} == {sample.world.people.lead.membership.pk}
        assert not Duty.objects.filter(title__contains="Tannahill").exists()


def test_saving_without_the_name_settles_it(sample: Sample) -> None:
    piece = write(sample)
    declare(sample)
    look(sample)
    sample.run(
        edit_evidence,
        sample.world.people.inspector,
        evidence=piece["id"],
        based_on=1,
        changes={"text": "The child was seen at home."},
    )
    assert waiting(sample) == []
    with scope(sample.world.here.pk):
        assert KeptIdentifier.objects.get().removed_at is not None
    assert look(sample) == 0


def test_the_lead_says_why_it_stays(sample: Sample, browse: Browse) -> None:
    write(sample)
    declare(sample)
    look(sample)
    lead = browse("lead")
    (line,) = lead.get(list_of(sample)).context["shown"].lines
    where = f"{sample.path}/kept-identifiers/{line.id}/why"
    assert lead.get(where).status_code == 200
    for why in ("", "CHI 0101150008", "It is Tannahill's own word", "a" * 501):
        assert lead.post(where, {"why": why}).status_code == 422
    assert lead.post(where, {"why": "It is the name of the school."}).status_code == 302
    assert waiting(sample) == []
    (kept,) = lead.get(list_of(sample, "stays")).context["shown"].lines
    assert (kept.why, kept.who) == ("It is the name of the school.", "Lorna Sim")
    assert lead.post(where, {"why": "Again."}).status_code == 409
    assert look(sample) == 0
    assert waiting(sample) == [], "what was answered is not asked again"


@pytest.mark.parametrize(
    ("who", "status"),
    [("auditor", 403), ("inspector", 403), ("administrator", 403), ("stranger", 404)],
)
def test_nobody_else_says_why(sample: Sample, browse: Browse, who: str, status: int) -> None:
    write(sample)
    declare(sample)
    look(sample)
    with scope(sample.world.here.pk):
        finding = ids.encode("finding", KeptIdentifier.objects.get().pk)
    where = f"{sample.path}/kept-identifiers/{finding}/why"
    assert browse(who).post(where, {"why": "No."}).status_code == status
    assert len(waiting(sample)) == 1
    unknown = where.replace(finding, ids.encode("finding", 10**6))
    assert browse("lead").get(unknown).status_code == 404


def test_when_the_name_is_no_longer_declared_nothing_waits(sample: Sample) -> None:
    write(sample)
    declare(sample)
    look(sample)
    declare(sample, "Somebody Else", based_on=1)
    assert look(sample) == 0
    assert waiting(sample) == []
    declare(sample, NAMES, based_on=2)
    assert look(sample) == 1, "declared again, it waits again"
    sample.run(remove_case_key, sample.world.people.lead, sampled_case=sample.cases[0])
    look(sample)
    assert waiting(sample) == []


def test_every_kind_of_text_is_looked_through(sample: Sample) -> None:
    write(sample, text="As said.", quote="Tannahill told us.")
    write(sample, text="As said.", tags=["tannahill"])
    inspection, person = sample.world.inspection, sample.world.people.inspector.membership
    with scope(sample.world.here.pk):
        Evaluation.objects.filter(inspection=inspection, indicator__code="1.1").update(
            rationale="The Tannahill case shows it."
        )
        indicator = Evaluation.objects.filter(inspection=inspection).first().indicator
        MemberView.objects.create(
            inspection=inspection, indicator=indicator, membership=person, reason="Tannahill."
        )
        SampledCase.objects.filter(pseudonym__endswith="2").update(withdrawn_why="Is Tannahill.")
        StoredFile.objects.create(
            inspection=inspection, name="Tannahill.txt", media_type="text/plain", size=1, digest="a"
        )
        Concern.objects.create(
            inspection=inspection, what="Tannahill.", noticed_at="2026-01-01T00Z"
        )
    declare(sample)
    assert look(sample) == 7
    assert set(waiting(sample)) == {
        ("evaluations_evidence", "quote"),
        ("evaluations_evidence", "tags"),
        ("evaluations_evaluation", "rationale"),
        ("evaluations_memberview", "reason"),
        ("evaluations_sampledcase", "withdrawn_why"),
        ("evaluations_storedfile", "name"),
        ("evaluations_concern", "what"),
    }


def test_memory_and_findings_are_bounded(sample: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "AT_ONCE", 2)
    for _ in range(5):
        write(sample)
    declare(sample)
    assert look(sample) == 5
    with scope(sample.world.here.pk):
        KeptIdentifier.objects.update(removed_at="2026-01-01T00:00Z")
    monkeypatch.setattr(looking, "MOST_FINDINGS", 3)
    assert look(sample) == 3


def test_another_inspection_and_no_inspection(sample: Sample) -> None:
    write(sample)
    declare(sample)
    with scope(sample.world.people.stranger.inspectorate.pk):
        assert look_for_names(sample.world.inspection.pk) == 0
    assert waiting(sample) == []


def test_each_source_has_the_fields_it_names() -> None:
    for source in SOURCES:
        kept = {one.name for one in source.model._meta.concrete_fields}
        assert set(source.fields) <= kept
    assert Evidence in {source.model for source in SOURCES}


def test_moderation_accuracy_and_publication_are_looked_through(sample: Sample) -> None:
    inspection, said = sample.world.inspection, "Tannahill said so."
    today, now = "2026-01-01", "2026-01-01T00Z"
    with scope(sample.world.here.pk):
        indicator = Evaluation.objects.filter(inspection=inspection).first().indicator
        moderation = Moderation.objects.create(inspection=inspection, number=1)
        SecondJudgement.objects.create(
            moderation=moderation, indicator=indicator, level=3, reason=said, given_at=now
        )
        PanelDecision.objects.create(moderation=moderation, indicator=indicator, level=3, why=said)
        thread = Thread.objects.create(inspection=inspection, indicator=indicator)
        Comment.objects.create(thread=thread, text=said)
        meeting = FindingsDiscussion.objects.create(
            inspection=inspection, held_on=today, record=said
        )
        DiscussionAttendance.objects.create(
            discussion=meeting, service="police", post="Sergeant", note=said
        )
        report = Report.objects.create(inspection=inspection, title="T")
        draft = ReportDraft.objects.create(
            report=report, number=1, reason="kept", label=said, content={}, digest="a" * 64
        )
        committee = ChildProtectionCommittee.objects.create(code="c", name="Vale Committee")
        one = AccuracyRound.objects.create(
            inspection=inspection,
            number=1,
            draft=draft,
            committee=committee,
            working_days=15,
            sent_on=today,
            due_on=today,
            covering_note=said,
        )
        AccuracyComment.objects.create(
            accuracy_round=one, paragraph="1.1", agency="police", text="As said.", proposed=said
        )
    declare(sample)
    assert look(sample) == 8
    assert {(table.removeprefix("evaluations_"), field) for table, field in waiting(sample)} == {
        ("secondjudgement", "reason"),
        ("paneldecision", "why"),
        ("comment", "text"),
        ("findingsdiscussion", "record"),
        ("discussionattendance", "note"),
        ("reportdraft", "label"),
        ("accuracyround", "covering_note"),
        ("accuracycomment", "proposed"),
    }
    page = browse_as_lead(sample).get(list_of(sample))
    assert page.status_code == 200
    for where in ("moderation", "discussions", "report/versions", "factual-accuracy"):
        assert f"{sample.path}/{where}" in page.content.decode()


def browse_as_lead(sample: Sample) -> Client:
    return sign_in(Client(), sample.world.people.lead)


def test_no_text_that_is_held_to_the_rules_is_left_out() -> None:
    looked = {f"{one.model.__name__}.{field}" for one in SOURCES for field in one.fields}
    written = {
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("evaluations").get_models()
        if model.__name__ in WHEN_WRITTEN
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField)
    }
    copied = {"Thread.quoted", "AccuracyComment.quoted", "PublicChange.reason"}
    assert written - looked == copied
