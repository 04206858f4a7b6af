"""An edition in use never changes: the database itself sees to it, whoever connects.

An edition is in use once a programme or an inspection refers to it. Its content and its indicators
are frozen then; that it is superseded may still be recorded.
"""

FROZEN = """
create function edition_in_use(of_inspectorate int, of_edition bigint) returns boolean
language plpgsql stable as $$
begin
  return exists (select 1 from evaluations_inspection i
                 where i.inspectorate_id = of_inspectorate and i.edition_id = of_edition)
      or exists (select 1 from evaluations_programme p
                 where p.inspectorate_id = of_inspectorate and p.edition_id = of_edition);
end $$;

create function freeze_edition() returns trigger language plpgsql as $$
begin
  if edition_in_use(old.inspectorate_id, old.id) then
    raise exception 'Framework edition % is in use and cannot change; supersede it.', old.code
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

create function freeze_indicator() returns trigger language plpgsql as $$
declare
  held record;
begin
  if tg_op = 'INSERT' then held := new; else held := old; end if;
  if edition_in_use(held.inspectorate_id, held.edition_id) then
    raise exception 'Indicator % belongs to a framework edition in use and cannot change.', held.code
      using errcode = 'restrict_violation';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;

create trigger edition_frozen_update before update on indicators_frameworkedition for each row
when ((old.id, old.inspectorate_id, old.code, old.title, old.publisher, old.valid_from, old.valid_to,
       old.text, old.digest)
      is distinct from
      (new.id, new.inspectorate_id, new.code, new.title, new.publisher, new.valid_from, new.valid_to,
       new.text, new.digest))
execute function freeze_edition();

create trigger edition_frozen_delete before delete on indicators_frameworkedition for each row
execute function freeze_edition();

create trigger indicator_frozen before insert or update or delete on indicators_qualityindicator
for each row execute function freeze_indicator();
"""

THAWED = """
drop trigger indicator_frozen on indicators_qualityindicator;
drop trigger edition_frozen_delete on indicators_frameworkedition;
drop trigger edition_frozen_update on indicators_frameworkedition;
drop function freeze_indicator();
drop function freeze_edition();
drop function edition_in_use(int, bigint);
"""
