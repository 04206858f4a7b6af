"""The services to children that a return, a case sample or a piece of evidence may name."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from evaluations.models import Service
from inspectorate.kernel import ids

USUAL = (
    ("education", _("Education")),
    ("health", _("Health")),
    ("police", _("Police")),
    ("social-work", _("Social work")),
    ("childrens-reporter", _("Children’s reporter")),
    ("third-sector", _("Third sector")),
)
"""For an inspectorate that has named none of its own: those of the first cycle."""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """A service in the inspectorate's own words; ``id`` is empty for a usual one."""

    id: str
    code: str
    name: str
    position: int
    version: int


def service_lines() -> list[ServiceLine]:
    """Every service in order: this inspectorate's own, or the usual ones. One statement."""
    own = [
        ServiceLine(ids.encode("service", one.pk), one.code, one.name, one.position, one.version)
        for one in Service.objects.order_by("position", "code")
    ]
    return own or [
        ServiceLine("", code, str(name), at, 0) for at, (code, name) in enumerate(USUAL, 1)
    ]


def services() -> list[tuple[str, str]]:
    """(code, name) of every service, in the inspectorate's order, for a choice. One statement."""
    return [(one.code, one.name) for one in service_lines()]
