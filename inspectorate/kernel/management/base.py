"""Commands for one inspectorate: the scope is opened once, a refusal is a plain sentence and exit 1."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from inspectorate.kernel.errors import Invalid, NotFound, NotPermitted, Refused
from inspectorate.kernel.faults import Faulty
from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope


def inspectorate_named(slug: str) -> Inspectorate:
    """Raises CommandError, naming the inspectorates there are."""
    found = Inspectorate.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Inspectorate.objects.values_list("slug", flat=True)) or "none yet"
        raise CommandError(f"There is no inspectorate {slug!r}. There are: {known}.")
    return found


class InspectorateCommand(BaseCommand):
    """Subclasses implement ``work``, called inside the scope and its transaction."""

    why = ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--inspectorate", required=True, metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        inspectorate = inspectorate_named(options.pop("inspectorate"))
        try:
            with scope(inspectorate.pk, why=self.why or f"Command {self.name()}"):
                self.work(inspectorate, **options)
        except Faulty as error:
            for fault in error.faults:
                self.stderr.write(str(fault))
            found = len(error.faults)
            raise CommandError(
                f"{found} fault{'' if found == 1 else 's'}; nothing was changed. "
                "Mend the file and run this again."
            ) from None
        except (Refused, NotPermitted, Invalid) as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        except NotFound as error:
            raise CommandError(str(error) or "Not found; nothing was changed.") from None

    def name(self) -> str:
        return type(self).__module__.rsplit(".", 1)[-1]

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        raise CommandError(f"{self.name()} does nothing.")
