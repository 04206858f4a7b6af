"""The second wall: a default manager that answers nothing and writes nothing outside a scope."""

from typing import Any, TypeVar

from django.db import models

from inspectorate.tenancy.errors import OtherInspectorate
from inspectorate.tenancy.scope import require_inspectorate_id

M = TypeVar("M", bound=models.Model)


class ScopedQuerySet(models.QuerySet[M]):
    """A queryset of one inspectorate's rows."""

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> list[M]:
        objs = list(objs)
        for one in objs:
            claim(one)
        return super().bulk_create(objs, *args, **kwargs)


class ScopedManager(models.Manager.from_queryset(ScopedQuerySet)):  # type: ignore[misc]
    """Raises NoScope when no scope is open; inside one, every query names the inspectorate."""

    def get_queryset(self) -> ScopedQuerySet[Any]:
        inspectorate_id = require_inspectorate_id()
        queryset: ScopedQuerySet[Any] = super().get_queryset()
        return queryset.filter(inspectorate_id=inspectorate_id)


def claim(row: Any) -> None:
    """Give a new row to the scope's inspectorate, or refuse one that is another's."""
    inspectorate_id = require_inspectorate_id()
    if row.inspectorate_id is None:
        row.inspectorate_id = inspectorate_id
    elif row.inspectorate_id != inspectorate_id:
        raise OtherInspectorate(
            f"{row._meta.label} belongs to inspectorate {row.inspectorate_id}; "
            f"the open scope is inspectorate {inspectorate_id}."
        )
