"""Inspections under way, so that there is something to record: fictional, as everything here."""

from inspectorate.tenancy.models import Inspectorate


def load(inspectorate: Inspectorate) -> None:
    """Filled in below."""
