-- The schemas that SQL written for Supabase counts on. Those of the rooms are made by the rooms.
create schema if not exists extensions;
create schema if not exists graphql;
create schema if not exists graphql_public;
create schema if not exists pgsodium;
create schema if not exists supabase_migrations;

grant usage on schema extensions, graphql_public to public;
grant all on schema extensions, graphql_public to postgres, dashboard_user;
grant usage on schema supabase_migrations to postgres;

create table if not exists supabase_migrations.schema_migrations (
  version text primary key,
  statements text[],
  name text
);
create table if not exists supabase_migrations.seed_files (
  path text primary key,
  hash text not null
);
grant all on supabase_migrations.schema_migrations, supabase_migrations.seed_files to postgres;
comment on table supabase_migrations.schema_migrations
  is 'Migrations of the project that were applied to this database';
comment on table supabase_migrations.seed_files
  is 'Files of seed data that were applied to this database';

-- A client of GraphQL gets an answer that it understands.
create or replace function graphql_public.graphql(
  "operationName" text default null,
  query text default null,
  variables jsonb default null,
  extensions jsonb default null
) returns jsonb language sql immutable as $body$
  select jsonb_build_object('errors', jsonb_build_array(
    jsonb_build_object('message', 'GraphQL is not available on this server')))
$body$;
grant execute on function graphql_public.graphql(text, text, jsonb, jsonb)
  to anon, authenticated, service_role;

alter default privileges in schema graphql_public
  grant all on tables to postgres, anon, authenticated, service_role;
alter default privileges in schema graphql_public
  grant all on sequences to postgres, anon, authenticated, service_role;
alter default privileges in schema graphql_public
  grant all on routines to postgres, anon, authenticated, service_role;

do $body$
begin
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
  end if;
end
$body$;
