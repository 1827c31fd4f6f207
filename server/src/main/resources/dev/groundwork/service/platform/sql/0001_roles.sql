-- The roles that SQL written for Supabase names. All are without login: what the server needs to
-- log in as gets a password of its own at each start. Roles belong to the whole server, so another
-- database may be making them at the same moment.
do $body$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('authenticator', 'noinherit'),
      ('supabase_admin', ''),
      ('supabase_auth_admin', 'noinherit'),
      ('supabase_storage_admin', 'noinherit'),
      ('supabase_realtime_admin', 'noinherit'),
      ('supabase_functions_admin', 'noinherit'),
      ('supabase_replication_admin', ''),
      ('supabase_read_only_user', ''),
      ('supabase_etl_admin', ''),
      ('dashboard_user', ''),
      ('pgbouncer', ''),
      ('postgres', '')
    ) as role (name, attributes)
    where not exists (select from pg_roles where rolname = role.name)
  loop
    begin
      execute format('create role %I nologin %s', wanted.name, wanted.attributes);
    exception when duplicate_object or unique_violation then
      null;
    end;
  end loop;
end
$body$;

-- Who applies migrations may act as all of them: policies on storage.objects, for instance, are the
-- owner's to make. Since PostgreSQL 16 membership alone does not say that one may. A
-- superuser is lent to nobody.
do $body$
declare
  who text;
  what text;
begin
  foreach who in array array[current_user::text, 'postgres'] loop
    foreach what in array array[
      'anon', 'authenticated', 'service_role', 'supabase_admin', 'supabase_auth_admin',
      'supabase_storage_admin', 'supabase_realtime_admin', 'supabase_functions_admin', 'postgres'
    ] loop
      if who <> what and not (select rolsuper from pg_roles where rolname = what) and not exists (
        select from pg_auth_members as m
        where m.roleid = what::regrole and m.member = who::regrole
          and coalesce((to_jsonb(m) ->> 'set_option')::boolean, true)
      ) then
        execute format('grant %I to %I', what, who);
      end if;
    end loop;
  end loop;
  foreach who in array array['authenticator', 'supabase_storage_admin'] loop
    foreach what in array array['anon', 'authenticated', 'service_role'] loop
      if not pg_has_role(who, what, 'member') then
        execute format('grant %I to %I', what, who);
      end if;
    end loop;
  end loop;
end
$body$;
