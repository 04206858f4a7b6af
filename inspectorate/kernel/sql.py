"""SQL functions of the kernel; later changes are new migrations with `create or replace`."""

_COLUMNS = (
    "inspectorate_id, table_name, record_id, operation, row_data, at, person_id, why, request_id, "
    "purpose, digest"
)

_CONTEXT = """
  v_person bigint := nullif(current_setting('app.person', true), '')::bigint;
  v_why text := coalesce(current_setting('app.why', true), '');
  v_request text := coalesce(current_setting('app.request', true), '');
  v_purpose text := coalesce(current_setting('app.purpose', true), '');
  v_at timestamptz := clock_timestamp();
"""

DIGEST = """
create function history_digest(previous bytea, table_name text, record_id bigint, operation text,
    row_data jsonb, at timestamptz, person_id bigint, why text, request_id text, purpose text)
returns bytea language sql immutable parallel safe as $$
  select sha256(coalesce(previous, ''::bytea) || convert_to(jsonb_build_array(
    table_name, record_id, operation, row_data, extract(epoch from at)::text, person_id, why,
    request_id, purpose)::text, 'UTF8'))
$$;
"""


def _function(event: str, letter: str, source: str, previous: str) -> str:
    """A statement-level trigger's function. The row is made into JSON once (``offset 0`` keeps the
    planner from doing it again wherever it is used)."""
    return f"""
create function record_history_{event}() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
declare {_CONTEXT}
begin
  insert into kernel_history ({_COLUMNS})
  select r.inspectorate_id, tg_table_name, r.id, '{letter}', j.data, v_at, v_person, v_why,
         v_request, v_purpose,
         history_digest({previous}, tg_table_name, r.id, '{letter}', j.data, v_at, v_person, v_why,
                        v_request, v_purpose)
  {source};
  return null;
end $$;
"""


_ROW = "cross join lateral (select to_jsonb(r) data offset 0) j "
_PREVIOUS = """left join lateral (
    select h.digest, h.row_data from kernel_history h
    where h.inspectorate_id = r.inspectorate_id and h.table_name = tg_table_name
      and h.record_id = r.id
    order by h.inspectorate_id desc, h.table_name desc, h.record_id desc, h.id desc
    limit 1) p on true """

# The order names every column of the index, so that no other index can seem cheaper.
#
# An update is compared with the record's last entry, by index, and not with the old rows: a join of
# two transition tables, of which the planner knows nothing, takes time by the square of the rows.
_CHANGED = """where p.row_data is null or (j.data - coalesce(tg_argv::text[], '{}'))
    is distinct from (p.row_data - coalesce(tg_argv::text[], '{}'))"""

HISTORY = DIGEST + "".join(
    [
        _function("insert", "I", "from new_rows r " + _ROW, "null"),
        _function("update", "U", "from new_rows r " + _ROW + _PREVIOUS + _CHANGED, "p.digest"),
        _function("delete", "D", "from old_rows r " + _ROW + _PREVIOUS, "p.digest"),
    ]
)

OUTBOX = """
create function claim_outbox(wanted int)
returns table (id bigint, inspectorate_id int, task text, arguments jsonb)
language sql security definer set search_path = public, pg_temp as $$
  update kernel_outbox o set delivered_at = now()
  where (o.inspectorate_id, o.id) in (
    select w.inspectorate_id, w.id from kernel_outbox w where w.delivered_at is null
    order by w.id limit wanted for update skip locked)
  returning o.id, o.inspectorate_id, o.task::text, o.arguments
$$;
revoke execute on function claim_outbox(int) from public;
grant execute on function claim_outbox(int) to inspectorate_app;
grant select, update on kernel_outbox to inspectorate_relay;
alter function claim_outbox(int) owner to inspectorate_relay;
"""

# Whoever may execute a trigger's function may hang it on a temporary table of their own, and so
# write history of records that never changed. The owner's triggers need no such right to fire.
ONLY_OUR_TRIGGERS = "".join(
    f"revoke execute on function record_history_{event}() from public;\n"
    for event in ("insert", "update", "delete")
)
