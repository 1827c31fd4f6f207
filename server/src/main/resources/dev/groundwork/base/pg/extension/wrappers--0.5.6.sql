-- Handlers and validators, so that wrappers, servers and foreign tables can be made and described.
-- What stands for all handlers is that of file_fdw: without a file, which the validators refuse, to
-- read a table is an error.
create function wrappers_validator(options text[], catalog oid) returns void
  language plpgsql set search_path = pg_catalog as $body$
begin
  if exists (select from unnest(options) as each where each ~ '^(filename|program)=') then
    raise 'a foreign table of wrappers has no file and no program' using errcode = 'HV00D';
  end if;
end
$body$;

do $do$
declare
  name text;
begin
  foreach name in array array[
    'airtable', 'auth0', 'big_query', 'click_house', 'cognito', 'duckdb', 'firebase', 'iceberg',
    'logflare', 'mssql', 'mysql', 'redis', 's3', 's3_vectors', 'stripe', 'wasm'
  ] loop
    execute format(
      'create function %I() returns fdw_handler language c as ''$libdir/file_fdw'', ''file_fdw_handler''',
      name || '_fdw_handler');
    execute format(
      'create function %I(options text[], catalog oid) returns void language plpgsql'
      ' as ''begin perform @extschema@.wrappers_validator($1, $2); end''',
      name || '_fdw_validator');
    execute format(
      'create function %I() returns table (name text, version text, author text, website text)'
      ' language sql as ''select null::text, null::text, null::text, null::text where false''',
      name || '_fdw_meta');
  end loop;
end
$do$;
