"""An inspection out whole and in again: equal, in any state, and hostile archives refused."""

import hashlib
import json
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client

from areas.models import LocalAuthorityArea
from evaluations.archive.earlier import without_medical
from evaluations.archive.plan import LEFT_OUT, plan
from evaluations.archive.writing import archive_of
from evaluations.models import (
    BroughtIn,
    CaseMaterialRead,
    Evaluation,
    Evidence,
    FileContent,
    Inspection,
    StoredFile,
)
from evaluations.operations.archives import bring_in
from evaluations.operations.evidence import add_evidence
from evaluations.operations.evidence_files import attach_file
from indicators.operations import import_edition
from inspectorate.accounts.models import Membership
from inspectorate.accounts.people import system_actor
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotPermitted, Refused
from inspectorate.kernel.faults import Faulty
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import EDITIONS, World
from tests.people import sign_in

pytestmark = pytest.mark.django_db
VALUES = {
    "bearing": "strength",
    "source_kind": "interviews",
    "level_of_service": "delivery",
    "happened_on": "2026-03-03",
    "text": "=Staff knew the children; said a child: “somebody listened”.",
    "indicators": ["1.1", "1.2"],
}


@pytest.fixture
def filled(world: World) -> World:
    """Two pieces of evidence, one from medical records, a file, and a level."""
    inspection = ids.encode("inspection", world.inspection.pk)
    with scope(world.here.pk, person_id=world.people.lead.user.pk):
        piece = add_evidence(actor=world.people.lead.actor, inspection=inspection, values=VALUES)
        upload = SimpleUploadedFile("../../notes?.txt", b"what was seen", "text/plain")
        attach_file(actor=world.people.lead.actor, evidence=piece["id"], upload=upload)
        Evidence.objects.create(
            inspection=world.inspection,
            number=7,
            bearing="contrary",
            source_kind="record-reading",
            level_of_service="outcomes",
            happened_on="2026-03-04",
            medical=True,
            text="SECRET-MEDICAL",
        )
        Evaluation.objects.filter(inspection=world.inspection, indicator__code="1.1").update(
            level=5, rationale="Because."
        )
    return world


@pytest.fixture
def elsewhere(people, world: World) -> Inspectorate:
    """Another inspectorate, with the same edition and area."""
    there = people.stranger.inspectorate
    with scope(there.pk):
        import_edition(
            actor=system_actor(there.pk), data=(EDITIONS / "hmie-2005.yaml").read_bytes()
        )
        LocalAuthorityArea.objects.create(code="A01", name="Torrance Vale")
    return there


def taken(world: World, *, medical: bool = True, inspection: int | None = None) -> bytes:
    with scope(world.here.pk):
        return b"".join(
            archive_of(inspection or world.inspection.pk, medical=medical, about={"by": "a test"})
        )


def members(archive: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def made(parts: dict[str, bytes], *, honest: bool = True) -> bytes:
    """An archive of these members; its manifest tells the truth about them when ``honest``."""
    parts = dict(parts)
    manifest = json.loads(parts.pop("manifest.json"))
    if honest:
        manifest["members"] = [
            {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            for name, data in parts.items()
        ]
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as opened:
        for name, data in parts.items():
            opened.writestr(name, data)
        opened.writestr("manifest.json", json.dumps(manifest))
    return out.getvalue()


def brought(where: Inspectorate, archive: bytes, **more: Any) -> Any:
    with scope(where.pk):
        return bring_in(actor=system_actor(where.pk), stream=BytesIO(archive), **more)


def data_of(archive: bytes) -> dict[str, Any]:
    """The archive without what names the day, the history and the origin."""
    parts = members(archive)
    return {
        name: data
        for name, data in parts.items()
        if name.startswith(("data/", "files/")) or name.endswith(".csv")
    }


def test_every_table_of_an_inspection_is_in_the_plan_or_left_out_for_a_reason() -> None:
    names = [one.name for one in plan()]
    assert len(names) == len(set(names)) > 40
    assert not set(names) & set(LEFT_OUT)
    assert all(LEFT_OUT.values())
    for at, table in enumerate(plan()):
        inside = set(table.links.values()) & set(names) - {table.name}
        assert inside <= set(names[:at]), "after everything that it points at"


def test_out_whole(filled: World) -> None:
    parts = members(taken(filled))
    manifest = json.loads(parts["manifest.json"])
    assert manifest["totals"]["Evidence"] == 2
    assert manifest["totals"]["history"] >= 2
    assert json.loads(parts["faults.json"]) == []
    for one in manifest["members"]:
        assert hashlib.sha256(parts[one["name"]]).hexdigest() == one["sha256"]
    (file,) = (name for name in parts if name.startswith("files/"))
    assert ".." not in file
    assert parts[file] == b"what was seen"
    assert b"'=Staff knew" in parts["evidence.csv"], "no formula runs"
    assert b"=Staff knew" in parts["data/Evidence.jsonl"]
    assert b"SECRET-MEDICAL" not in parts["evidence.csv"]


def test_medical_words_stay_with_those_who_may_read_them(filled: World) -> None:
    parts = members(taken(filled, medical=False))
    assert not any(b"SECRET-MEDICAL" in data for data in parts.values())
    assert json.loads(parts["manifest.json"])["withheld"] == 1


def test_in_again_elsewhere_is_equal(filled: World, elsewhere: Inspectorate) -> None:
    first = taken(filled)
    done = brought(elsewhere, first)
    assert done.changed
    with scope(elsewhere.pk):
        inspection = Inspection.objects.get()
        assert Evidence.objects.count() == 2
        note = BroughtIn.objects.get()
        assert note.inspection_id == inspection.pk
        placeholder = Membership.objects.get(
            user__display_name=filled.people.lead.user.display_name
        )
        assert not placeholder.user.is_active
        assert placeholder.roles == []
    with scope(elsewhere.pk):
        again = b"".join(archive_of(inspection.pk, medical=True, about={}))
    assert data_of(again) == data_of(first)
    assert not brought(elsewhere, first).changed, "the same archive again changes nothing"
    with scope(elsewhere.pk):
        assert Evidence.objects.count() == 2


def test_the_history_before_goes_on_from_place_to_place(
    filled: World, elsewhere: Inspectorate
) -> None:
    first = taken(filled)
    original = members(first)["history.jsonl"]
    assert "history-before.jsonl" not in members(first)
    brought(elsewhere, first)
    with scope(elsewhere.pk):
        inspection = Inspection.objects.get()
        came = BroughtIn.objects.get()
        second = b"".join(archive_of(inspection.pk, medical=True, about={}))
        hidden = b"".join(archive_of(inspection.pk, medical=False, about={}))
    *before, mark = members(second)["history-before.jsonl"].splitlines(keepends=True)
    assert b"".join(before) == original
    assert json.loads(mark)["brought_in"]["digest"] == came.digest
    assert (
        json.loads(members(second)["manifest.json"])["totals"]["history_before"] == len(before) + 1
    )
    assert b"SECRET-MEDICAL" in members(second)["history-before.jsonl"]
    assert b"SECRET-MEDICAL" not in b"".join(members(hidden).values())
    third = Inspectorate.objects.create(slug="third", name="Third")
    with scope(third.pk):
        import_edition(
            actor=system_actor(third.pk), data=(EDITIONS / "hmie-2005.yaml").read_bytes()
        )
        LocalAuthorityArea.objects.create(code="A01", name="Torrance Vale")
    brought(third, second)
    with scope(third.pk):
        last = b"".join(archive_of(Inspection.objects.get().pk, medical=True, about={}))
    told = members(last)["history-before.jsonl"]
    assert told.startswith(members(second)["history-before.jsonl"])
    assert members(second)["history.jsonl"] in told
    assert told.count(b'"brought_in"') == 2


def test_a_dry_run_changes_nothing(filled: World, elsewhere: Inspectorate) -> None:
    assert brought(elsewhere, taken(filled), dry_run=True).changed
    with scope(elsewhere.pk):
        assert not Inspection.objects.exists()


def test_another_inspection_of_that_reference_is_in_the_way(filled: World) -> None:
    with pytest.raises(Refused, match="already"):
        brought(filled.here, taken(filled))


def test_a_broken_inspection_still_comes_out(filled: World) -> None:
    with scope(filled.here.pk):
        Inspection.objects.filter(pk=filled.inspection.pk).update(
            status="nonsense", kind="??", resumes_to="nowhere"
        )
        Evaluation.objects.filter(indicator__code="1.2").update(level=99)
        FileContent.objects.all().delete()
        StoredFile.objects.update(name="")
    parts = members(taken(filled))
    (fault,) = json.loads(parts["faults.json"])
    assert fault["what"] == "Its bytes are gone."
    assert b'"status":"nonsense"' in parts["data/Inspection.jsonl"]
    assert b'"level":99' in parts["data/Evaluation.jsonl"]


def test_a_table_for_people_that_fails_does_not_stop_the_rest(filled: World, monkeypatch) -> None:
    from evaluations.archive import writing

    def broken(_numbers):
        yield ["a", "b"]
        raise KeyError("gone")

    monkeypatch.setattr(writing, "READABLE", {"evidence.csv": broken})
    parts = members(taken(filled))
    assert parts["evidence.csv"] == b"a,b\r\n"
    assert json.loads(parts["faults.json"])[0]["where"] == "evidence.csv"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p | {"data/Evidence.jsonl": p["data/Evidence.jsonl"] + b"[1]\n"}, "not a row"),
        (lambda p: p | {"data/Evidence.jsonl": b'{"n":1,"evil":1}\n'}, "column evil"),
        (lambda p: p | {"data/Evidence.jsonl": b'{"n":1,"sampled_case_id":99}\n'}, "names 99"),
        (lambda p: p | {"data/Evidence.jsonl": b"{nonsense\n"}, "not JSON"),
        (lambda p: p | {"data/Inspection.jsonl": b""}, "one inspection"),
        (lambda p: p | {"../../etc/passwd": b"x"}, "no such member"),
        (lambda p: p | {"files/../x": b"x"}, "no such member"),
        (lambda p: p | {"references.json": b"[]"}, "does not name"),
        (
            lambda p: p | {"references.json": p["references.json"].replace(b'"A01"', b'"A99"')},
            "no area A99",
        ),
        (
            lambda p: (
                p | {"manifest.json": p["manifest.json"].replace(b'"format": 1', b'"format": 9')}
            ),
            "format 9",
        ),
    ],
)
def test_a_hostile_archive_is_refused_whole(
    filled: World, elsewhere: Inspectorate, change: Any, said: str
) -> None:
    bad = made(change(members(taken(filled))))
    with pytest.raises(Faulty, match=said):
        brought(elsewhere, bad)
    with scope(elsewhere.pk):
        assert not Inspection.objects.exists()


def test_what_was_changed_or_damaged_is_refused(filled: World, elsewhere: Inspectorate) -> None:
    whole = taken(filled)
    parts = members(whole)
    lied = made(parts | {"evidence.csv": b"other"}, honest=False)
    for bad, said in (
        (lied, "another size"),
        (
            made(parts | {"evidence.csv": b"x" * len(parts["evidence.csv"])}, honest=False),
            "changed",
        ),
        (whole[: len(whole) // 2], "not an archive"),
        (b"nonsense", "not an archive"),
        (b"", "not an archive"),
    ):
        with pytest.raises(Faulty, match=said):
            brought(elsewhere, bad)


def test_a_bomb_is_not_unpacked(elsewhere: Inspectorate, filled: World) -> None:
    parts = members(taken(filled))
    bomb = made(parts | {"README.txt": b"\0" * 50_000_000}, honest=False)
    assert len(bomb) < 200_000
    with pytest.raises(Faulty, match="another size"):
        brought(elsewhere, bomb)


def path_of(world: World, rest: str = "archive") -> str:
    return f"/hmie/inspections/{ids.encode('inspection', world.inspection.pk)}/{rest}"


def test_the_lead_takes_it_out_and_the_log_knows(client: Client, filled: World) -> None:
    sign_in(client, filled.people.lead)
    assert "Take it out" in client.get(path_of(filled)).text
    got = client.get(path_of(filled, "archive.zip"))
    parts = members(b"".join(got.streaming_content))
    assert "attachment" in got["Content-Disposition"]
    assert json.loads(parts["manifest.json"])["about"]["taken_by"] == (
        filled.people.lead.user.display_name
    )
    assert not any(b"SECRET-MEDICAL" in data for data in parts.values())
    with scope(filled.here.pk):
        read = CaseMaterialRead.objects.filter(how="export").values_list("what", flat=True)
        assert sorted(read) == ["evidence", "file"]


def test_who_else_may_and_who_may_not(client: Client, filled: World) -> None:
    people = filled.people
    for person, status in (
        (people.inspector, 403),
        (people.inspector_elsewhere, 404),
        (people.partner, 404),
        (people.link, 404),
        (people.stranger, 404),
        (people.administrator, 302),
    ):
        sign_in(client, person)
        for rest in ("archive", "archive.zip"):
            assert client.get(path_of(filled, rest)).status_code == status, (person, rest)
    with pytest.raises(NotPermitted), scope(filled.here.pk):
        bring_in(actor=people.lead.actor, stream=BytesIO(b""))


def test_by_page_in(client: Client, filled: World) -> None:
    sign_in(client, filled.people.administrator)
    archive = taken(filled)

    def send(data: bytes, **more: Any) -> Any:
        sent = {"file": SimpleUploadedFile("a.zip", data, "application/zip"), **more}
        return client.post("/hmie/archives", sent, follow=True)

    assert client.get("/hmie/archives").status_code == 200
    assert "already" in send(archive).text
    assert send(b"nonsense").status_code == 422
    with scope(filled.here.pk):
        Inspection.objects.filter(pk=filled.inspection.pk).update(reference="another")
    assert "would come in" in send(archive, dry_run="on").text
    assert "is brought in" in send(archive).text
    assert "Nothing changed" in send(archive).text
    assert sign_in(client, filled.people.lead).get("/hmie/archives").status_code == 403


def test_by_command(filled: World, elsewhere: Inspectorate, tmp_path, capsys) -> None:
    output = tmp_path / "a.zip"
    reference = filled.inspection.reference
    call_command("export_inspection", reference, inspectorate="hmie", output=str(output))
    assert members(output.read_bytes())
    assert not list(tmp_path.glob("*.part"))
    with pytest.raises(CommandError, match="0 inspections"):
        call_command("export_inspection", "nothing", inspectorate="hmie", output=str(output))
    for said in ("Dry run", "is brought in", "Nothing changed"):
        more = {"dry_run": True} if said == "Dry run" else {}
        call_command("import_archive", str(output), inspectorate=elsewhere.slug, **more)
        assert said in capsys.readouterr().out
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_archive", str(tmp_path / "no.zip"), inspectorate=elsewhere.slug)


def test_the_statements_do_not_grow_with_the_rows(
    filled: World, django_assert_max_num_queries
) -> None:
    with scope(filled.here.pk):
        for number in range(10, 310):
            Evidence.objects.create(
                inspection=filled.inspection,
                number=number,
                bearing="strength",
                source_kind="data",
                level_of_service="delivery",
                happened_on="2026-03-04",
                text="x",
            )
        with django_assert_max_num_queries(200, connection=connections["default"]):
            whole = b"".join(archive_of(filled.inspection.pk, medical=True, about={}))
    assert json.loads(members(whole)["manifest.json"])["totals"]["Evidence"] == 302


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ({"table": "Evidence", "row": {"medical": False, "text": "Seen."}}, True),
        ({"table": "Thread", "row": {"text": "Seen."}}, True),
        ({"table": "Evidence", "row": {"medical": True, "text": "Seen.", "quote": "Seen."}}, False),
        ({"table": "Evidence", "row": ["Seen."]}, False),
        ({"table": "Evidence", "said": "Seen."}, False),
        (["Seen."], False),
    ],
)
def test_what_cannot_be_read_of_an_earlier_history_is_not_shown(line: Any, shown: bool) -> None:
    kept = without_medical(json.dumps(line).encode(), "withheld")
    assert (b"Seen." in kept) is shown
    assert without_medical(b"not {JSON Seen.", "withheld") == b'{"withheld":"withheld"}'
