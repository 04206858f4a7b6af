"""What forms offer to choose from: areas, and people who fit a place on a team."""

from django.db import connection

from evaluations.rules.team import FITTING
from inspectorate.accounts.models import Membership
from inspectorate.kernel import ids
from inspectorate.tenancy.scope import require_inspectorate_id


def area_choices() -> list[tuple[str, str]]:
    """Every area by name: its opaque id and name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select id, name, code from areas_localauthorityarea "
            "where inspectorate_id = %s and to_on is null order by name",
            [require_inspectorate_id()],
        )
        return [
            (ids.encode("area", number), f"{name} ({code})")
            for number, name, code in cursor.fetchall()
        ]


def people_choices() -> list[tuple[str, str]]:
    """Everybody whose role fits some place on a team."""
    fitting = sorted({str(role) for roles in FITTING.values() for role in roles})
    found = Membership.objects.filter(roles__overlap=fitting).select_related("user")
    return [
        (
            ids.encode("person", one.pk),
            f"{one.user.display_name}, {one.post}" if one.post else one.user.display_name,
        )
        for one in found.order_by("user__display_name")
    ]
