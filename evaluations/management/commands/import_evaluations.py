"""Bring evaluations in from a CSV file, as it is or through an import profile."""

from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import CommandError
from django.db import transaction

from evaluations.operations import EvaluationsImported, import_evaluations
from inspectorate.accounts.people import system_actor
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate

PROFILES = Path(__file__).parent.parent.parent / "profiles"


class Command(InspectorateCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path, metavar="FILE.csv")
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--framework", required=True, metavar="CODE")
        parser.add_argument("--profile", metavar="NAME or FILE.yaml", default="")
        parser.add_argument("--create-areas", action="store_true")
        parser.add_argument("--correct", default="", metavar="REASON")
        parser.add_argument("--dry-run", action="store_true")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with ExitStack() as opened, transaction.atomic():
                done = import_evaluations(
                    actor=system_actor(inspectorate.pk),
                    programme=options["programme"],
                    framework=options["framework"],
                    source=opened.enter_context(path.open("rb")),
                    file_name=path.name,
                    profile=profile_named(options["profile"]) if options["profile"] else None,
                    beside=lying_beside(path, opened),
                    create_areas=options["create_areas"],
                    correct=options["correct"],
                )
                if options["dry_run"]:
                    transaction.set_rollback(True)
        except OSError as error:
            raise CommandError(f"{error.filename} cannot be read: {error.strerror}.") from None
        for line in done.said:
            self.stdout.write(line)
        self.stdout.write(said(done, dry_run=options["dry_run"]))


def profile_named(name: str) -> bytes:
    """A profile that comes with the product, by its name, or any other, by its path."""
    shipped = PROFILES / f"{name}.yaml"
    if name.replace("-", "").isalnum() and shipped.exists():
        return shipped.read_bytes()
    if not Path(name).exists():
        known = ", ".join(sorted(one.stem for one in PROFILES.glob("*.yaml")))
        raise CommandError(f"There is no profile {name!r}: neither one of {known}, nor a file.")
    return Path(name).read_bytes()


def lying_beside(path: Path, opened: ExitStack) -> Callable[[str], BinaryIO | None]:
    """Files in the folder of ``path``, by name only: a profile reaches nothing else."""

    def find(name: str) -> BinaryIO | None:
        found = path.parent / Path(name).name
        return opened.enter_context(found.open("rb")) if found.is_file() else None

    return find


def said(done: EvaluationsImported, *, dry_run: bool) -> str:
    """What an import did, in a sentence or two."""
    if done.nothing_changed:
        return "Nothing changed: everything in the file is on record already."
    new = " (new)" if done.programme_made else ""
    counts = (
        f"programme {done.programme}{new}: {done.inspections_made:,} inspections made, "
        f"{done.inspections_changed:,} changed; {done.evaluations_made:,} evaluations made, "
        f"{done.evaluations_changed:,} changed; {done.areas_made:,} areas made; "
        f"{done.versions_published:,} versions published."
    )
    if dry_run:
        return f"Dry run, nothing was changed. It would be: {counts}"
    return counts[0].upper() + counts[1:]
