"""The main navigation: each app adds its own entry; a person sees what they may open."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """``view`` is a URL name taking the inspectorate's slug; ``may`` says who sees the entry."""

    order: int
    label: Any
    view: str
    may: Callable[[Any], bool]
    section: str


_entries: list[Entry] = []


def add_entry(
    order: int, label: Any, view: str, *, may: Callable[[Any], bool], section: str
) -> None:
    """Called from an app's ready(). ``section`` is the first part of the addresses it stands for."""
    _entries.append(Entry(order, label, view, may, section))
    _entries.sort(key=lambda entry: entry.order)


def navigation_for(request: HttpRequest, inspectorate: Any, actor: Any) -> list[dict[str, Any]]:
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
        if entry.may(actor)
    ]
