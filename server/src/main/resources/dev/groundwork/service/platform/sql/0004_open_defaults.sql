-- The classic rule of Supabase: what is made in public is open to the API's roles, and row-level
-- security alone protects it.
do $body$
declare
  grantor text;
  kind text;
begin
  foreach grantor in array array[current_user::text, 'postgres', 'supabase_admin'] loop
    if pg_has_role(grantor, 'usage') then
      foreach kind in array array['tables', 'sequences', 'routines'] loop
        execute format(
          'alter default privileges for role %I in schema public'
          ' grant all on %s to postgres, anon, authenticated, service_role',
          grantor, kind);
      end loop;
    end if;
  end loop;
end
$body$;

grant usage on schema public to postgres, anon, authenticated, service_role;
