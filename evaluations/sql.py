"""SQL of this app's migrations."""

SEARCH_EVIDENCE = """
-- Row level security keeps PostgreSQL from using a full text index: it may not let words be matched
-- before it knows whose row it is. This function asks whose first, by itself, and gives ids only.
create function search_evidence(
  p_inspection bigint, p_words text, p_beginnings text[], p_medical boolean)
returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  with asked as (
    select nullif(current_setting('app.inspectorate', true), '')::int as inspectorate,
           (select coalesce(websearch_to_tsquery('english', p_words), ''::tsquery)) as words
  ), wanted as (
    select a.inspectorate, case when cardinality(p_beginnings) = 0 then a.words else a.words &&
      to_tsquery('simple', (select string_agg(one || ':*', ' & ') from unnest(p_beginnings) one))
      end as query
    from asked a
  )
  select e.id from wanted w
  join evaluations_evidence e on e.inspectorate_id = w.inspectorate
    and to_tsvector('english'::regconfig, (coalesce(e.text, '') || ' ') || coalesce(e.quote, ''))
        @@ w.query
  where (p_inspection is null or e.inspection_id = p_inspection) and (p_medical or not e.medical)
$$;
revoke execute on function search_evidence(bigint, text, text[], boolean) from public;
grant execute on function search_evidence(bigint, text, text[], boolean) to inspectorate_app;
grant select on evaluations_evidence to inspectorate_relay;
alter function search_evidence(bigint, text, text[], boolean) owner to inspectorate_relay;
"""
