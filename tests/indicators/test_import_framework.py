"""Bringing a framework edition in: made, repeated, replaced while unused, frozen once in use."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from evaluations.models import Programme
from indicators import queries
from indicators.access import edition_by_code, in_use
from indicators.models import FrameworkEdition, QualityIndicator
from indicators.operations import EditionImported, import_edition
from inspectorate.accounts.people import Actor, system_actor
from inspectorate.kernel.errors import NotFound, NotPermitted, Refused
from inspectorate.kernel.faults import Faulty
from inspectorate.kernel.models import HistoryEntry
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope

pytestmark = pytest.mark.django_db

EDITIONS = sorted(Path("indicators/editions").glob("*.yaml"))
HMIE = Path("indicators/editions/hmie-2005.yaml")
SMALL = """\
code: small
title: A small framework  # with a comment
scale:
  levels: [{code: good}, {code: fair}, {code: poor}]
sections:
  - code: "1"
    title: Help
    indicators:
      - {code: "1.1", title: Children are safe}
      - {code: "1.10", title: Children are heard}
"""


def bring(inspectorate: Inspectorate, text: str) -> EditionImported:
    with scope(inspectorate.pk):
        return import_edition(actor=system_actor(inspectorate.pk), data=text.encode())


def use(inspectorate: Inspectorate, code: str = "small") -> None:
    with scope(inspectorate.pk):
        edition = FrameworkEdition.objects.get(code=code)
        Programme.objects.create(code="p", title="P", edition=edition)


def test_it_makes_an_edition_with_its_indicators(hmie: Inspectorate, other: Inspectorate) -> None:
    done = bring(hmie, SMALL)
    assert (done.made, done.changed) == (True, False)
    with scope(hmie.pk):
        edition = FrameworkEdition.objects.get()
        assert edition.text == SMALL
        assert list(edition.indicators.values_list("code", "position")) == [("1.1", 1), ("1.10", 2)]
        assert list(queries.indicator_ids(edition.pk)) == ["1.1", "1.10"]
        assert queries.edition_document(edition.pk) == done.document
        assert HistoryEntry.objects.filter(table_name="indicators_frameworkedition").count() == 1
    with scope(other.pk):
        assert not FrameworkEdition.objects.exists()
        with pytest.raises(NotFound):
            queries.edition_document(edition.pk)


def test_again_changes_nothing_however_it_is_written(hmie: Inspectorate) -> None:
    bring(hmie, SMALL)
    for text in (SMALL, SMALL.replace("  # with a comment", "").replace("\n", "\r\n")):
        done = bring(hmie, text)
        assert (done.made, done.changed) == (False, False)
    with scope(hmie.pk):
        assert FrameworkEdition.objects.get().version == 1


def test_an_unused_edition_is_replaced(hmie: Inspectorate) -> None:
    bring(hmie, SMALL)
    with scope(hmie.pk):
        kept = QualityIndicator.objects.get(code="1.1").pk
    changed = SMALL.replace("Children are safe", "Children are kept safe").replace("1.10", "2.1")
    assert bring(hmie, changed).changed
    with scope(hmie.pk):
        assert QualityIndicator.objects.get(code="1.1").pk == kept
        assert set(QualityIndicator.objects.values_list("code", "title")) == {
            ("1.1", "Children are kept safe"),
            ("2.1", "Children are heard"),
        }
        assert FrameworkEdition.objects.get().version == 2


def test_an_edition_in_use_cannot_change(hmie: Inspectorate) -> None:
    bring(hmie, SMALL)
    use(hmie)
    with pytest.raises(Refused, match="supersede"):
        bring(hmie, SMALL.replace("safe", "safer"))
    assert not bring(hmie, SMALL).changed
    with scope(hmie.pk):
        assert in_use(FrameworkEdition.objects.get())


@pytest.mark.parametrize(
    "sql",
    [
        "update indicators_frameworkedition set text = 'x'",
        "update indicators_frameworkedition set code = 'x'",
        "delete from indicators_qualityindicator",
        "update indicators_qualityindicator set title = 'x'",
        "insert into indicators_qualityindicator (inspectorate_id, edition_id, code, title, "
        "short_title, section_code, position, reference) "
        "select inspectorate_id, id, 'x', 'x', '', '1', 9, false from indicators_frameworkedition",
    ],
)
def test_the_database_itself_freezes_an_edition_in_use(hmie: Inspectorate, sql: str) -> None:
    bring(hmie, SMALL)

    def change() -> None:
        with scope(hmie.pk), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            transaction.set_rollback(True)

    change()
    use(hmie)
    with pytest.raises(IntegrityError, match="in use"):
        change()


def test_reading_an_edition_again_parses_nothing(
    hmie: Inspectorate, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = bring(hmie, SMALL).edition.pk
    with scope(hmie.pk):
        first = queries.edition_document(number)
        monkeypatch.setattr(queries, "read_edition", lambda _: pytest.fail("parsed again"))
        with CaptureQueriesContext(connection) as captured:
            assert queries.edition_document(number) is first
    assert len(captured) == 1


def test_faults_and_who_may_not(hmie: Inspectorate) -> None:
    with pytest.raises(Faulty, match="line 4"):
        bring(hmie, SMALL.replace("{code: fair}", "{code: good}"))
    with scope(hmie.pk):
        assert not FrameworkEdition.objects.exists()
        with pytest.raises(NotPermitted):
            import_edition(actor=Actor(hmie.pk, "Reader", frozenset()), data=SMALL.encode())


def test_an_unknown_code_names_the_known(hmie: Inspectorate) -> None:
    bring(hmie, SMALL)
    for code in ("nothing", "a\0b"):
        with scope(hmie.pk), pytest.raises(NotFound, match="There are: small"):
            edition_by_code(system_actor(hmie.pk), code)


@pytest.mark.parametrize("file", EDITIONS, ids=lambda file: file.stem)
def test_what_comes_out_is_to_the_byte_what_went_in(
    hmie: Inspectorate, tmp_path: Path, file: Path
) -> None:
    out = StringIO()
    call_command("import_framework", str(file), "--inspectorate", "hmie", stdout=out)
    assert f"Framework edition {file.stem} brought in" in out.getvalue()
    written = tmp_path / "out.yaml"
    call_command(
        *("export_framework", file.stem, "--inspectorate", "hmie", "--output", str(written)),
        stdout=out,
    )
    assert written.read_bytes() == file.read_bytes()
    call_command("import_framework", str(written), "--inspectorate", "hmie", stdout=out)
    assert "nothing changed" in out.getvalue()
    printed = StringIO()
    call_command("export_framework", file.stem, "--inspectorate", "hmie", stdout=printed)
    assert printed.getvalue().encode() == file.read_bytes()


def test_the_commands_refuse_plainly(hmie: Inspectorate, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("code: x\n")
    errors = StringIO()
    for command, said in (
        (["import_framework", str(tmp_path / "none.yaml")], "cannot be read"),
        (["import_framework", str(faulty)], "nothing was changed"),
        (["export_framework", "none"], "There is no framework edition"),
    ):
        with pytest.raises(CommandError, match=said):
            call_command(*command, "--inspectorate", "hmie", stderr=errors)
    assert "scale" in errors.getvalue()
