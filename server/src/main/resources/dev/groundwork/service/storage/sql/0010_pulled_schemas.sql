-- skip when: to_regclass('storage.prefixes') is not null
-- Migrations that were pulled from a hosted project name what the storage service of one version or
-- another had there: they make its triggers, drop them, and take rights from its tables. Here all of
-- that is without effect; what protects and dates objects has names of our own.
set local role supabase_storage_admin;

alter trigger update_objects_updated_at on storage.objects rename to kept_updated_at;
alter trigger protect_objects_delete on storage.objects rename to kept_protect_delete;
alter trigger protect_buckets_delete on storage.buckets rename to kept_protect_delete;
alter trigger enforce_bucket_name_length_trigger on storage.buckets rename to kept_name_length;

create function storage.update_updated_at_column() returns trigger language plpgsql as $body$
begin
  new.updated_at := now();
  return new;
end
$body$;

create table storage.prefixes (
  bucket_id text not null references storage.buckets (id),
  name text not null collate "C",
  level integer not null generated always as (cardinality(string_to_array(name, '/'))) stored,
  created_at timestamptz default now(),
  updated_at timestamptz default now(),
  primary key (bucket_id, level, name)
);
create table storage.iceberg_namespaces (
  id uuid primary key default gen_random_uuid(),
  bucket_name text not null,
  name text not null collate "C",
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table storage.iceberg_tables (
  id uuid primary key default gen_random_uuid(),
  namespace_id uuid not null references storage.iceberg_namespaces (id) on delete cascade,
  bucket_name text not null,
  name text not null collate "C",
  location text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table storage.prefixes is 'Empty: folders are found by the names of objects';
alter table storage.prefixes enable row level security;
alter table storage.iceberg_namespaces enable row level security;
alter table storage.iceberg_tables enable row level security;

do $body$
declare
  name text;
begin
  foreach name in array array[
    'delete_prefix_hierarchy_trigger', 'objects_insert_prefix_trigger',
    'objects_update_prefix_trigger', 'objects_update_level_trigger', 'prefixes_insert_trigger',
    'objects_delete_cleanup', 'objects_update_cleanup', 'prefixes_delete_cleanup'
  ] loop
    execute format(
      'create function storage.%I() returns trigger language plpgsql'
      ' as ''begin return coalesce(new, old); end''',
      name);
  end loop;
end
$body$;

create function storage.get_level(name text) returns integer language sql immutable strict as $body$
  select cardinality(string_to_array(name, '/'))
$body$;
create function storage.get_prefix(name text) returns text language sql immutable strict as $body$
  select case when strpos(name, '/') > 0 then regexp_replace(name, '/[^/]+/?$', '') else '' end
$body$;
