"""Pieces of evidence, recorded as their operations record them."""

from typing import Any

from evaluations.operations.evidence import add_evidence
from inspectorate.accounts.people import Actor
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import scope
from tests.evaluations.conftest import World

SEEN: dict[str, Any] = {
    "bearing": "strength",
    "source_kind": "record-reading",
    "level_of_service": "delivery",
    "services": ["police", "health"],
    "happened_on": "2009-03-31",
    "text": "The same concern was recorded within two days.",
    "indicators": ["3.2", "1.1"],
}


def inspection_of(world: World) -> str:
    return ids.encode("inspection", world.inspection.pk)


def added(world: World, actor: Actor | None = None, **changes: Any) -> dict[str, Any]:
    """A piece that ``actor`` (Isla) adds; ``scope`` says who and why to the history."""
    actor = actor or world.people.inspector.actor
    more = {name: changes.pop(name) for name in ("client_key", "reasons") if name in changes}
    with scope(actor.inspectorate_id, person_id=actor.person_id):
        return add_evidence(
            actor=actor, inspection=inspection_of(world), values={**SEEN, **changes}, **more
        )
