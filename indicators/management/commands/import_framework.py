from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from indicators.operations import EditionImported, import_edition
from inspectorate.accounts.people import system_actor
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = "Bring a framework edition in from a YAML file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.yaml")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        try:
            data = options["file"].read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']} cannot be read: {error.strerror}.") from None
        self.stdout.write(said(import_edition(actor=system_actor(inspectorate.pk), data=data)))


def said(done: EditionImported) -> str:
    """What an import did, in a sentence."""
    code = done.edition.code
    if not (done.made or done.changed):
        return f"The framework edition {code} is here already; nothing changed."
    document = done.document
    return (
        f"Framework edition {code} {'brought in' if done.made else 'replaced'}: "
        f"{len(document.levels)} levels, {len(document.sections)} sections, "
        f"{len(document.indicators)} indicators."
    )
