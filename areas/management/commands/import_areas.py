from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from areas.operations import AreasImported, import_areas
from inspectorate.accounts.people import system_actor
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = "Bring local authority areas and the bodies that serve them in from a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.csv")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        try:
            with options["file"].open("rb") as stream:
                done = import_areas(actor=system_actor(inspectorate.pk), stream=stream)
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        self.stdout.write(said(done))


def said(done: AreasImported) -> str:
    """What an import did, in a sentence or two."""
    if done.nothing_changed:
        return f"{done.rows} areas read; nothing changed."
    bodies = ", ".join(f"{kind.label} {count}" for kind, count in done.bodies_made.items() if count)
    return (
        f"{done.rows} areas read: {done.areas_made} made, {done.areas_changed} changed; "
        f"links made: {done.links}; new bodies: {bodies or 'none'}."
    )
