"""Bring an inspection in from an archive: all of it or nothing; the same archive again changes nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from evaluations.operations.archives import bring_in
from inspectorate.accounts.people import system_actor
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.zip")
        parser.add_argument("--dry-run", action="store_true")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        try:
            with Path(options["file"]).open("rb") as stream:
                done = bring_in(
                    actor=system_actor(inspectorate.pk),
                    stream=stream,
                    dry_run=options["dry_run"],
                )
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from None
        rows = sum(done.totals.values())
        if not done.changed:
            self.stdout.write(f"Nothing changed: {done.reference} was brought in from it before.")
        elif options["dry_run"]:
            self.stdout.write(
                f"Dry run, nothing was changed. It would be: {done.reference}, {rows:,} rows."
            )
        else:
            self.stdout.write(f"{done.reference} is brought in: {rows:,} rows with its history.")
