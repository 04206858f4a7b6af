"""Write the diagram of an inspection's life from its table, or check that it is current."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evaluations.rules.life import diagram


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="Only say whether it is current.")

    def handle(self, *args: Any, **options: Any) -> None:
        page = Path(settings.BASE_DIR) / "docs" / "inspection-states.md"
        text = diagram()
        if options["check"]:
            if not page.exists() or page.read_text() != text:
                raise CommandError(f"{page.name} is not current. Run: manage.py statemachine")
            self.stdout.write(f"{page.name} is current.")
            return
        page.write_text(text)
        self.stdout.write(f"{page.name} written.")
