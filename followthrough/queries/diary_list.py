"""The entries of a committee's diary, and its hand-overs, as lists for other systems."""

import json
from collections.abc import Sequence
from typing import Any

from followthrough.access.self_evaluations import Inside
from inspectorate.kernel import ids
from inspectorate.kernel.listing import Filter, Listing

_CONTACT = (
    *("committee", "kind", "on", "at_time", "place", "with_posts", "about", "said"),
    *("cancelled_why", "question", "answer", "answered_at", "version"),
)
_HAND_OVER = ("committee", "from_person", "to_person", "on", "summary", "stood", "at")
_ASKED = (
    "c.kind = 'writing' and exists (select 1 from areas_committeepartner p "
    "where p.inspectorate_id = c.inspectorate_id and p.committee_id = c.committee_id "
    "and p.membership_id = c.membership_id)"
)


def _contact(row: Sequence[Any]) -> dict[str, Any]:
    number, *rest = row
    record = {"id": ids.encode("contact", number), **dict(zip(_CONTACT, rest, strict=True))}
    return record | {"committee": ids.encode("committee", record["committee"])}


def _hand_over(row: Sequence[Any]) -> dict[str, Any]:
    number, *rest = row
    record = {"id": ids.encode("hand-over", number), **dict(zip(_HAND_OVER, rest, strict=True))}
    for name in ("from_person", "to_person"):
        record[name] = record[name] and ids.encode("person", record[name])
    record["stood"] = json.loads(record["stood"])
    return record | {"committee": ids.encode("committee", record["committee"])}


CONTACTS = Listing(
    source="followthrough_contact c",
    key="c.id",
    scoped="c.inspectorate_id",
    columns={
        "committee": "c.committee_id",
        "kind": "c.kind",
        "on": 'c."on"',
        "at_time": "c.at_time",
        "place": "c.place",
        "with_posts": "c.with_posts",
        "about": "c.about",
        "said": "c.said",
        "cancelled_why": "c.cancelled_why",
        "question": _ASKED,
        "answer": "c.answer",
        "answered_at": "c.answered_at",
        "version": "c.version",
    },
    make=_contact,
    filters={"kind": Filter("c.kind = %s")},
)
HAND_OVERS = Listing(
    source="followthrough_handover h",
    key="h.id",
    scoped="h.inspectorate_id",
    columns={
        "committee": "h.committee_id",
        "from_person": "h.from_membership_id",
        "to_person": "h.to_membership_id",
        "on": 'h."on"',
        "summary": "h.summary",
        "stood": "h.stood",
        "at": "h.at",
    },
    make=_hand_over,
)


def contacts_in(inside: Inside) -> tuple[str, Sequence[Any]]:
    """Those of a committee."""
    return "c.committee_id = %s", [inside.committee.pk]


def hand_overs_in(inside: Inside) -> tuple[str, Sequence[Any]]:
    """Those of a committee."""
    return "h.committee_id = %s", [inside.committee.pk]
