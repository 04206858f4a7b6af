"""Forget the bytes of files that were brought for an update which was then never made."""

from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from inspectorate.accounts.terms import Role
from inspectorate.tenancy.scope import require_inspectorate_id

KEPT_FOR = timedelta(days=7)
"""Longer than anybody leaves a form that was refused, with its files kept, open."""

_CLEAR = """
delete from evaluations_filecontent where (inspectorate_id, id) in (
  select c.inspectorate_id, c.id
  from evaluations_filecontent c
  join evaluations_storedfile f on f.inspectorate_id = c.inspectorate_id and f.id = c.file_id
  join evaluations_inspection i
    on i.inspectorate_id = f.inspectorate_id and i.id = f.inspection_id
  join accounts_membership m on m.inspectorate_id = f.inspectorate_id and m.id = f.membership_id
  where c.inspectorate_id = %(here)s and f.added_at < %(before)s
    and f.added_at::date >= i.published_on and m.roles = array[%(partner)s]::varchar[]
    and not exists (select 1 from followthrough_updatefile x
      where x.inspectorate_id = f.inspectorate_id and x.file_id = f.id)
    and not exists (select 1 from evaluations_returnfile x
      where x.inspectorate_id = f.inspectorate_id and x.file_id = f.id)
    and not exists (select 1 from evaluations_accuracyfile x
      where x.inspectorate_id = f.inspectorate_id and x.file_id = f.id)
    and not exists (select 1 from evaluations_evidencefile x
      where x.inspectorate_id = f.inspectorate_id and x.file_id = f.id)
  order by c.id limit %(most)s)
"""


def clear_left_files(now: datetime, at_once: int) -> int:
    """Delete the content of what a partner, who is nothing else, brought to a published inspection a
    week ago and which belongs to nothing; how many. That it was brought stays in the history."""
    values: dict[str, Any] = {
        "here": require_inspectorate_id(),
        "before": now - KEPT_FOR,
        "partner": Role.COMMITTEE_PARTNER.value,
        "most": at_once,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR, values)
        return int(cursor.rowcount)
