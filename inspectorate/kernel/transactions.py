"""Which transaction wrote a row, as PostgreSQL counts transactions: what lets a reader wait for it."""

from typing import Any

from django.db import models


class TransactionField(models.Field):  # type: ignore[type-arg]
    """The number of the transaction that wrote the row (``xid8``); the database sets it."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class CurrentTransaction(models.Func):
    """The number of the transaction that is under way."""

    function = "pg_current_xact_id"
    arity = 0
    output_field = TransactionField()
