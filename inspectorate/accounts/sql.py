"""SQL of the accounts' migrations."""

OPEN_SCOPE_BY_SESSION = """
create function open_scope_by_session(p_slug text, p_session text, p_request text)
returns table (inspectorate tenancy_inspectorate, session accounts_session, person accounts_user,
  membership accounts_membership)
language plpgsql volatile set search_path = public, pg_temp as $$
begin
  select * into inspectorate from tenancy_inspectorate i where i.slug = p_slug;
  if not found then return; end if;
  select * into session from accounts_session s
  where s.session_key = p_session and s.expire_date > now();
  select * into person from accounts_user u where u.id = session.person_id;
  perform set_config('app.inspectorate', inspectorate.id::text, true),
          set_config('app.person', coalesce(person.id::text, ''), true),
          set_config('app.why', '', true), set_config('app.request', p_request, true),
          set_config('app.purpose', '', true);
  select * into membership from accounts_membership m
  where m.inspectorate_id = inspectorate.id and m.user_id = person.id;
  return next;
end $$;
"""

OPEN_SCOPE_AS = """
drop function open_scope_by_token(text, text, text);
create function open_scope_by_token(p_slug text, p_digest text, p_request text)
returns table (token_id bigint, inspectorate_id int, name text, scopes text[],
  membership_id bigint, person_id bigint, person text, roles text[])
language plpgsql volatile set search_path = public, pg_temp as $$
declare v_inspectorate int; v_token record; v_zone text;
  v_member bigint; v_person bigint; v_called text; v_roles text[];
begin
  select i.id, i.time_zone into v_inspectorate, v_zone
  from tenancy_inspectorate i where i.slug = p_slug;
  if v_inspectorate is null then return; end if;
  perform set_config('app.inspectorate', v_inspectorate::text, true),
          set_config('app.request', p_request, true);
  select t.id, t.name, t.scopes, t.last_used_at, t.holder_id into v_token from accounts_apitoken t
  where t.inspectorate_id = v_inspectorate and t.digest = p_digest and t.revoked_at is null
    and (t.expires_at is null or t.expires_at > now());
  if v_token.holder_id is not null then
    select m.id, m.user_id, u.display_name, m.roles into v_member, v_person, v_called, v_roles
    from accounts_membership m join accounts_user u on u.id = m.user_id and u.is_active
    where m.inspectorate_id = v_inspectorate and m.id = v_token.holder_id
      and (m.from_on is null or m.from_on <= (now() at time zone v_zone)::date)
      and (m.to_on is null or m.to_on >= (now() at time zone v_zone)::date);
    perform set_config('app.person', coalesce(v_person::text, ''), true);
  end if;
  if v_token.id is null or (v_token.holder_id is not null and v_member is null) then
    perform set_config('app.inspectorate', '', true);
    return;
  end if;
  perform set_config('app.why', 'API token ' || v_token.name, true);
  if v_token.last_used_at is null or v_token.last_used_at < now() - interval '1 minute' then
    update accounts_apitoken t set last_used_at = now()
    where t.inspectorate_id = v_inspectorate and t.id = v_token.id;
  end if;
  return query select v_token.id, v_inspectorate, v_token.name::text, v_token.scopes::text[],
    v_member, v_person, v_called, v_roles;
end $$;
"""

OPEN_SCOPE = """
create function open_scope_by_token(p_slug text, p_digest text, p_request text)
returns table (token_id bigint, inspectorate_id int, name text, scopes text[])
language plpgsql volatile set search_path = public, pg_temp as $$
declare v_inspectorate int; v_token record;
begin
  select i.id into v_inspectorate from tenancy_inspectorate i where i.slug = p_slug;
  if v_inspectorate is null then return; end if;
  perform set_config('app.inspectorate', v_inspectorate::text, true),
          set_config('app.request', p_request, true);
  select t.id, t.name, t.scopes, t.last_used_at into v_token from accounts_apitoken t
  where t.inspectorate_id = v_inspectorate and t.digest = p_digest and t.revoked_at is null
    and (t.expires_at is null or t.expires_at > now());
  if v_token.id is null then
    perform set_config('app.inspectorate', '', true);
    return;
  end if;
  perform set_config('app.why', 'API token ' || v_token.name, true);
  if v_token.last_used_at is null or v_token.last_used_at < now() - interval '1 minute' then
    update accounts_apitoken t set last_used_at = now()
    where t.inspectorate_id = v_inspectorate and t.id = v_token.id;
  end if;
  return query select v_token.id, v_inspectorate, v_token.name::text, v_token.scopes::text[];
end $$;
"""
