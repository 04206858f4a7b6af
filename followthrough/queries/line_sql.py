"""The statement behind queries.line: every kind of thing that happens to a point, as one list."""

_PUBLISHED = """
select 'published' as kind, i.id, i.published_on::timestamptz as at, true as day,
  null::bigint as membership_id, jsonb_build_object('area', a.name, 'reference', i.reference,
    'indicator', q.code, 'title', q.title, 'edition', i.edition_id, 'digest', e.digest,
    'level', v.level, 'level_set', v.level_set, 'non_grade', v.non_grade) as body
from point p
join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
join indicators_frameworkedition e on e.inspectorate_id = i.inspectorate_id and e.id = i.edition_id
left join indicators_qualityindicator q
  on q.inspectorate_id = p.inspectorate_id and q.id = p.indicator_id
left join evaluations_evaluation v on v.inspectorate_id = i.inspectorate_id
  and v.inspection_id = i.id and v.indicator_id = p.indicator_id
where i.published_on is not null and i.status = any(%(out)s)"""

_PLAN_SENT = """
select 'plan-sent', s.id, s.sent_at, false, s.sent_by_id,
  jsonb_build_object('number', s.number)
from point p
join followthrough_actionplan n on n.inspectorate_id = p.inspectorate_id
  and n.inspection_id = p.inspection_id
join followthrough_planversion s on s.inspectorate_id = n.inspectorate_id and s.plan_id = n.id
where %(inside)s"""

_PLAN_ANSWERED = """
select 'plan-answered', s.id, s.answered_at, false, s.answered_by_id,
  jsonb_build_object('number', s.number, 'answer', s.answer,
    'text', case when %(inside)s then s.answer_text else '' end,
    'actions', case when s.answer = 'accepted' then (
      select jsonb_agg(jsonb_build_object('text', k.text, 'lead_post', k.lead_post,
          'due_on', k.due_on) order by k.number)
      from followthrough_plannedaction k where k.inspectorate_id = n.inspectorate_id
        and k.plan_id = n.id and k.point_id = p.id and k.state <> 'dropped') end)
from point p
join followthrough_actionplan n on n.inspectorate_id = p.inspectorate_id
  and n.inspection_id = p.inspection_id
join followthrough_planversion s on s.inspectorate_id = n.inspectorate_id and s.plan_id = n.id
where s.answered_at is not null and (%(inside)s or s.answer = 'accepted')"""

_UPDATES = """
select 'update', u.id, u.at, false, u.membership_id,
  jsonb_build_object('text', u.text, 'view', u.own_view, 'reason', u.own_reason,
    'agency', u.agency, 'committee', c.name,
    'files', (select jsonb_agg(jsonb_build_object('id', f.id, 'name', f.name, 'size', f.size,
        'scan', f.scan) order by f.id)
      from followthrough_updatefile b
      join evaluations_storedfile f on f.inspectorate_id = b.inspectorate_id and f.id = b.file_id
      where b.inspectorate_id = u.inspectorate_id and b.update_id = u.id),
    'values', (select jsonb_agg(jsonb_build_object('title', m.title, 'unit', m.unit,
        'on', w."on", 'value', trim_scale(w.value)::text) order by m.id, w."on")
      from followthrough_measuredvalue w
      join followthrough_measure m on m.inspectorate_id = w.inspectorate_id and m.id = w.measure_id
      where w.inspectorate_id = u.inspectorate_id and w.update_id = u.id))
from point p
join followthrough_progressupdate u on u.inspectorate_id = p.inspectorate_id and u.point_id = p.id
join areas_childprotectioncommittee c
  on c.inspectorate_id = u.inspectorate_id and c.id = u.committee_id
where %(inside)s"""

_LOOKS = """
select 'look', k.id, k.at, false, k.membership_id,
  jsonb_build_object('enough', k.enough, 'told', k.told)
from point p
join followthrough_pointlook k on k.inspectorate_id = p.inspectorate_id and k.point_id = p.id
where %(inside)s"""

_NOTES = """
select 'note', n.id, n.at, false, n.membership_id,
  jsonb_build_object('text', n.text, 'shared_at', n.shared_at, 'version', n.version)
from point p
join followthrough_linknote n on n.inspectorate_id = p.inspectorate_id and n.point_id = p.id
where %(follows)s or (%(inside)s and n.shared_at is not null)"""

_CONTACTS = """
select 'contact', t.id, t."on"::timestamptz + coalesce(t.at_time, '12:00')::time::interval, true,
  t.membership_id,
  jsonb_build_object('kind', t.kind, 'about', t.about, 'with', t.with_posts, 'place', t.place,
    'said', case when %(follows)s then t.said else '' end)
from point p
join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id and i.id = p.inspection_id
join followthrough_contact t on t.inspectorate_id = p.inspectorate_id
  and t.committee_id = any(%(owners)s)
where %(inside)s and t.cancelled_why = '' and t."on" <= %(on)s and t."on" >= i.published_on"""

_DATES = """
select 'date-asked', d.id, d.asked_at, false, d.asked_by_id,
  jsonb_build_object('action', k.text, 'from', d.from_on, 'to', d.to_on, 'reason', d.reason)
from point p
join followthrough_plannedaction k on k.inspectorate_id = p.inspectorate_id and k.point_id = p.id
join followthrough_datechange d on d.inspectorate_id = k.inspectorate_id and d.action_id = k.id
where %(inside)s"""

_DATES_ANSWERED = """
select 'date-answered', d.id, d.answered_at, false, d.answered_by_id,
  jsonb_build_object('action', k.text, 'from', d.from_on, 'to', d.to_on, 'answer', d.answer,
    'reason', d.answer_reason)
from point p
join followthrough_plannedaction k on k.inspectorate_id = p.inspectorate_id and k.point_id = p.id
join followthrough_datechange d on d.inspectorate_id = k.inspectorate_id and d.action_id = k.id
where %(inside)s and d.answered_at is not null"""

_JUDGED = """
select 'judged', g.id, coalesce(i.published_on::timestamptz, g.changed_at),
  i.published_on is not null, null::bigint,
  jsonb_build_object('inspection', i.id, 'reference', i.reference,
    'published', i.status = any(%(out)s), 'edition', i.edition_id, 'digest', e.digest,
    'level', g.level, 'level_set', g.level_set, 'non_grade', g.non_grade,
    'rationale', case when %(everything)s then g.rationale else '' end,
    'decision', g.decision, 'decision_reason', g.decision_reason)
from point p
join followthrough_progress g on g.inspectorate_id = p.inspectorate_id and g.point_id = p.id
join evaluations_inspection i on i.inspectorate_id = g.inspectorate_id and i.id = g.inspection_id
join indicators_frameworkedition e on e.inspectorate_id = i.inspectorate_id and e.id = i.edition_id
where i.status = any(%(out)s) or %(everything)s or exists (
  select 1 from evaluations_teammember t where t.inspectorate_id = i.inspectorate_id
    and t.inspection_id = i.id and t.membership_id = %(me)s and t.recused_at is null
    and (t.from_on is null or t.from_on <= %(on)s) and (t.to_on is null or t.to_on >= %(on)s))"""

_ASKED = """
select 'asked', min(m.id), min(m.sent_at), false, m.asked_by_id,
  jsonb_build_object('text', m.text, 'people', count(*))
from point p
join followthrough_pointreminder m on m.inspectorate_id = p.inspectorate_id and m.point_id = p.id
where %(inside)s and m.about = 'by-hand'
group by m.asked_by_id, m.for_on, m.subject, m.text"""

_MOVES = """
select 'move', v.id, v.at, false, v.membership_id,
  jsonb_build_object('to', v.to_status,
    'reason', case when %(inside)s or v.membership_id is null then v.reason else '' end)
from point p
join followthrough_pointmove v on v.inspectorate_id = p.inspectorate_id and v.point_id = p.id
where v.from_status <> '' and v.to_status not in ('acted-on', 'judged')"""

_NEXT = """
select 'next', i.id, coalesce(i.fieldwork_from::timestamptz, 'infinity'), true, null::bigint,
  jsonb_build_object('reference', i.reference, 'area', a.name)
from point p
join evaluations_inspection i on i.inspectorate_id = p.inspectorate_id
join areas_localauthorityarea a on a.inspectorate_id = i.inspectorate_id and a.id = i.area_id
where %(plans)s and a.name = any(%(areas)s) and i.kind in ('follow-through', 'interim')
  and not i.status = any(%(out)s) and i.status <> 'abandoned'
  and p.status not in ('closed', 'superseded')"""

_EACH = (
    _PUBLISHED,
    _PLAN_SENT,
    _PLAN_ANSWERED,
    _UPDATES,
    _LOOKS,
    _NOTES,
    _ASKED,
    _CONTACTS,
    _DATES,
    _DATES_ANSWERED,
    _JUDGED,
    _MOVES,
    _NEXT,
)

LINE_SQL = f"""with point as (
  select p.* from followthrough_mainpointforaction p
  where p.inspectorate_id = %(here)s and p.id = %(point)s
),
line as ({" union all ".join(_EACH)})
select l.kind, l.id, case when isfinite(l.at) then l.at end, l.day,
  coalesce(u.display_name, ''), l.body::text
from line l
left join accounts_membership m on m.inspectorate_id = %(here)s and m.id = l.membership_id
left join accounts_user u on u.id = m.user_id
order by l.at, l.kind = 'published' desc, l.kind, l.id"""  # noqa: S608 - constants only
