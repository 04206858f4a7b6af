"""Take an inspection out whole, in any state: evidence, files, text, evaluations, history."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from evaluations.models import Inspection
from evaluations.operations.archives import take_out_as_operator
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("reference", metavar="REFERENCE")
        parser.add_argument("--programme", metavar="CODE", default="")
        parser.add_argument("--area", metavar="CODE", default="")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE.zip")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        found = Inspection.objects.filter(reference=options["reference"])
        if options["programme"]:
            found = found.filter(programme__code=options["programme"])
        if options["area"]:
            found = found.filter(area__code=options["area"])
        if len(found) != 1:
            raise CommandError(
                f"{len(found)} inspections have this reference. Name one, with --programme and "
                "--area where several do."
            )
        output = Path(options["output"])
        unfinished = output.with_name(f"{output.name}.part")
        try:
            with unfinished.open("wb") as file:
                file.writelines(take_out_as_operator(found[0]))
            unfinished.replace(output)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{output}: {output.stat().st_size:,} bytes.")
