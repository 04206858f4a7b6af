"""A partnership tells what happened: kept whole or not at all, told once, never edited, never lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from areas.models import AreaSuccession, CommitteeArea, CommitteePartner, LocalAuthorityArea
from evaluations.models import CaseMaterialRead, FileContent, KeptIdentifier, StoredFile
from followthrough.models import MeasuredValue, PointLook, ProgressUpdate, UpdateFile
from followthrough.operations.left_files import clear_left_files
from followthrough.operations.measures import add_measure
from followthrough.operations.updates import make_update
from inspectorate.kernel import ids
from inspectorate.kernel.models import Event, HistoryEntry, Mail
from inspectorate.tenancy.scope import scope
from tests.followthrough.following import WORDS, Following, following

__all__ = ["following"]

PDF = b"%PDF-1.4 what was agreed"


def pdf(name: str = "protocol.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")


def tell(following: Following, who: str = "partner", **values: Any) -> Any:
    return following.client(who).post(f"{following.path}/tell", WORDS | values)


def test_what_a_partner_tells_is_kept_and_the_link_inspector_told_once(
    following: Following,
) -> None:
    answer = tell(following, attached=[pdf(), pdf("minutes.pdf")])
    assert answer.status_code == 302, answer.content.decode()
    with scope(following.world.here.pk):
        made = ProgressUpdate.objects.get()
        assert (made.text, made.own_view, made.own_reason) == tuple(WORDS.values())
        assert (made.committee, made.agency) == (following.committee, "Police")
        assert made.membership_id == following.person("partner").actor.membership_id
        names = UpdateFile.objects.order_by("pk").values_list("file__name", flat=True)
        assert list(names) == ["protocol.pdf", "minutes.pdf"]
        event = Event.objects.get(kind="progress-update.made")
        assert event.subject == ids.encode("update", made.pk)
        entry = HistoryEntry.objects.get(table_name="followthrough_progressupdate")
        assert entry.operation == "I"
        told = Mail.objects.values_list("member_id", flat=True)
        assert list(told) == [following.person("link").actor.membership_id]
    shown = following.page("link")
    assert "The committee says: <strong>on track</strong>. Five of six use it." in shown
    assert "protocol.pdf" in shown
    assert "Callum Petrie" in shown


@pytest.mark.parametrize(
    ("who", "get", "post"),
    [
        ("partner", 200, 302),
        ("other_partner", 403, 403),
        ("link", 403, 403),
        ("inspector", 403, 403),
        ("administrator", 403, 403),
        ("stranger", 404, 404),
    ],
)
def test_only_who_answers_for_the_point_tells(
    following: Following, who: str, get: int, post: int
) -> None:
    assert following.client(who).get(f"{following.path}/tell").status_code == get
    assert tell(following, who).status_code == post
    with scope(following.world.here.pk):
        assert ProgressUpdate.objects.count() == (1 if post == 302 else 0)


def test_nobody_tells_of_a_point_that_is_not_published(following: Following) -> None:
    hidden = ids.encode("point", following.world.hidden.pk)
    address = f"/hmie/main-points/{hidden}/tell"
    assert following.client("partner").post(address, WORDS).status_code == 404


@pytest.mark.parametrize(("status", "said"), [("closed", "is closed"), ("superseded", "its place")])
def test_an_ended_point_is_told_nothing_more(following: Following, status: str, said: str) -> None:
    following.status(status)
    answer = following.client("partner").get(f"{following.path}/tell", follow=True)
    assert said in answer.content.decode()
    assert tell(following).status_code == 302
    with scope(following.world.here.pk):
        assert not ProgressUpdate.objects.exists()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"text": ""}, "Fill this in"),
        ({"own_reason": " "}, "Fill this in"),
        ({"own_view": ""}, "Choose one"),
        ({"own_view": "judged"}, "judged"),
        ({"text": "x" * 10_001}, "at most 10000"),
        ({"text": "a\x00b"}, "not allowed"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_typed_or_brought_is_lost(
    following: Following, values: dict[str, str], said: str
) -> None:
    first = tell(following, **values, attached=[pdf()])
    page = first.content.decode()
    assert first.status_code == 422
    assert said in page
    assert "Five of six" in page or "own_reason" in values
    assert "protocol.pdf" in page
    with scope(following.world.here.pk):
        assert not ProgressUpdate.objects.exists()
        kept = ids.encode("file", StoredFile.objects.get(name="protocol.pdf").pk)
    assert tell(following, kept=[kept]).status_code == 302
    with scope(following.world.here.pk):
        assert UpdateFile.objects.get().file.name == "protocol.pdf"


def test_an_identifier_is_answered_for_and_then_stays_on_the_list(following: Following) -> None:
    words = {"text": "Told by a.mother@example.org."}
    refused = tell(following, **words, attached=[pdf()])
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "This could tell who somebody is" in page
    assert "a.mother@example.org" in page
    assert "protocol.pdf" in page
    name = page.partition('name="stays-')[2].partition('"')[0]
    assert tell(following, **words, **{f"stays-{name}": "A public address"}).status_code == 302
    with scope(following.world.here.pk):
        kept = KeptIdentifier.objects.get(table_name="followthrough_progressupdate")
        assert (kept.why, kept.inspection) == ("A public address", following.world.published)


@pytest.mark.parametrize(
    ("upload", "said"),
    [
        (pdf("notes.exe"), "notes.exe"),
        (pdf("not.pdf", b"plain words"), "not.pdf"),
        (pdf("a.mother@example.org.pdf"), "Rename the file"),
    ],
)
def test_a_file_that_cannot_be_kept_is_said_with_its_name(
    following: Following, upload: SimpleUploadedFile, said: str
) -> None:
    upload.seek(0)
    answer = tell(following, attached=[upload, pdf()])
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "protocol.pdf" in answer.content.decode()
    with scope(following.world.here.pk):
        assert not ProgressUpdate.objects.exists()


def test_somebody_elses_file_does_not_go_with_it(following: Following) -> None:
    with scope(following.world.here.pk):
        theirs = StoredFile.objects.create(
            inspection=following.world.published,
            name="theirs.pdf",
            media_type="application/pdf",
            size=1,
            digest="d",
            membership=following.person("other_partner").membership,
        )
    answer = tell(following, kept=[ids.encode("file", theirs.pk), "nonsense"])
    assert answer.status_code == 302
    with scope(following.world.here.pk):
        assert not UpdateFile.objects.exists()


def test_values_of_measures_come_with_it_and_none_of_it_without_them(
    following: Following,
) -> None:
    point = {"point": following.point.pk}
    made = following.act("partner", add_measure, **point, wanted={"title": "Open cases"})
    field = f"value-{ids.encode('measure', made.pk)}"
    page = following.page("partner", "/tell")
    assert "Open cases" in page
    today = timezone.localdate()
    tomorrow = (today + timedelta(days=1)).isoformat()
    assert tell(following, **{field: "many", "on": "2009-03-26"}).status_code == 422
    later = tell(following, **{field: "96.5", "on": tomorrow})
    assert later.status_code == 422
    assert "a day that has been" in later.content.decode()
    with scope(following.world.here.pk):
        assert not ProgressUpdate.objects.exists()
    assert tell(following, **{field: "96.5", "on": "2009-03-26"}).status_code == 302
    with scope(following.world.here.pk):
        value = MeasuredValue.objects.get()
        assert (str(value.value), value.on) == ("96.500", date(2009, 3, 26))
        assert value.update == ProgressUpdate.objects.get()
    again = tell(following, **{field: "97", "on": "2009-03-26"})
    assert again.status_code == 422
    assert "has a value already (96.5)" in again.content.decode()
    assert "Open cases: <strong>96.5</strong>" in following.page("link")


def split(following: Following) -> None:
    """The area is followed by two, each of another committee."""
    today = timezone.localdate()
    for number, committee in enumerate((following.committee, following.other)):
        area = LocalAuthorityArea.objects.create(code=f"N{number}", name=f"Vale {number}")
        CommitteeArea.objects.create(committee=committee, area=area)
        AreaSuccession.objects.create(
            predecessor=following.world.area, successor=area, kind="split", on=today
        )


def test_a_partner_of_two_owning_committees_says_for_which(following: Following) -> None:
    with scope(following.world.here.pk):
        split(following)
        CommitteePartner.objects.create(
            committee=following.other,
            membership=following.person("partner").membership,
            agency="Health",
        )
    assert "For which committee" in following.page("partner", "/tell")
    assert tell(following).status_code == 422
    assert tell(following, committee=following.other.pk).status_code == 302
    with scope(following.world.here.pk):
        made = ProgressUpdate.objects.get()
        assert (made.committee, made.agency) == (following.other, "Health")
    shown = following.page("link")
    assert "Torrance Vale (published)" in shown
    assert "Vale 0, Vale 1" in shown
    assert "Burnhead, Three Rivers" in shown


def test_its_files_are_for_who_reads_it(following: Following) -> None:
    tell(following, attached=[pdf()])
    with scope(following.world.here.pk):
        file = ids.encode("file", StoredFile.objects.get().pk)
    address = f"{following.path}/files/{file}"
    for name, status in {
        "partner": 200,
        "link": 200,
        "moderator": 200,
        "administrator": 200,
        "inspector": 200,  # on the team of the follow-through
        "inspector_elsewhere": 404,
        "other_partner": 404,
        "analyst": 404,
        "stranger": 404,
    }.items():
        answer = following.client(name).get(address)
        assert answer.status_code == status, name
        if status == 200:
            assert answer.content == PDF
            assert answer["Content-Disposition"] == 'attachment; filename="protocol.pdf"'
    with scope(following.world.here.pk):
        assert CaseMaterialRead.objects.filter(what="file").count() == 5
        StoredFile.objects.update(scan="infected")
    refused = following.client("partner").get(address)
    assert refused.status_code == 403
    assert "Malware was found" in refused.content.decode()
    nothing = following.client("partner").get(f"{following.path}/files/{'0' * 16}")
    assert nothing.status_code == 404


def test_nobody_else_reads_what_was_told(following: Following) -> None:
    tell(following)
    for name, sees in {
        "partner": True,
        "link": True,
        "moderator": True,
        "inspector": True,
        "other_partner": False,
        "inspector_elsewhere": False,
        "analyst": False,
        "auditor": False,
    }.items():
        shown = following.page(name)
        assert (WORDS["text"] in shown) is sees, name
        assert ("for them alone" in shown) is not sees, name


def test_said_to_be_done_with_a_file_is_ready_to_look_at(following: Following) -> None:
    following.act("partner", make_update, point=following.point.pk, **WORDS | {"own_view": "done"})
    assert "Said to be done</b>" in following.page("link")
    tell(following, own_view="done", attached=[pdf()])
    shown = following.page("link")
    assert "Said to be done, with evidence" in shown
    assert "Ready to look at." in shown
    with scope(following.world.here.pk):
        assert not PointLook.objects.exists()


def test_files_of_an_update_that_was_never_made_are_forgotten_after_a_week(
    following: Following,
) -> None:
    tell(following, attached=[pdf("sent.pdf")])
    tell(following, text="", attached=[pdf("left.pdf")])
    with scope(following.world.here.pk):
        now = timezone.now()
        assert clear_left_files(now + timedelta(days=6), 10) == 0
        assert clear_left_files(now + timedelta(days=8), 10) == 1
        assert FileContent.objects.get().file.name == "sent.pdf"
