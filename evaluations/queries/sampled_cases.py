"""Sampled cases, with who reads them and what was read, as pages and the API list them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson

from evaluations.models import Inspection
from inspectorate.kernel import ids
from inspectorate.kernel.listing import LARGEST_PAGE, Filter, Listing

_NAME = (
    "(select u.display_name from accounts_membership m join accounts_user u on u.id = m.user_id "
    "where m.inspectorate_id = c.inspectorate_id and m.id = {})"
)
_FURTHER = (
    "(select coalesce(json_agg(json_build_array(f.membership_id, {}, f.why) order by f.id), '[]')"
    "::text from evaluations_furtherreader f "
    "where f.inspectorate_id = c.inspectorate_id and f.sampled_case_id = c.id)"
)
_READINGS = (
    "(select coalesce(json_agg(json_build_array(r.id, r.service, r.membership_id, {}, r.read_on, "
    "r.medical, r.version) order by r.read_on, r.id), '[]')::text from evaluations_recordreading r "
    "where r.inspectorate_id = c.inspectorate_id and r.sampled_case_id = c.id)"
)
_EVIDENCE = (
    "(select count(*) from evaluations_evidence e where e.inspectorate_id = c.inspectorate_id "
    "and e.sampled_case_id = c.id and e.withdrawn_at is null)"
)


def _person(number: int | None) -> str | None:
    return None if number is None else ids.encode("person", number)


def reading(row: Sequence[Any]) -> dict[str, Any]:
    """A reading of one service's records; ``reader`` is None when a tool noted it."""
    number, service, reader, name, read_on, medical, version = row
    return {
        "id": ids.encode("reading", number),
        "version": version,
        "service": service,
        "reader": _person(reader),
        "reader_name": name,
        "read_on": date.fromisoformat(read_on) if isinstance(read_on, str) else read_on,
        "medical": medical,
    }


def _case(row: Sequence[Any]) -> dict[str, Any]:
    number, version, inspection, pseudonym, category, reader, name, medical, *rest = row
    withdrawn_at, withdrawn_why, keyed, further, readings, evidence = rest
    return {
        "id": ids.encode("sampled-case", number),
        "version": version,
        "inspection": ids.encode("inspection", inspection),
        "pseudonym": pseudonym,
        "category": category,
        "reader": _person(reader),
        "reader_name": name,
        "further_readers": [
            {"person": _person(one), "name": name, "why": why}
            for one, name, why in orjson.loads(further)
        ],
        "medical_wanted": medical,
        "withdrawn_at": withdrawn_at,
        "withdrawn_why": withdrawn_why,
        "key_entered": keyed,
        "readings": [reading(one) for one in orjson.loads(readings)],
        "evidence": evidence,
    }


CASES = Listing(
    source="evaluations_sampledcase c",
    key="c.id",
    scoped="c.inspectorate_id",
    columns={
        "version": "c.version",
        "inspection": "c.inspection_id",
        "pseudonym": "c.pseudonym",
        "category": "c.category",
        "reader": "c.reader_id",
        "reader_name": _NAME.format("c.reader_id"),
        "medical_wanted": "c.medical_wanted",
        "withdrawn_at": "c.withdrawn_at",
        "withdrawn_why": "c.withdrawn_why",
        "key_entered": "c.keyed_at is not null",
        "further_readers": _FURTHER.format(_NAME.format("f.membership_id")),
        "readings": _READINGS.format(_NAME.format("r.membership_id")),
        "evidence": _EVIDENCE,
    },
    make=_case,
    filters={
        "category": Filter("c.category = %s"),
        "reader": Filter("c.reader_id = %s", lambda text: ids.decode("person", text)),
    },
)


def cases_of(inspection: Inspection) -> list[dict[str, Any]]:
    """Every case of an inspection in the order they were drawn, those withdrawn included. One
    statement: an inspection has no more cases than a page has room for."""
    where = "c.inspection_id = %s"
    page = CASES.page(
        {"page_size": str(LARGEST_PAGE)}, path="", where=where, values=[inspection.pk]
    )
    found: list[dict[str, Any]] = page["results"]
    return found


def numbers_of(cases: Sequence[dict[str, Any]]) -> list[int]:
    """The row numbers of cases, for the reading log."""
    return [ids.decode("sampled-case", one["id"]) for one in cases]
