"""The only way to work in every inspectorate: one after the other, each in its own scope."""

from collections.abc import Iterator

from inspectorate.tenancy.models import Inspectorate
from inspectorate.tenancy.scope import scope


def all_inspectorates(*, reason: str) -> Iterator[Inspectorate]:
    """Yield each inspectorate inside its open scope (one transaction each).

    ``reason`` says why work may cross the walls; tests/system lists every use.
    """
    if not reason:
        raise ValueError("Say why the work is for every inspectorate.")
    for inspectorate in Inspectorate.objects.order_by("id"):
        with scope(inspectorate.pk, why=reason):
            yield inspectorate
