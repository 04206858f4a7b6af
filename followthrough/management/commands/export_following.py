"""Take out what became of main points, of one committee or of all: plans, updates, judgements."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from areas.models import ChildProtectionCommittee
from followthrough.access.exports import EVERYTHING, of_committee
from followthrough.operations.exports import written
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--committee", metavar="CODE", default="")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE.zip")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        whose, code, output = EVERYTHING, options["committee"], Path(options["output"])
        if code:
            found = ChildProtectionCommittee.objects.filter(code=code).first()
            if found is None:
                raise CommandError(f"There is no committee {code!r}.")
            whose = of_committee(found.pk, code, answers=False)
        about = {
            "inspectorate": inspectorate.slug,
            "taken_by": "command export_following",
            "of": code or "all committees",
            "with_unshared_notes": True,
        }
        unfinished = output.with_name(f"{output.name}.part")
        try:
            with unfinished.open("wb") as file:
                file.writelines(written(whose, about=about))
            unfinished.replace(output)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be written: {error.strerror}.") from None
        self.stdout.write(f"{output}: {output.stat().st_size:,} bytes.")
