"""The web and the worker refuse to start with a database role that could look over the walls."""

from typing import Any

from django.core.checks import Error, Tags, register
from django.db import connections

ROLE_SQL = """
select r.rolsuper, r.rolbypassrls,
       exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
               where n.nspname = 'public' and c.relkind in ('r', 'p') and c.relowner = r.oid)
from pg_roles r where r.rolname = current_user
"""


def faults_of_role(superuser: bool, bypasses: bool, owns: bool) -> list[str]:
    """Why a role may not serve the web or the worker; empty when it may."""
    reasons = []
    if superuser:
        reasons.append("it is a superuser")
    if bypasses:
        reasons.append("it bypasses row level security")
    if owns:
        reasons.append("it owns tables")
    return reasons


@register(Tags.database)
def application_role(databases: Any = None, **_: Any) -> list[Error]:
    """Run by `check --database default`, which the web and the worker call before they serve."""
    if not databases or "default" not in databases:
        return []
    with connections["default"].cursor() as cursor:
        cursor.execute(ROLE_SQL)
        reasons = faults_of_role(*cursor.fetchone())
    return (
        [
            Error(
                "The database role of DATABASE_URL may not serve: " + " and ".join(reasons) + ".",
                hint="Connect as inspectorate_app, which owns nothing; give the owner's connection to "
                "migrations only, in DATABASE_OWNER_URL.",
                id="tenancy.E001",
            )
        ]
        if reasons
        else []
    )
