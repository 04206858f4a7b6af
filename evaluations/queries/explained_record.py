"""An evaluation explained, as the API says it: what the page shows, in the edition's codes."""

from typing import Any

from evaluations.queries.explained import Explained, Inside, Reference
from evaluations.queries.moderation_records import side_record
from evaluations.queries.threads import thread_record
from evaluations.rules.values import chosen, kept
from indicators.rules.document import Edition, Value
from inspectorate.kernel import ids


def explained_record(page: Explained) -> dict[str, Any]:
    """``evidence`` null: not for this reader, or (``purpose_needed``) not before they say why.
    ``inside`` null: only what was published is for this reader."""
    inspection = ids.encode("inspection", page.inspection.pk)
    return {
        "inspection": inspection,
        "indicator_code": page.line.indicator.code,
        "title": page.line.indicator.title,
        "framework": page.edition.code,
        **_value(page.edition, page.line.value),
        "as_published": page.as_published,
        "definitions": [
            {
                "code": one.code,
                "label": one.label,
                "meaning": one.meaning,
                "definition": one.definition or "",
                "action": one.action or "",
            }
            for one in page.matched
        ],
        "sources": [{"source_kind": one.value, "pieces": pieces} for one, pieces in page.counts],
        "evidence": None
        if page.references is None
        else [_reference(one) for one in page.references],
        "purpose_needed": page.purpose_needed,
        "versions": [
            {
                "number": one.number,
                "published_on": one.published_on,
                **_value(page.edition, one.value),
                "reason": one.reason,
            }
            for one in page.versions
        ],
        "inside": None if page.inside is None else _inside(page.edition, inspection, page.inside),
    }


def _value(edition: Edition, value: Value | None) -> dict[str, Any]:
    return dict(chosen(edition, kept(value)).record())


def _reference(one: Reference) -> dict[str, Any]:
    return {
        "id": one.id,
        "reference": one.reference,
        "bearing": one.bearing.value,
        "source_kind": one.source.value,
        "level_of_service": one.level.value,
        "withdrawn": one.withdrawn,
    }


def _inside(edition: Edition, inspection: str, inside: Inside) -> dict[str, Any]:
    return {
        "rationale": inside.rationale,
        "single_source_reason": inside.single_source_reason,
        "views": [
            {
                "by": one.name,
                **_value(edition, one.value),
                "reason": one.reason,
                "given_at": one.given_at,
            }
            for one in inside.views
        ],
        "second_judgements": [side_record(edition, one) for one in inside.sides],
        "threads": [thread_record(inspection, one) for one in inside.threads.all],
        "changes": [
            {
                "at": one.at,
                "by": one.who,
                "why": one.why,
                "purpose": one.purpose,
                "what": one.what,
                "fields": [
                    {"field": it.label, "before": it.before, "after": it.after} for it in one.fields
                ],
            }
            for one in inside.changes
        ],
    }
