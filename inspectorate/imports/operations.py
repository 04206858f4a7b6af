"""Bring a text in as the commands bring a file in, or say what that would do."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from areas.operations import import_areas
from evaluations.operations import import_evaluations
from followthrough.operations import import_main_points
from indicators.operations import import_edition
from inspectorate.accounts.people import Actor
from inspectorate.accounts.terms import Permission as P
from inspectorate.imports.terms import ImportKind
from inspectorate.kernel.errors import Invalid, NotFound
from inspectorate.tenancy.scope import because


@dataclass(frozen=True, slots=True)
class Import:
    """What is to be brought in. ``correct`` is the reason for changing what is published already;
    ``create_areas`` makes the areas that a file of evaluations names and the records do not."""

    kind: ImportKind
    text: str
    programme: str = ""
    framework: str = ""
    create_areas: bool = False
    correct: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did: whether anything changed, how many of each thing, and its remarks."""

    changed: bool
    counts: dict[str, int]
    remarks: tuple[str, ...] = ()


def bring_in(*, actor: Actor, wanted: Import, dry_run: bool) -> Report:
    """All or nothing; a dry run does everything and takes it back.

    Raises Faulty (every fault, with its line), Invalid (no such programme or framework), Refused,
    NotPermitted.
    """
    actor.require(P.IMPORT_DATA)
    with transaction.atomic(), because(f"Imported through the API by {actor.display_name}"):
        report = _BY_KIND[wanted.kind](actor, wanted)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _areas(actor: Actor, wanted: Import) -> Report:
    done = import_areas(actor=actor, stream=wanted.text.encode())
    counts = {
        "rows": done.rows,
        "areas_made": done.areas_made,
        "areas_changed": done.areas_changed,
        "bodies_made": sum(done.bodies_made.values()),
        "links_made": done.links,
    }
    return Report(not done.nothing_changed, counts)


def _framework(actor: Actor, wanted: Import) -> Report:
    done = import_edition(actor=actor, data=wanted.text.encode())
    counts = {
        "editions_made": int(done.made),
        "editions_changed": int(done.changed),
        "levels": len(done.document.levels),
        "sections": len(done.document.sections),
        "indicators": len(done.document.indicators),
    }
    return Report(done.made or done.changed, counts)


def _evaluations(actor: Actor, wanted: Import) -> Report:
    _need(programme=wanted.programme, framework=wanted.framework)
    try:
        done = import_evaluations(
            actor=actor,
            programme=wanted.programme,
            framework=wanted.framework,
            source=wanted.text.encode(),
            file_name=f"a text sent by {actor.display_name}",
            create_areas=wanted.create_areas,
            correct=wanted.correct,
        )
    except NotFound as error:
        raise Invalid({"framework": str(error)}) from None
    return Report(not done.nothing_changed, _numbers(asdict(done)), done.said)


def _main_points(actor: Actor, wanted: Import) -> Report:
    _need(programme=wanted.programme)
    try:
        done = import_main_points(
            actor=actor,
            programme=wanted.programme,
            source=wanted.text.encode(),
            file_name=f"a text sent by {actor.display_name}",
        )
    except NotFound as error:
        raise Invalid({"programme": str(error)}) from None
    return Report(done.anything, _numbers(asdict(done)))


def _need(**codes: str) -> None:
    missing = {name: f"Name the {name}, by its code." for name, code in codes.items() if not code}
    if missing:
        raise Invalid(missing)


def _numbers(done: dict[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in done.items() if isinstance(value, int)}


_BY_KIND: dict[ImportKind, Callable[[Actor, Import], Report]] = {
    ImportKind.AREAS: _areas,
    ImportKind.FRAMEWORK: _framework,
    ImportKind.EVALUATIONS: _evaluations,
    ImportKind.MAIN_POINTS: _main_points,
}
