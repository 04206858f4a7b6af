"""The gate itself: it sees what is missing, and counts only what succeeded."""

from pathlib import Path

import pytest
from django.test import Client

from tests.system import reached

pytestmark = pytest.mark.django_db


def test_notes_what_succeeds_and_reports_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(reached.VARIABLE, str(tmp_path / "seen"))
    client = Client()
    assert client.get("/health/live").status_code == 200
    assert client.get("/accounts/demonstration/").status_code == 404
    missing = reached.unreached(tmp_path / "seen")
    assert "health-live" not in missing
    assert "demonstration" in missing
    assert reached.main([str(tmp_path / "seen")]) == 1


def test_exemptions_are_names_that_exist() -> None:
    assert set(reached.EXEMPT) <= set(reached.names())


def test_says_what_it_needs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reached.main([str(tmp_path / "none")]) == 2
    assert "REACHED" in capsys.readouterr().err
