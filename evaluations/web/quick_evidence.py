"""The form that adds evidence beside the scale: what it sends, and what it keeps for the next piece."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from django.utils import timezone

from evaluations.terms import Bearing, LevelOfService, SourceKind
from inspectorate.kernel.web.forms import DateField

KEPT = ("bearing", "source_kind", "level_of_service", "sampled_case", "happened_on")
"""What stays chosen for the next piece: evidence is written down in runs."""
FIRST = {
    "bearing": Bearing.STRENGTH.value,
    "source_kind": SourceKind.RECORD_READING.value,
    "level_of_service": LevelOfService.DELIVERY.value,
    "sampled_case": "",
}
LONGEST_KEPT = 40


def values_of(sent: Any, code: str) -> dict[str, Any]:
    """A piece of evidence as the operation takes it; a date that is none is left for it to refuse."""
    return {
        "bearing": sent.get("bearing", ""),
        "source_kind": sent.get("source_kind", ""),
        "level_of_service": sent.get("level_of_service", ""),
        "sampled_case": sent.get("sampled_case") or None,
        "happened_on": _date(sent.get("happened_on", "")),
        "medical": "medical" in sent,
        "indicators": [code],
        "text": sent.get("text", "").replace("\r\n", "\n").strip(),
    }


def _date(text: str) -> Any:
    field = DateField(required=False)
    for one in field.input_formats or ():
        try:
            return field.strptime(text.strip(), one)
        except (ValueError, TypeError):
            continue
    return None


def key_of(sent: Any) -> UUID | None:
    """The form's own key, so that pressing the button twice adds one piece."""
    try:
        return UUID(sent.get("key", ""))
    except ValueError:
        return None


def remembered(sent: Any) -> str:
    """What stays chosen, as the query of the address one goes back to."""
    return urlencode({name: sent.get(name, "")[:LONGEST_KEPT] for name in KEPT} | {"added": "1"})


def filled(sent: Any, typed: Any) -> dict[str, Any]:
    """What the form shows: what was typed, when it was refused; otherwise what stays chosen.

    ``sent`` is the address' query, ``typed`` the form's data or None.
    """
    source = sent if typed is None else typed
    values = {name: source.get(name) or first for name, first in FIRST.items()}
    today = timezone.localdate().isoformat()
    return {
        **values,
        "happened_on": source.get("happened_on") or today,
        "medical": typed is not None and "medical" in typed,
        "text": "" if typed is None else typed.get("text", ""),
        "key": (typed or {}).get("key") or str(uuid4()),
        "again": "added" in sent or typed is not None,
    }
