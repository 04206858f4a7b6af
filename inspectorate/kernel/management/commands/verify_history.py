from typing import Any

from django.core.management.base import CommandError

from inspectorate.kernel.history import entries_kept, first_broken
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = "Prove that the history of every record is whole and that no record was changed past it."

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        broken = first_broken()
        if broken is None:
            self.stdout.write(
                f"The history of {inspectorate.name} is whole: {entries_kept()} entries."
            )
            return
        entry = f", entry {broken.entry_id}" if broken.entry_id else ""
        raise CommandError(
            f"The history is broken first at {broken.table} {broken.record_id}{entry}: "
            f"{broken.reason}."
        )
