"""The main navigation: each app adds its own entry; a person sees what they may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """``view`` is a URL name taking the inspectorate's slug; ``may`` says who sees the entry.

    ``own``: it stands under the person's name, not in the bar, which has room for what all share.
    """

    order: int
    label: Any
    view: str
    may: Callable[[Any], bool]
    section: str
    own: bool = False


_entries: list[Entry] = []


def add_entry(
    order: int,
    label: Any,
    view: str,
    *,
    may: Callable[[Any], bool],
    section: str,
    own: bool = False,
) -> None:
    """Called from an app's ready(). ``section`` is the first part of the addresses it stands for."""
    _entries.append(Entry(order, label, view, may, section, own))
    _entries.sort(key=lambda entry: entry.order)


def navigation_for(
    request: HttpRequest, inspectorate: Any, actor: Any, *, own: bool = False
) -> list[dict[str, Any]]:
    """What this person may open from the bar, or from the list under their name (``own``)."""
    if inspectorate is None or actor is None:
        return []
    here = request.path_info.removeprefix(f"/{inspectorate.slug}/").split("/")[0]
    return [
        {
            "label": entry.label,
            "url": reverse(entry.view, kwargs={"inspectorate": inspectorate.slug}),
            "current": here == entry.section,
        }
        for entry in _entries
        if entry.own is own and entry.may(actor)
    ]
