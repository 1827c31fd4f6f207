-- What a Supabase project finds beside the schemas: extensions, and a search path that includes
-- them for those who apply migrations and run jobs.
create extension if not exists pgcrypto with schema extensions;
create extension if not exists "uuid-ossp" with schema extensions;

do $body$
begin
  create extension if not exists pg_stat_statements with schema extensions;
exception when insufficient_privilege then
  raise notice 'only an administrator may create the extension pg_stat_statements';
end
$body$;

do $body$
declare
  who text;
begin
  foreach who in array array[current_user::text, 'postgres'] loop
    if pg_has_role(who, 'usage') then
      execute format(
        'alter role %I in database %I set search_path = "$user", public, extensions',
        who, current_database());
    end if;
  end loop;
exception when insufficient_privilege then
  raise notice 'the search path of postgres stays as it is: %', sqlerrm;
end
$body$;
