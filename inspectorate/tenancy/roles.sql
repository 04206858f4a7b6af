-- The three roles of the installation. Run by a superuser (or a role that may create roles), once
-- for each cluster; safe to repeat. Passwords are set afterwards by whoever runs this.
--
--   inspectorate_owner  owns the database and its tables, runs migrations, serves no request
--   inspectorate_app    the web and the worker: owns nothing, looks over no wall
--   inspectorate_relay  nobody signs in as it; owns the few functions that read across inspectorates
--                       (the outbox), and so is what their row policies name
do $$
begin
  if not exists (select from pg_roles where rolname = 'inspectorate_owner') then
    create role inspectorate_owner login createdb;
  end if;
  if not exists (select from pg_roles where rolname = 'inspectorate_app') then
    create role inspectorate_app login noinherit;
  end if;
  if not exists (select from pg_roles where rolname = 'inspectorate_relay') then
    create role inspectorate_relay nologin;
  end if;
  -- The owner hands functions to the relay, for which it must be able to act as it.
  if not pg_has_role('inspectorate_owner', 'inspectorate_relay', 'set') then
    grant inspectorate_relay to inspectorate_owner;
  end if;
end
$$;
