"""Parts that apps above put on the pages of apps below: an area's inspections, on the area's page.

Imports run downwards, so the page below cannot ask; the app above offers, as with navigation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Panel:
    """``shows(actor, record)`` gives what ``template`` draws as ``panel``; None leaves it out."""

    place: str
    order: int
    template: str
    shows: Callable[[Any, Any], Any]


_panels: list[Panel] = []


def add_panel(place: str, order: int, template: str, shows: Callable[[Any, Any], Any]) -> None:
    """Called from an app's ready(). ``place`` names the page: ``area``, ``inspection``,
    ``point`` (a main point's); or ``public-report``, whose panels are parts of it, each with an
    ``anchor`` and a ``title``, shown to nobody in particular: the actor is None."""
    _panels.append(Panel(place, order, template, shows))
    _panels.sort(key=lambda one: one.order)


def panels_for(place: str, actor: Any, record: Any) -> list[tuple[str, Any]]:
    """The templates to draw on the page of a record, each with what it shows."""
    shown = [(one.template, one.shows(actor, record)) for one in _panels if one.place == place]
    return [(template, panel) for template, panel in shown if panel is not None]
