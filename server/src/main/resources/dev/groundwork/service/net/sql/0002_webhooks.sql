-- skip when: to_regprocedure('supabase_functions.http_request()') is not null
-- Database webhooks: a trigger that tells a URL of each change.
create schema if not exists supabase_functions;
grant usage on schema supabase_functions to postgres, anon, authenticated, service_role;
grant all on schema supabase_functions to supabase_functions_admin;

create table supabase_functions.hooks (
  id bigserial primary key,
  hook_table_id integer not null,
  hook_name text not null,
  created_at timestamptz not null default now(),
  request_id bigint
);
create index supabase_functions_hooks_request_id_idx on supabase_functions.hooks (request_id);
create index supabase_functions_hooks_h_table_id_h_name_idx
  on supabase_functions.hooks (hook_table_id, hook_name);
comment on table supabase_functions.hooks is 'Requests that triggers have made';

create table supabase_functions.migrations (
  version text primary key,
  inserted_at timestamptz not null default now()
);

-- Arguments of the trigger: url, method, headers, params, timeout in milliseconds.
create function supabase_functions.http_request() returns trigger
  language plpgsql security definer set search_path = pg_catalog as $body$
declare
  url text := tg_argv[0];
  method text := upper(tg_argv[1]);
  headers jsonb := '{"Content-Type": "application/json"}';
  params jsonb := '{}';
  timeout_ms integer := 1000;
  request_id bigint;
begin
  if url is null or url = 'null' then
    raise exception 'url argument is missing';
  end if;
  if method is null or method not in ('GET', 'POST') then
    raise exception 'method argument % is invalid', coalesce(tg_argv[1], 'null');
  end if;
  if tg_argv[2] is not null and tg_argv[2] <> 'null' then
    headers := tg_argv[2]::jsonb;
  end if;
  if tg_argv[3] is not null and tg_argv[3] <> 'null' then
    params := tg_argv[3]::jsonb;
  end if;
  if tg_argv[4] is not null and tg_argv[4] <> 'null' then
    timeout_ms := tg_argv[4]::integer;
  end if;
  if method = 'GET' then
    request_id := net.http_get(url, params, headers, timeout_ms);
  else
    request_id := net.http_post(
      url,
      jsonb_build_object(
        'type', tg_op, 'table', tg_table_name, 'schema', tg_table_schema,
        'record', case when tg_op <> 'DELETE' then to_jsonb(new) end,
        'old_record', case when tg_op <> 'INSERT' then to_jsonb(old) end),
      params, headers, timeout_ms);
  end if;
  insert into supabase_functions.hooks (hook_table_id, hook_name, request_id)
  values (tg_relid::bigint::integer, tg_name, request_id);
  return case when tg_op = 'DELETE' then old else new end;
end
$body$;
grant execute on function supabase_functions.http_request()
  to postgres, anon, authenticated, service_role;
grant all on all tables in schema supabase_functions to postgres, supabase_functions_admin;
grant all on all sequences in schema supabase_functions to postgres, supabase_functions_admin;
