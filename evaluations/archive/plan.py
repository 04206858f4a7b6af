"""Which tables hang on an inspection, found from the models: a new one is in the archive by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

APP = "evaluations"
ROOT = "Inspection"
LEFT_OUT: Mapping[str, str] = {
    "CaseKey": "whom the pseudonyms stand for stays sealed where it is",
    "FileContent": "the bytes of files are members of their own, under files/",
    "ReportDocument": "PDF and Word are made again from the published words",
    "EarlyReader": "secret addresses are nobody else's",
    "PublicChange": "the change feed belongs to one public site",
    "ClientOperation": "what a device sent is in the records it made",
    "Notice": "notices are one person's, until they are read",
    "BroughtIn": "where it came from is this installation's own note",
}
"""Tables of an inspection that are not in its archive, each with why."""


LISTS: Mapping[tuple[str, str], str] = {
    ("Concern", "routed_to"): "Membership",
    ("PanelDecision", "panel"): "Membership",
}
"""Columns that hold numbers of other rows as a list, and of which model."""
READ: Mapping[str, str] = {
    "evidence": "Evidence",
    "sampled-case": "SampledCase",
    "case-key": "SampledCase",
    "file": "StoredFile",
    "concern": "Concern",
}
"""What an entry of the read log speaks of, and in which table that is."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the archive. ``through`` is the column by which its rows are found, and ``parent``
    the model that it points at; empty for the inspection itself. ``columns`` are all but the row's
    number and its inspectorate; ``links`` say of a column which model it points at; ``nullable`` are
    the columns that may stay empty."""

    name: str
    table: str
    through: str
    parent: str
    columns: tuple[str, ...]
    links: Mapping[str, str]
    nullable: frozenset[str]


@cache
def plan() -> tuple[Table, ...]:
    """Every table of the archive, each after those it points at."""
    found = {model.__name__: model for model in _of_an_inspection()}
    ordered: list[Table] = []
    while len(ordered) < len(found):
        done = {one.name for one in ordered}
        ready = [
            name
            for name, model in found.items()
            if name not in done and _needs(model, found) <= done
        ]
        ordered += [_table(found[name], set(found)) for name in sorted(ready)]
    return tuple(ordered)


def by_name() -> dict[str, Table]:
    return {one.name: one for one in plan()}


def _of_an_inspection() -> list[type[models.Model]]:
    """The inspection's model and every model of the app that leads to it, those left out aside."""
    every = list(apps.get_app_config(APP).get_models())
    found = {ROOT}
    while True:
        more = {
            model.__name__
            for model in every
            if model.__name__ not in LEFT_OUT and not found.isdisjoint(_targets(model))
        }
        if more <= found:
            return [model for model in every if model.__name__ in found]
        found |= more


def _links(model: type[models.Model] | Any) -> list[Any]:
    return [
        field
        for field in model._meta.concrete_fields
        if field.is_relation and field.name != "inspectorate"
    ]


def _targets(model: type[models.Model]) -> set[str]:
    return {link.related_model.__name__ for link in _links(model)}


def _needs(model: type[models.Model], found: Mapping[str, Any]) -> set[str]:
    return _targets(model) & set(found) - {model.__name__}


def _table(model: type[models.Model], inside: set[str]) -> Table:
    links: dict[str, str] = {
        str(link.column): str(link.related_model.__name__) for link in _links(model)
    }
    ways = [link for link in _links(model) if link.related_model.__name__ in inside]
    # The inspection itself where a table names it, otherwise what it hangs on.
    ways.sort(key=lambda link: (link.related_model.__name__ != ROOT, link.null))
    fields = [f for f in model._meta.concrete_fields if f.name not in {"id", "inspectorate"}]
    return Table(
        name=model.__name__,
        table=model._meta.db_table,
        through="" if model.__name__ == ROOT else ways[0].column,
        parent="" if model.__name__ == ROOT else ways[0].related_model.__name__,
        columns=tuple(str(field.column) for field in fields),
        links=links,
        nullable=frozenset(str(field.column) for field in fields if field.null),
    )
