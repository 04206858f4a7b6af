"""A reference between two tables of the same inspectorate."""

from typing import Any

from django.db import models


class ScopedForeignKey(models.ForeignKey[Any, Any]):
    """A foreign key whose database constraint is composite: (inspectorate_id, column).

    The constraint and its index are made by :mod:`inspectorate.tenancy.walls` after every
    migration, so a row cannot even point at another inspectorate's. ``indexed=False`` leaves the
    index out where another one already leads with the same columns. ``along`` names further fields
    that both tables carry and that the constraint holds equal (``programme`` of an evaluation and
    of its inspection). ``constrained=False`` is for the field that such a constraint already covers.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        self.indexed: bool = kwargs.pop("indexed", True)
        self.along: tuple[str, ...] = tuple(kwargs.pop("along", ()))
        self.constrained: bool = kwargs.pop("constrained", True)
        kwargs["db_constraint"] = False
        kwargs["db_index"] = False
        super().__init__(to, on_delete, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("db_constraint", None)
        kwargs.pop("db_index", None)
        if not self.indexed:
            kwargs["indexed"] = False
        if self.along:
            kwargs["along"] = self.along
        if not self.constrained:
            kwargs["constrained"] = False
        return name, path, args, kwargs
