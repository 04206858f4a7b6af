"""The documentation leads where it says: every link to a file, and a page for every role."""

import re
from pathlib import Path

import pytest

from inspectorate.accounts.terms import Role

ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#\s]+)")
WITH_THE_INSPECTOR = {Role.ASSOCIATE_ASSESSOR, Role.MEDICAL_INSPECTOR}
LARGEST_PICTURE = 250_000


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path):
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [one for one in links if not (page.parent / one).exists()] == []


def test_every_role_has_its_page_in_the_index():
    pages = {path.stem for path in (ROOT / "docs" / "users").glob("*.md")}
    assert pages == {role.value for role in Role if role not in WITH_THE_INSPECTOR} | {"operator"}
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    assert [page for page in sorted(pages) if f"(users/{page}.md)" not in index] == []


def test_pictures_are_small_and_shown_somewhere():
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    pictures = list((ROOT / "docs" / "pictures").iterdir())
    assert pictures
    assert [one.name for one in pictures if one.stat().st_size > LARGEST_PICTURE] == []
    assert [one.name for one in pictures if f"pictures/{one.name}" not in text] == []
