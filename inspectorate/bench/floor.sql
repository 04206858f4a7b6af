-- The same figures by hand, as one statement: counts, bands, median, not graded, positive reports,
-- the leadership cross-tabulation, follow-through and a digest over the inputs.
with facts as materialized (
  select e.inspection_id, e.indicator_id, e.level, e.non_grade, a.code area, i.reference
  from evaluations_evaluation e
  join evaluations_inspection i on i.inspectorate_id = e.inspectorate_id
    and i.programme_id = e.programme_id and i.id = e.inspection_id
  join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
  where e.inspectorate_id = %(inspectorate)s and e.programme_id = %(programme)s
    and i.kind in ('full', 'short') and i.published_on <= %(as_at)s and not a.pilot
), codes as (
  select id, code, position, reference from indicators_qualityindicator
  where inspectorate_id = %(inspectorate)s and edition_id = %(edition)s
), per_indicator as (
  select c.code, count(f.level) graded, count(f.non_grade) not_graded,
    count(*) filter (where f.level = 1) l1, count(*) filter (where f.level = 2) l2,
    count(*) filter (where f.level = 3) l3, count(*) filter (where f.level = 4) l4,
    count(*) filter (where f.level = 5) l5, count(*) filter (where f.level = 6) l6,
    count(*) filter (where f.level >= 4) good_or_better,
    count(*) filter (where f.level >= 3) satisfactory_or_better,
    count(*) filter (where f.level <= 2) weak_or_unsatisfactory,
    percentile_disc(0.5) within group (order by f.level) median
  from facts f join codes c on c.id = f.indicator_id group by c.code
), per_inspection as (
  select f.inspection_id, max(f.level) filter (where c.code = '5.2') leadership,
    count(*) filter (where c.reference and f.level >= 4) good,
    count(*) filter (where c.reference and f.level <= 2) weak,
    count(*) filter (where c.reference and f.level >= 3) satisfactory,
    count(*) filter (where c.reference and f.level is not null) graded
  from facts f join codes c on c.id = f.indicator_id group by f.inspection_id
), crossed as (
  select case when leadership >= 4 then 'good' when leadership = 3 then 'satisfactory' else 'weak' end band,
    good, weak, count(*) n
  from per_inspection where leadership is not null and graded > 0 group by 1, 2, 3
), followed as (
  select count(*) points, count(*) filter (where g.level >= 3) satisfactory,
    count(*) filter (where g.level >= 4) good, count(distinct g.inspection_id) reports
  from followthrough_mainpointforaction p
  join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id
  join followthrough_progress g on g.inspectorate_id = p.inspectorate_id and g.point_id = p.id
  where p.inspectorate_id = %(inspectorate)s and i.programme_id = %(programme)s
), digest as (
  select encode(sha256(convert_to(string_agg(
    f.area || '|' || f.reference || '|' || c.code || '|' || coalesce(f.level::text, f.non_grade),
    E'\n' order by f.area, f.reference, c.code), 'UTF8')), 'hex') sha256
  from facts f join codes c on c.id = f.indicator_id
)
select json_build_object(
  'counted', (select count(distinct inspection_id) from facts),
  'indicators', (select json_agg(p order by p.code) from per_indicator p),
  'positive', (select count(*) from per_inspection where graded = 4 and satisfactory = 4),
  'crossed', (select json_agg(x) from crossed x),
  'follow_through', (select row_to_json(w) from followed w),
  'inputs_sha256', (select sha256 from digest))::text
