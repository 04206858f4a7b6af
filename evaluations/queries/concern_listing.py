"""Concerns as the API lists them."""

from collections.abc import Sequence
from typing import Any

from inspectorate.kernel import ids
from inspectorate.kernel.listing import Filter, Listing

_FIELDS = (
    *("version", "inspection", "sampled_case", "what", "where", "told_already", "noticed_at"),
    *("raised_at", "status", "acknowledged_at", "told_whom", "told_at", "outcome", "closed_at"),
)
_REFERENCES = {"inspection": "inspection_id", "sampled_case": "sampled_case_id"}


def _inspection_number(text: str) -> int:
    return ids.decode("inspection", text)


def _concern(row: Sequence[Any]) -> dict[str, Any]:
    record: dict[str, Any] = dict(zip(_FIELDS, row[1:], strict=True))
    for name, kind in (("inspection", "inspection"), ("sampled_case", "sampled-case")):
        record[name] = None if record[name] is None else ids.encode(kind, record[name])
    return {"id": ids.encode("concern", row[0]), **record}


CONCERNS = Listing(
    source="evaluations_concern c",
    key="c.id",
    scoped="c.inspectorate_id",
    columns={name: f'c."{_REFERENCES.get(name, name)}"' for name in _FIELDS},
    make=_concern,
    filters={
        "status": Filter("c.status = %s"),
        "inspection": Filter("c.inspection_id = %s", _inspection_number),
    },
)
