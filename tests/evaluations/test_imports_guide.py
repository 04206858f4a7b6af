"""The examples in docs/imports.md do what the text around them says."""

import re
from pathlib import Path

from areas.rules.areas_file import read_areas
from evaluations.rules.evaluations_file import EvaluationsFile
from evaluations.rules.profile import read_profile
from evaluations.rules.profiled_file import ProfiledFile
from tests.evaluations.editions import HMIE, parse

GUIDE = (Path(__file__).parent.parent.parent / "docs" / "imports.md").read_text(encoding="utf-8")
AREAS, LONG, WIDE = (one.encode() for one in re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL))
PROFILE = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)[0]


def test_the_areas_and_both_forms_of_evaluations_can_be_brought_in() -> None:
    assert [area.health_boards for area in read_areas(AREAS)] == [
        ("Health Board 1", "Health Board 2")
    ]
    assert [row.indicator_code for row in EvaluationsFile(LONG, HMIE, parse)] == ["1.1", "1.2"]
    assert [row.reference for row in EvaluationsFile(WIDE, HMIE, parse)] == ["2006-05-15"] * 2


def test_the_profile_reads_a_file_as_described() -> None:
    profile = read_profile(PROFILE.encode(), HMIE, parse)
    source = (
        b"place,place name,report,type,began,listening,harm,colour,shape\n"
        b"A1,north,reports/17,part,15.05.06,super,n/k,red,round\n"
        b"A2,south,reports/18,trial,15.05.06,super,,red,round\n"
    )
    file = ProfiledFile(
        source, profile, HMIE, parse, tables={"places": b"id,called\nA1,North End\n"}
    )
    rows = list(file)
    assert {(row.reference, row.kind, str(row.fieldwork_from)) for row in rows} == {
        ("17", "short", "2006-05-15")
    }
    assert file.report.areas == {"A1": "North End"}
    assert file.report.rows_skipped == 1
