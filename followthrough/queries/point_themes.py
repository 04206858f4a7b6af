"""The catalogue of themes, and the points beside one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from followthrough.models import MainPointForAction, Theme
from inspectorate.kernel import ids
from inspectorate.kernel.errors import NotFound
from inspectorate.tenancy.scope import require_inspectorate_id


@dataclass(frozen=True, slots=True)
class ThemeLine:
    """A theme with how many main points have it."""

    row: int
    code: str
    title: str
    description: str
    position: int
    retired_on: date | None
    points: int

    @property
    def id(self) -> str:
        return ids.encode("theme", self.row)


def themes_here() -> list[ThemeLine]:
    """Every theme, those in use first, in their order. One statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select t.id, t.code, t.title, t.description, t.position, t.retired_on, "
            "(select count(*) from followthrough_mainpointforaction p "
            "where p.inspectorate_id = t.inspectorate_id and p.theme_id = t.id) "
            "from followthrough_theme t where t.inspectorate_id = %s "
            "order by t.retired_on is not null, t.position, t.title",
            [require_inspectorate_id()],
        )
        return [ThemeLine(*row) for row in cursor.fetchall()]


def theme_of(theme: str) -> Theme:
    """The theme with this opaque id. Raises NotFound."""
    found: Theme | None = Theme.objects.filter(pk=ids.decode("theme", theme)).first()
    if found is None:
        raise NotFound
    return found


def beside(point: MainPointForAction) -> list[tuple[str, Any]]:
    """The other points of its area, newest inspection first: opaque id, and how each is cited."""
    others = MainPointForAction.objects.filter(
        inspection__area_id=point.inspection.area_id, inspection__published_number__isnull=False
    ).exclude(pk=point.pk)
    rows = others.select_related("inspection").order_by("-inspection__published_on", "number")
    return [
        (ids.encode("point", one.pk), f"{one.inspection.reference}/{one.number} {one.text[:70]}")
        for one in rows[:200]
    ]
