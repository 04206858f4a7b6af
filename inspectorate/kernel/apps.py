from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _raise_walls(*, using: str, **_: Any) -> None:
    from inspectorate.tenancy.walls import raise_walls  # noqa: PLC0415

    raise_walls(connections[using])


class KernelConfig(AppConfig):
    name = "inspectorate.kernel"
    label = "kernel"

    def ready(self) -> None:
        post_migrate.connect(_raise_walls, sender=self, dispatch_uid="raise_walls")
