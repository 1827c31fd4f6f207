-- What functions and grants of migrations name. To ask a question is an error.
create function graphql.resolve(
  query text, variables jsonb default '{}', "operationName" text default null,
  extensions jsonb default null
) returns jsonb language plpgsql as $body$
begin
  raise 'the extension pg_graphql is not available on this server' using errcode = '0A000',
    hint = 'use the REST API, or --db-url with a server that has the extension';
end
$body$;

create function graphql.rebuild_schema() returns void language sql as $body$ select $body$;
create function graphql.increment_schema_version() returns event_trigger
  language plpgsql as $body$ begin end $body$;
create function graphql.get_schema_version() returns integer language sql as $body$ select 1 $body$;
