"""What must be set right once the database has been restored elsewhere."""

from django.db import connection, transaction

from inspectorate.tenancy.scope import require_inspectorate_id


@transaction.atomic
def settle_events() -> int:
    """Say of all events that they were written before anything else; returns how many there are.

    Another PostgreSQL counts its transactions from elsewhere. Their order among themselves is then
    that of their numbers. Whoever follows them reads on from the event they have.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "update kernel_event set written_in = '0' where inspectorate_id = %s",
            [require_inspectorate_id()],
        )
        return int(cursor.rowcount)
