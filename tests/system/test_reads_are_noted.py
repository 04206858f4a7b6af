"""Whatever shows case-level material notes who read it.

Every address of the product is opened by those who may read an inspection's case-level material,
and by a tool with every scope. Each record of it carries words that are nowhere else. Where these
words are in an answer, the read log must have grown by that very record: a page that forgets cannot
land.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from evaluations.models import (
    CaseMaterialRead,
    Concern,
    Evidence,
    EvidenceFile,
    EvidenceIndicator,
    FileContent,
    Inspection,
    SampledCase,
    StoredFile,
    TeamMember,
)
from inspectorate.accounts.terms import Scope
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.api.tool import Tool
from tests.evaluations.conftest import World, edition, world  # noqa: F401
from tests.people import sign_in
from tests.system.test_isolation import API, PAGES, address, routes

pytestmark = pytest.mark.django_db

OFFERED = re.compile(r"<option\b[^>]*>[^<]*</option>")
"""A choice that a form offers: a pseudonym there names a case, and shows nothing of it."""
SHOWS_ONLY_PSEUDONYMS = {
    "matrix": "names the cases whose records nobody has read yet, and shows nothing of them",
    "api-inspection-completeness": "the same as the matrix",
    "case-key": "asks why before it opens the key; the key itself is noted with that purpose",
    "case-key-enter": "asks whom a pseudonym stands for, and shows nobody",
    "case-key-forget": "asks whether the key is to go, and shows nobody",
    "evidence": "says of which pseudonym a piece is, which it notes; nothing of the case itself",
    "evidence-piece": "as the list",
    "evidence-download": "as the list",
    "evidence-new": "offers the pseudonyms to choose from, nothing of a case",
    "evidence-edit": "offers the pseudonyms to choose from, nothing of a case",
}
"""Pages that name cases and show nothing of them, each with the reason. May only shrink."""

KNOWN = {
    *("allocation", "case", "concern", "evidence", "evidence-download", "evidence-edit"),
    *("evidence-piece", "file", "recording-indicator", "sample", "sample-download"),
}
"""Pages that show such words today; without this list the test could pass by seeing nothing."""
KNOWN_API = {
    "api-concerns",
    "api-concern",
    "api-inspection-concerns",
    "api-evidence",
    "api-evidence-piece",
}


class Marked:
    """The records of the inspection that is looked at, and the words by which each is known."""

    def __init__(self, world: World) -> None:  # noqa: F811
        self.world = world
        with scope(world.here.pk):
            self.cases = [self._case(number) for number in (1, 2)]
            self.evidence = [self._evidence(number) for number in (1, 2)]
            self.concern = Concern.objects.create(
                inspection=world.inspection,
                membership=world.people.inspector.membership,
                what="marked-concern-words",
                noticed_at=timezone.now(),
            )
            self.file = self._file()
        self.words = {
            **{one.text: ("evidence", one.pk) for one in self.evidence},
            **{one.pseudonym: ("sampled-case", one.pk) for one in self.cases},
            self.concern.what: ("concern", self.concern.pk),
            "marked-file-content": ("file", self.file.pk),
        }

    def _case(self, number: int) -> SampledCase:
        return SampledCase.objects.create(
            inspection=self.world.inspection,
            number=number,
            pseudonym=f"MARK-C0{number}",
            category="current-protection",
            reader=self.world.people.inspector.membership,
        )

    def _evidence(self, number: int) -> Evidence:
        made = Evidence.objects.create(
            inspection=self.world.inspection,
            number=number,
            membership=self.world.people.inspector.membership,
            bearing="strength",
            source_kind="interviews",
            level_of_service="delivery",
            happened_on=timezone.localdate(),
            text=f"marked-evidence-words-{number}",
            sampled_case=self.cases[0],
        )
        EvidenceIndicator.objects.create(
            inspection=self.world.inspection,
            evidence=made,
            indicator=self.world.edition.indicators.get(code="3.3"),
        )
        return made

    def _file(self) -> StoredFile:
        made = StoredFile.objects.create(
            inspection=self.world.inspection,
            name="notes.txt",
            media_type="text/plain",
            size=19,
            digest="0" * 64,
            scan="clean",
            membership=self.world.people.inspector.membership,
        )
        FileContent.objects.create(file=made, content=b"marked-file-content")
        EvidenceFile.objects.create(evidence=self.evidence[0], file=made)
        return made

    @property
    def values(self) -> dict[str, str]:
        """Parts of addresses."""
        case = ids.encode("sampled-case", self.cases[0].pk)
        return {
            "inspectorate": self.world.here.slug,
            "inspection": ids.encode("inspection", self.world.inspection.pk),
            "programme": ids.encode("programme", self.world.programme.pk),
            "area": ids.encode("area", self.world.area.pk),
            "person": ids.encode("person", self.world.people.inspector.membership.pk),
            "indicator": "3.3",
            "evidence": ids.encode("evidence", self.evidence[0].pk),
            "case": case,
            "sampled_case": case,
            "file": ids.encode("file", self.file.pk),
            "concern": ids.encode("concern", self.concern.pk),
        }

    def seen_in(self, answer: Any) -> set[tuple[str, int]]:
        text = words_of(b"".join(answer) if answer.streaming else answer.content)
        text = OFFERED.sub("", text)
        return {record for word, record in self.words.items() if word in text}

    def told_by(self, noted: set[tuple[str, int]]) -> set[tuple[str, int]]:
        """What the log tells was read: a piece of evidence names its case, so a note of the piece
        tells of the name."""
        named = {
            ("sampled-case", one.sampled_case_id)
            for one in self.evidence
            if ("evidence", one.pk) in noted
        }
        return noted | named

    def noted(self) -> set[tuple[str, int]]:
        with scope(self.world.here.pk):
            reads = list(CaseMaterialRead.objects.all())
        return {(one.what, record) for one in reads for record in one.records}


@pytest.fixture
def marked(world: World) -> Marked:  # noqa: F811
    return Marked(world)


def inside(start: str) -> Iterator[tuple[str, str, dict]]:
    names = {one[0]: one[1] for one in _named(get_resolver().url_patterns)}
    for route, converters, _view in routes(get_resolver().url_patterns):
        if route.startswith(start):
            yield names.get(route, ""), route, converters


def _named(patterns: list, before: str = "") -> Iterator[tuple[str, str]]:
    for one in patterns:
        if hasattr(one, "url_patterns"):
            yield from _named(one.url_patterns, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one.name


def opened(marked: Marked, start: str, get: Any) -> dict[str, set[tuple[str, int]]]:
    """What each address shows that it does not note; and what it shows at all, under ``name+``."""
    found: dict[str, set[tuple[str, int]]] = {}
    for name, route, converters in inside(start):
        with transaction.atomic():
            answer = get(address(route, converters, marked.values))
            shown = marked.seen_in(answer) if answer.status_code == 200 else set()
            missing = shown - marked.told_by(marked.noted())
            transaction.set_rollback(True)
        if shown:
            found[f"{name}+"] = shown
        if name in SHOWS_ONLY_PSEUDONYMS:
            missing = {one for one in missing if one[0] != "sampled-case"}
        if missing:
            found[name] = missing
    return found


@pytest.mark.parametrize("who", ["lead", "inspector"])
def test_pages(marked: Marked, who: str) -> None:
    client = sign_in(Client(), getattr(marked.world.people, who))
    found = opened(marked, PAGES, client.get)
    assert {name: one for name, one in found.items() if not name.endswith("+")} == {}
    if who == "lead":
        assert {f"{name}+" for name in KNOWN} <= set(found)


def with_a_device(person: Any) -> Callable[[str], Any]:
    """How a browser that works without a network asks, its device registered by ``person``."""
    client, key = sign_in(Client(), person), str(uuid4())
    sent = {"key": key, "name": "Laptop"}
    made = client.post("/hmie/workspace/devices", sent, content_type="application/json")
    assert made.status_code == 201

    def get(where: str) -> Any:
        more = "?before=999" if where.endswith("/evidence") else ""
        return client.get(where + more, headers={"X-Device": key})

    return get


WORKSPACE = f"{PAGES}workspace/"
HELD = {"workspace-inspection+", "workspace-evidence+"}


@pytest.mark.parametrize("who", ["lead", "inspector"])
def test_what_a_device_is_given_to_hold(marked: Marked, who: str) -> None:
    """All of an inspection is handed over, and noted as handed over, whether it is opened or not."""
    found = opened(marked, WORKSPACE, with_a_device(getattr(marked.world.people, who)))
    assert {name: one for name, one in found.items() if not name.endswith("+")} == {}
    assert set(found) >= HELD
    assert found["workspace-inspection+"] >= {("evidence", one.pk) for one in marked.evidence}


def test_no_other_inspectors_device_is_given_any(marked: Marked) -> None:
    get = with_a_device(marked.world.people.inspector_elsewhere)
    assert shown_to(marked, get, WORKSPACE) == {}


def test_the_api(marked: Marked) -> None:
    tool = Tool(marked.world.here)
    before = f"/api/v1/{marked.world.here.slug}/"
    found = opened(marked, API, lambda where: tool.get(where.removeprefix(before)))
    assert {name: one for name, one in found.items() if not name.endswith("+")} == {}
    assert {f"{name}+" for name in KNOWN_API} <= set(found)


def test_exemptions_are_names_that_exist() -> None:
    names = {name for start in (PAGES, API) for name, _, _ in inside(start)}
    assert set(SHOWS_ONLY_PSEUDONYMS) <= names
    assert names >= KNOWN


OUTSIDERS = (
    *("inspector_elsewhere", "associate", "medical", "moderator", "link", "partner"),
    *("other_partner", "analyst", "administrator", "auditor"),
)
HANDLES_CONCERNS = {"administrator"}
"""Concerns are for them, wherever they are from."""


def shown_to(marked: Marked, get: Any, start: str = PAGES) -> dict[str, set[tuple[str, int]]]:
    """What each address that speaks of one inspection, or of a record of it, shows."""
    found = {}
    for name, route, converters in inside(start):
        if not set(converters) & (set(marked.values) - {"inspectorate"}):
            continue
        with transaction.atomic():
            answer = get(address(route, converters, marked.values))
            shown = marked.seen_in(answer) if answer.status_code == 200 else set()
            transaction.set_rollback(True)
        if shown:
            found[name] = shown
    return found


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_sees_any_of_it_after_publication_either(marked: Marked, who: str) -> None:
    with scope(marked.world.here.pk):
        Inspection.objects.filter(pk=marked.world.inspection.pk).update(
            status="published", published_on=timezone.localdate()
        )
    found = shown_to(marked, sign_in(Client(), getattr(marked.world.people, who)).get)
    if who in HANDLES_CONCERNS:
        concern = {("concern", marked.concern.pk)}
        found = {name: seen - concern for name, seen in found.items() if seen - concern}
    assert found == {}


@pytest.mark.parametrize(
    "changes",
    [
        {"recused_at": timezone.now(), "recused_why": "A cousin works there."},
        {"to_on": date(2020, 1, 1)},
        {"from_on": date(2999, 1, 1)},
    ],
    ids=["recused", "over", "not yet"],
)
@pytest.mark.parametrize("who", ["lead", "inspector"])
def test_off_the_team_is_off(marked: Marked, who: str, changes: dict) -> None:
    """Their own concern is still the inspector's to follow; a lead not recused handles concerns."""
    person = getattr(marked.world.people, who)
    with scope(marked.world.here.pk):
        TeamMember.objects.filter(membership=person.membership).update(**changes)
    found = shown_to(marked, sign_in(Client(), person).get)
    concern = {("concern", marked.concern.pk)}
    if who == "inspector" or "recused_at" not in changes:
        found = {name: seen - concern for name, seen in found.items() if seen - concern}
    assert found == {}


def test_other_scopes_open_none_of_it(marked: Marked) -> None:
    opens = {"inspections:read", "evidence:read", "exports:read"}
    others = sorted(set(Scope.values) - opens)
    tool = Tool(marked.world.here, scopes=others)
    before = f"/api/v1/{marked.world.here.slug}/"
    assert shown_to(marked, lambda where: tool.get(where.removeprefix(before)), API) == {}


def test_a_stated_purpose_opens_it_and_is_noted_everywhere(marked: Marked) -> None:
    """Under the reason that was given, and without whom a pseudonym stands for."""
    why = "A complaint names this inspection."
    client = sign_in(Client(), marked.world.people.administrator)
    inspection = marked.values["inspection"]
    client.post(f"/hmie/inspections/{inspection}/purpose", {"why": why})
    found = opened(marked, PAGES, client.get)
    assert {name: one for name, one in found.items() if not name.endswith("+")} == {}
    assert any(("evidence", marked.evidence[0].pk) in seen for seen in found.values())
    assert not any(kind == "case-key" for seen in found.values() for kind, _ in seen)


def words_of(content: bytes) -> str:
    """What an answer says; of an archive, what all its members say."""
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with ZipFile(BytesIO(content)) as members:
        return "\n".join(members.read(name).decode(errors="replace") for name in members.namelist())
