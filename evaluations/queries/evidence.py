"""Pieces of evidence as pages, the API and devices are shown them."""

from collections.abc import Iterable, Sequence
from typing import Any

from evaluations.access.case_material import CaseAccess
from evaluations.rules.evidence_search import asked_for
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.kernel import ids
from inspectorate.kernel.listing import Filter, Listing

HIDDEN = ("text", "quote")
"""What of a medical note only a medically qualified inspector is shown."""

_AUTHOR = (
    "(select u.display_name from accounts_membership m join accounts_user u on u.id = m.user_id "
    "where m.inspectorate_id = e.inspectorate_id and m.id = e.membership_id)"
)
_CASE = (
    "(select c.pseudonym from evaluations_sampledcase c "
    "where c.inspectorate_id = e.inspectorate_id and c.id = e.sampled_case_id)"
)
_ON = (
    "exists (select 1 from evaluations_evidenceindicator b join indicators_qualityindicator q "
    "on q.inspectorate_id = b.inspectorate_id and q.id = b.indicator_id "
    "where b.inspectorate_id = e.inspectorate_id and b.inspection_id = e.inspection_id "
    "and b.evidence_id = e.id and q.code = %s)"
)


def _person(number: int | None) -> str | None:
    return None if number is None else ids.encode("person", number)


def record(row: Sequence[Any]) -> dict[str, Any]:
    """A piece as the API says it; ``author`` is None when a tool recorded it."""
    number, version, inspection, count, author, name, case, pseudonym, *rest = row
    bearing, source, level, services, happened, medical, text, quote, tags, codes = rest[:10]
    withdrawn_at, withdrawn_why, entered_at, changed_at, section, file = rest[10:]
    return {
        "id": ids.encode("evidence", number),
        "version": version,
        "inspection": ids.encode("inspection", inspection),
        "reference": f"E{count}",
        "author": _person(author),
        "author_name": name,
        "sampled_case": None if case is None else ids.encode("sampled-case", case),
        "pseudonym": pseudonym,
        "bearing": bearing,
        "source_kind": source,
        "level_of_service": level,
        "services": services,
        "happened_on": happened,
        "medical": medical,
        "hidden": False,
        "text": text,
        "quote": quote,
        "tags": tags,
        "indicators": codes,
        "withdrawn_at": withdrawn_at,
        "withdrawn_why": withdrawn_why,
        "entered_at": entered_at,
        "changed_at": changed_at,
        "return_section": None if section is None else ids.encode("return-section", section),
        "return_file": None if file is None else ids.encode("file", file),
    }


def _searched(text: str) -> str:
    """Raises ValueError for what cannot be searched for."""
    asked = asked_for(text)
    if not asked:
        raise ValueError("Write at least one word to search for.")
    return asked.words or " ".join(asked.beginnings)


EVIDENCE = Listing(
    source="evaluations_evidence e",
    key="e.id",
    scoped="e.inspectorate_id",
    columns={
        "version": "e.version",
        "inspection": "e.inspection_id",
        "reference": "e.number",
        "author": "e.membership_id",
        "author_name": _AUTHOR,
        "sampled_case": "e.sampled_case_id",
        "pseudonym": _CASE,
        "bearing": "e.bearing",
        "source_kind": "e.source_kind",
        "level_of_service": "e.level_of_service",
        "services": "e.services",
        "happened_on": "e.happened_on",
        "medical": "e.medical",
        "text": "e.text",
        "quote": "e.quote",
        "tags": "e.tags",
        "indicators": "e.indicator_codes",
        "withdrawn_at": "e.withdrawn_at",
        "withdrawn_why": "e.withdrawn_why",
        "entered_at": "e.entered_at",
        "changed_at": "e.changed_at",
        "return_section": "e.return_section_id",
        "return_file": "e.return_file_id",
    },
    make=record,
    filters={
        "inspection": Filter("e.inspection_id = %s", lambda text: ids.decode("inspection", text)),
        "indicator": Filter(_ON),
        "source_kind": Filter("e.source_kind = %s"),
        "level_of_service": Filter("e.level_of_service = %s"),
        "bearing": Filter("e.bearing = %s"),
        "case": Filter("e.sampled_case_id = %s", lambda text: ids.decode("sampled-case", text)),
        "author": Filter("e.membership_id = %s", lambda text: ids.decode("person", text)),
        "tag": Filter("%s = any(e.tags)"),
        "q": Filter("e.id = any(array(select search_evidence(null, %s, '{}', false)))", _searched),
    },
)


def for_reader(access: CaseAccess, records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The records as this reader is shown them."""
    return covered_for(access.actor, records)


def covered_for(actor: Actor, records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """That there is a medical note is for all, what it says for medically qualified inspectors."""
    medical = actor.may(P.SEE_MEDICAL)
    return [one if medical or not one["medical"] else _covered(one) for one in records]


def _covered(one: dict[str, Any]) -> dict[str, Any]:
    return {**one, **dict.fromkeys(HIDDEN, ""), "hidden": True}


def numbers_of(records: Iterable[dict[str, Any]]) -> list[int]:
    """The rows' numbers of records, for the log of who read them; what was covered was not read."""
    return [ids.decode("evidence", one["id"]) for one in records if not one["hidden"]]
