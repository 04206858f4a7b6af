"""Print where the demonstration is and who can be signed in as."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from inspectorate.demo import loading


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--base-url", default="http://127.0.0.1:8000")

    def handle(self, *_: Any, **options: Any) -> None:
        base = options["base_url"].rstrip("/")
        write = self.stdout.write
        write("\nInspectorate is ready. It listens on this machine only.\n")
        write(f"  Sign in by a click:  {base}/accounts/demonstration/")
        for demonstration in loading.ALL:
            write(f"  {demonstration.name}")
            write(
                f"    National summary   {base}/{demonstration.slug}/national/"
                f"{demonstration.programme}"
            )
            for person in demonstration.people:
                write(f"    {person.name:18} {person.post}")
        write(f"  API                  {base}/api/v1/docs")
        write("\nPress Ctrl-C to stop.")
