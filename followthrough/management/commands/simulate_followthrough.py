"""bin/manage simulate_followthrough --inspectorate SLUG [--areas N --points N --years N --seed N]"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from followthrough.simulation import Given, Simulated, simulate
from inspectorate.kernel.errors import Invalid, Refused


class Command(BaseCommand):
    help = (
        "Simulate years of following through in a new inspectorate, measure its pages and jobs, and "
        "check that no point was lost. Its people cannot sign in and are never written to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--inspectorate", required=True, metavar="SLUG", help="a new one")
        parser.add_argument("--areas", type=int, default=Given.areas)
        parser.add_argument("--points", type=int, default=Given.points)
        parser.add_argument("--years", type=int, default=Given.years)
        parser.add_argument("--seed", type=int, default=Given.seed)

    def handle(self, *_: Any, **options: Any) -> None:
        names = ("areas", "points", "years", "seed")
        given = Given(options["inspectorate"], **{name: options[name] for name in names})
        try:
            found = simulate(given)
        except Invalid as error:
            for name, reasons in error.faults.items():
                self.stderr.write(f"{name}: {' '.join(reasons)}")
            raise CommandError("Nothing was changed.") from None
        except Refused as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        self._say(given, found)
        if not found.holds:
            raise CommandError("A rule is broken: see above.")

    def _say(self, given: Given, found: Simulated) -> None:
        self.stdout.write(
            f"Simulated {given.years} years of {given.areas} areas at /{given.slug}/ "
            f"(seed {given.seed}): "
            + ", ".join(f"{count:,} {what}" for what, count in found.counts.items())
            + "."
        )
        for one in found.measures:
            self.stdout.write(
                f"  {one.what}: {one.statements} statements, {one.milliseconds:.0f} ms "
                f"({one.found:,} shown)"
            )
        for rule, points in found.broken.items():
            said = "ok" if not points else f"BROKEN by {len(points)}, first {points[:5]}"
            self.stdout.write(f"  {rule}: {said}")
