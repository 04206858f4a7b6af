from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from indicators.access import edition_by_code
from inspectorate.accounts.people import system_actor
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = "Write a framework edition as YAML, to the byte as it was brought in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("code", metavar="CODE")
        parser.add_argument("--output", type=Path, metavar="FILE.yaml")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        edition = edition_by_code(system_actor(inspectorate.pk), options["code"])
        output: Path | None = options["output"]
        if output is None:
            self.stdout.write(edition.text, ending="")
            return
        try:
            output.write_bytes(edition.text.encode())
        except OSError as error:
            raise CommandError(f"{output} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"Framework edition {edition.code} written to {output}.")
