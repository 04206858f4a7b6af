"""Import main points for action and the progress judged on them (CSV)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from followthrough import operations
from inspectorate.accounts.people import system_actor
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        super().add_arguments(parser)
        parser.add_argument("--programme", required=True, metavar="CODE")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as stream:
                done = operations.import_main_points(
                    actor=system_actor(inspectorate.pk),
                    programme=options["programme"],
                    source=stream,
                    file_name=path.name,
                )
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
        except NotFound:
            raise CommandError(
                f"There is no programme {options['programme']!r} in {inspectorate.slug}. "
                "Import its evaluations first."
            ) from None
        if not done.anything:
            self.stdout.write("Nothing changed: everything in the file was there already.")
            return
        self.stdout.write(
            f"Main points: {done.points_added} added, {done.points_changed} changed. "
            f"Progress judged: {done.judgements_added} added, {done.judgements_changed} changed. "
            f"Follow-through inspections added: {done.follow_throughs_added}; "
            f"pilot inspections added: {done.pilots_added}."
        )
