-- skip when: to_regprocedure('storage.foldername(text)') is not null
-- What policies ask about an object, and the rules that hold for direct SQL.
set local role supabase_storage_admin;

create function storage.foldername(name text) returns text[] language sql immutable as $body$
  select parts[1:array_length(parts, 1) - 1] from string_to_array(name, '/') as parts
$body$;
comment on function storage.foldername(text) is 'The folders of a path: {a,b} of a/b/c.png';

create function storage.filename(name text) returns text language sql immutable as $body$
  select parts[array_length(parts, 1)] from string_to_array(name, '/') as parts
$body$;
comment on function storage.filename(text) is 'The last part of a path: c.png of a/b/c.png';

create function storage.extension(name text) returns text language sql immutable as $body$
  select reverse(split_part(reverse(storage.filename(name)), '.', 1))
$body$;
comment on function storage.extension(text) is 'What follows the last dot of a path';

create function storage.operation() returns text language sql stable as $body$
  select current_setting('storage.operation', true)
$body$;
comment on function storage.operation() is 'What the storage service is doing, for policies';

create function storage.allow_any_operation(expected_operations text[]) returns boolean
  language sql stable as $body$
  select coalesce(
    regexp_replace(storage.operation(), '^storage\.', '')
      in (select regexp_replace(each, '^storage\.', '') from unnest(expected_operations) as each),
    false)
$body$;

create function storage.allow_only_operation(expected_operation text) returns boolean
  language sql stable as $body$
  select storage.allow_any_operation(array[expected_operation])
$body$;

create function storage.get_size_by_bucket() returns table (size bigint, bucket_id text)
  language sql stable as $body$
  select sum((metadata ->> 'size')::bigint)::bigint, objects.bucket_id
  from storage.objects as objects group by objects.bucket_id
$body$;

create function storage.can_insert_object(bucketid text, name text, owner uuid, metadata jsonb)
  returns void language plpgsql as $body$
begin
  begin
    insert into storage.objects (bucket_id, name, owner, metadata)
    values (bucketid, can_insert_object.name, can_insert_object.owner, can_insert_object.metadata);
    raise sqlstate 'PT200' using message = 'ROLLBACK', detail = 'rollback successful insert';
  exception when sqlstate 'PT200' then
    null;
  end;
end
$body$;

-- One level of a folder: what lies in it, and once each folder below it. Runs as the caller, so
-- that policies decide what is seen.
create function storage.search(
  prefix text, bucketname text, limits integer default 100, levels integer default 1,
  offsets integer default 0, search text default '', sortcolumn text default 'name',
  sortorder text default 'asc'
) returns table (
  name text, id uuid, updated_at timestamptz, created_at timestamptz,
  last_accessed_at timestamptz, metadata jsonb
) language plpgsql stable as $body$
declare
  direction text := case when lower(sortorder) = 'desc' then 'desc' else 'asc' end;
  sorted_by text := case lower(sortcolumn)
    when 'updated_at' then 'updated_at' when 'created_at' then 'created_at'
    when 'last_accessed_at' then 'last_accessed_at' else 'name' end;
  wanted text := replace(replace(replace(prefix || search, '\', '\\'), '%', '\%'), '_', '\_') || '%';
begin
  return query execute format($query$
    with found as (
      select array_to_string(path_tokens[$1:], '/') as rest, array_length(path_tokens, 1) as depth,
        path_tokens[$1] as part, o.id, o.updated_at, o.created_at, o.last_accessed_at, o.metadata
      from storage.objects as o
      where o.bucket_id = $2 and o.name ilike $3
    ),
    level as (
      select distinct part as name, null::uuid as id, null::timestamptz as updated_at,
        null::timestamptz as created_at, null::timestamptz as last_accessed_at,
        null::jsonb as metadata, 0 as rank
      from found where depth > $1
      union all
      select part, id, updated_at, created_at, last_accessed_at, metadata, 1
      from found where depth = $1
    )
    select name, id, updated_at, created_at, last_accessed_at, metadata from level
    order by rank, %1$I %2$s, name collate "C" %2$s limit $4 offset $5
  $query$, sorted_by, direction)
  using levels, bucketname, wanted, limits, offsets;
end
$body$;

create function storage.touch_updated_at() returns trigger language plpgsql as $body$
begin
  new.updated_at := now();
  return new;
end
$body$;

create function storage.enforce_bucket_name_length() returns trigger language plpgsql as $body$
begin
  if length(new.name) > 100 then
    raise 'bucket name "%" is too long (% characters). Max is 100.', new.name, length(new.name);
  end if;
  return new;
end
$body$;

-- A row that is deleted by plain SQL would leave its bytes behind.
create function storage.protect_delete() returns trigger language plpgsql as $body$
begin
  if coalesce(current_setting('storage.allow_delete_query', true), 'false') <> 'true' then
    raise 'Direct deletion from storage tables is not allowed. Use the Storage API instead.'
      using errcode = '42501',
        hint = 'set local storage.allow_delete_query = ''true'' allows it; the bytes stay';
  end if;
  return null;
end
$body$;

create trigger update_objects_updated_at before update on storage.objects
  for each row execute function storage.touch_updated_at();
create trigger enforce_bucket_name_length_trigger
  before insert or update of name on storage.buckets
  for each row execute function storage.enforce_bucket_name_length();
create trigger protect_objects_delete before delete on storage.objects
  for each statement execute function storage.protect_delete();
create trigger protect_buckets_delete before delete on storage.buckets
  for each statement execute function storage.protect_delete();
