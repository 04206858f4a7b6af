from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspectorate.accounts.operations import create_inspectorate
from inspectorate.accounts.operations.inspectorates import NATIONS
from inspectorate.kernel.errors import Invalid, Refused


class Command(BaseCommand):
    help = "Open an inspectorate at /SLUG/. The same again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", metavar="SLUG", help="the first part of its addresses")
        parser.add_argument("--name", required=True, help="its full name")
        parser.add_argument("--time-zone", default="Europe/London")
        parser.add_argument(
            "--nation",
            default=NATIONS[0],
            help=f"whose bank holidays count: {', '.join(NATIONS)}",
        )
        parser.add_argument("--notice", default="", help="a sentence shown on every page")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            done = create_inspectorate(
                slug=options["slug"],
                name=options["name"],
                time_zone=options["time_zone"],
                notice=options["notice"],
                nation=options["nation"],
            )
        except Invalid as error:
            for reasons in error.faults.values():
                self.stderr.write(" ".join(reasons))
            raise CommandError("Nothing was changed.") from None
        except Refused as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        one = done.inspectorate
        said = "Created" if done.made else "Already there, nothing changed:"
        self.stdout.write(f"{said} {one.name}, at /{one.slug}/.")
