"""Compile a programme's national summary and print it, or write it to a file."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import CommandError

from inspectorate.accounts.people import system_actor
from inspectorate.kernel.errors import NotFound
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.national import access, operations, queries
from inspectorate.tenancy.models import Inspectorate


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CommandError(f"--as-at {text!r} is not a day. Write it as 2009-11-26.") from None


class Command(InspectorateCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--programme", required=True, metavar="CODE")
        parser.add_argument("--as-at", metavar="DATE", help="today when left out")
        parser.add_argument("--output", type=Path, metavar="FILE.json")

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        as_at = day(options["as_at"]) if options["as_at"] else None
        output: Path | None = options["output"]
        if output is not None and not output.parent.is_dir():
            raise CommandError(f"The folder {output.parent} does not exist.")
        try:
            actor = system_actor(inspectorate.pk)
            stored = operations.compile_now(
                actor=actor, programme=options["programme"], as_at=as_at
            )
            summary = access.summary_by_id(actor, stored.id)
        except NotFound:
            raise CommandError(
                f"There is no programme {options['programme']!r} in {inspectorate.slug}."
            ) from None
        text = orjson.dumps(queries.document_of(summary), option=orjson.OPT_INDENT_2).decode()
        if output is None:
            self.stdout.write(text)
        else:
            output.write_text(text + "\n", encoding="utf-8")
            self.stdout.write(f"Version {summary.number} compiled and written to {output}.")
