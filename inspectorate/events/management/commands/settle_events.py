from typing import Any

from inspectorate.events.operations import settle_events
from inspectorate.kernel.management.base import InspectorateCommand
from inspectorate.tenancy.models import Inspectorate


class Command(InspectorateCommand):
    help = "After a restore into another PostgreSQL: put the events before whatever comes next."

    def work(self, inspectorate: Inspectorate, **options: Any) -> None:
        self.stdout.write(f"{settle_events()} events of {inspectorate.name} are settled.")
