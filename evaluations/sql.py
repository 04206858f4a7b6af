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

SEARCH_PUBLISHED = """
-- The words of a published version that a reader searches: title and area first, then the text. The
-- text of a report too long for a full text index is found by its title and area alone.
create function words_of_published(content jsonb) returns tsvector
language plpgsql immutable parallel safe as $$
declare
  named tsvector := setweight(to_tsvector('english', concat_ws(' ', content #>> '{report,title}',
    content #>> '{area,name}', content #>> '{programme,title}',
    content #>> '{inspection,reference}')), 'A');
begin
  return named
    || jsonb_to_tsvector('english', jsonb_path_query_array(
         content, 'strict $.report.**.title', '{}', true), '["string"]')
    || jsonb_to_tsvector('english', jsonb_path_query_array(
         content, 'strict $.report.**.text', '{}', true), '["string"]')
    || jsonb_to_tsvector('english', jsonb_path_query_array(
         content, 'strict $.report.**.items', '{}', true), '["string"]');
exception when program_limit_exceeded then
  return named;
end $$;
create index published_words on evaluations_publishedversion using gin (words_of_published(content));
-- See search_evidence above: it asks whose first, by itself, and gives ids only.
create function search_published(p_words text) returns setof bigint
language sql stable security definer set search_path = public, pg_temp as $$
  select v.id from evaluations_publishedversion v
  where v.inspectorate_id = nullif(current_setting('app.inspectorate', true), '')::int
    and words_of_published(v.content) @@ websearch_to_tsquery('english', p_words)
$$;
revoke execute on function search_published(text) from public;
grant execute on function search_published(text) to inspectorate_app;
grant select on evaluations_publishedversion to inspectorate_relay;
alter function search_published(text) owner to inspectorate_relay;
"""
