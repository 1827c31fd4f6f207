-- skip when: exists (select from pg_extension where extname = 'pg_net')
-- HTTP requests from SQL: a queue that the server's worker empties after the commit, and the
-- answers. Unlogged, because a request that a crash has lost is better than one sent twice.
create schema if not exists net;
grant usage on schema net to postgres, anon, authenticated, service_role,
  supabase_functions_admin;

create domain net.http_method as text
  check (value ilike 'get' or value ilike 'post' or value ilike 'delete');
create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');
create type net.http_response as (status_code integer, headers jsonb, body text);
create type net.http_response_result as (
  status net.request_status, message text, response net.http_response);

create unlogged table net.http_request_queue (
  id bigserial primary key,
  method net.http_method not null,
  url text not null,
  headers jsonb not null default '{}',
  body bytea,
  timeout_milliseconds integer not null
);
create unlogged table net._http_response (
  id bigint primary key,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);
create index _http_response_created_idx on net._http_response (created);
comment on table net.http_request_queue is 'Requests that wait to be sent';
comment on table net._http_response is 'Answers of the last hours';

create function net.urlencode_string(word text) returns text
  language sql immutable set search_path = pg_catalog as $body$
  select coalesce(string_agg(
    case when chr(byte) ~ '[A-Za-z0-9_.~-]' then chr(byte)
      else '%' || upper(lpad(to_hex(byte), 2, '0')) end, '' order by at), '')
  from (
    select at, get_byte(bytes, at) as byte
    from (select convert_to(word, 'UTF8') as bytes) as text,
      generate_series(0, length(bytes) - 1) as at
  ) as each
  where byte > 0
$body$;

create function net.with_params(url text, params jsonb) returns text
  language sql immutable set search_path = pg_catalog as $body$
  select case when params is null or params = '{}' then url else
    url || case when strpos(url, '?') = 0 then '?' else '&' end || (
      select string_agg(net.urlencode_string(key) || '=' || net.urlencode_string(value), '&')
      from jsonb_each_text(params))
    end
$body$;

create function net.enqueue(
  method text, url text, headers jsonb, body bytea, timeout_milliseconds integer
) returns bigint language plpgsql security definer set search_path = pg_catalog as $body$
declare
  request_id bigint;
begin
  if url is null or url !~* '^https?://' then
    raise 'net: % is not the URL of an HTTP server', coalesce(url, 'null');
  end if;
  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values (method, url, coalesce(headers, '{}'), body, greatest(1, timeout_milliseconds))
  returning id into request_id;
  perform pg_notify('groundwork_net', '');
  return request_id;
end
$body$;

create function net.http_get(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds integer default 5000
) returns bigint language sql set search_path = pg_catalog as $body$
  select net.enqueue('GET', net.with_params(url, params), headers, null, timeout_milliseconds)
$body$;

create function net.http_post(
  url text, body jsonb default '{}', params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}',
  timeout_milliseconds integer default 5000
) returns bigint language plpgsql set search_path = pg_catalog as $body$
declare
  sent jsonb := coalesce(headers, '{}');
begin
  if not exists (select from jsonb_object_keys(sent) as name where lower(name) = 'content-type') then
    sent := sent || '{"Content-Type": "application/json"}';
  end if;
  return net.enqueue(
    'POST', net.with_params(url, params), sent, convert_to(body::text, 'UTF8'),
    timeout_milliseconds);
end
$body$;

create function net.http_delete(
  url text, params jsonb default '{}', headers jsonb default '{}',
  timeout_milliseconds integer default 5000, body jsonb default null
) returns bigint language sql set search_path = pg_catalog as $body$
  select net.enqueue(
    'DELETE', net.with_params(url, params), headers, convert_to(body::text, 'UTF8'),
    timeout_milliseconds)
$body$;

create function net._http_collect_response(request_id bigint, async boolean default true)
  returns net.http_response_result language plpgsql security definer
  set search_path = pg_catalog as $body$
declare
  found net._http_response;
begin
  loop
    select * into found from net._http_response where id = request_id;
    exit when found.id is not null;
    if async then
      return row('PENDING', 'request is pending processing', null)::net.http_response_result;
    end if;
    if not exists (select from net.http_request_queue where id = request_id)
      and not exists (select from net._http_response where id = request_id) then
      return row('ERROR', 'request matching request_id not found', null)::net.http_response_result;
    end if;
    perform pg_sleep(0.05);
  end loop;
  return row(
    case when found.error_msg is null then 'SUCCESS' else 'ERROR' end,
    coalesce(found.error_msg, 'ok'),
    row(found.status_code, found.headers, found.content)::net.http_response
  )::net.http_response_result;
end
$body$;

create function net.http_collect_response(request_id bigint, async boolean default true)
  returns net.http_response_result language sql set search_path = pg_catalog as $body$
  select net._http_collect_response(request_id, async)
$body$;

-- Nothing to do: the worker belongs to the server.
create function net.worker_restart() returns boolean language sql as $body$ select true $body$;
create function net.wake() returns void language sql as $body$
  select pg_notify('groundwork_net', '')
$body$;

revoke execute on function net.enqueue(text, text, jsonb, bytea, integer) from public;
grant execute on function net.enqueue(text, text, jsonb, bytea, integer)
  to postgres, service_role, anon, authenticated, supabase_functions_admin;
grant all on net.http_request_queue, net._http_response to postgres, service_role;
