-- What migrations call. To install something is an error.
create function pgtle.install_extension(
  name text, version text, description text, ext text, requires text[] default null,
  schema text default null
) returns boolean language plpgsql as $body$
begin
  raise 'the extension pg_tle is not available on this server' using errcode = '0A000',
    hint = 'put the SQL of ' || name || ' into a migration, or use --db-url with a server that has'
      ' the extension';
end
$body$;
create function pgtle.install_update_path(
  name text, fromvers text, tovers text, ext text, requires text[] default null
) returns boolean language sql as $body$
  select pgtle.install_extension($1, $3, null, $4, $5)
$body$;
create function pgtle.uninstall_extension_if_exists(extname text) returns boolean
  language sql as $body$ select false $body$;
create function pgtle.uninstall_extension(extname text) returns boolean language plpgsql as $body$
begin
  raise 'no extension % was installed by pg_tle', extname using errcode = '42704';
end
$body$;
create function pgtle.set_default_version(name text, version text) returns boolean
  language sql as $body$ select pgtle.install_extension($1, $2, null, null) $body$;
create function pgtle.available_extensions()
  returns table (name name, default_version text, comment text)
  language sql as $body$ select null::name, null::text, null::text where false $body$;
