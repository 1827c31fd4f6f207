-- skip when: to_regclass('realtime.messages') is not null
-- Messages between clients, and those that SQL sends. Row-level security on the messages says who
-- may read and write which topic.
create schema if not exists realtime authorization supabase_realtime_admin;
grant usage on schema realtime to anon, authenticated, service_role;
grant all on schema realtime to postgres, dashboard_user;

set local role supabase_realtime_admin;

create table realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  primary key (id, inserted_at)
) partition by range (inserted_at);
create index messages_inserted_at_topic_index on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private;
alter table realtime.messages enable row level security;
comment on table realtime.messages is 'Messages of the last days, in partitions by day';

-- Whatever has no partition of its day yet.
create table realtime.messages_default partition of realtime.messages default;
alter table realtime.messages_default enable row level security;

create type realtime.action as enum ('INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'ERROR');
create type realtime.equality_op as enum ('eq', 'neq', 'lt', 'lte', 'gt', 'gte', 'in');
create type realtime.user_defined_filter as (
  column_name text, op realtime.equality_op, value text);

create table realtime.subscription (
  id bigint generated always as identity primary key,
  subscription_id uuid not null,
  entity regclass not null,
  filters realtime.user_defined_filter[] not null default '{}',
  claims jsonb not null,
  claims_role text not null generated always as (claims ->> 'role') stored,
  created_at timestamp not null default (now() at time zone 'utc'),
  action_filter text default '*' check (action_filter in ('*', 'INSERT', 'UPDATE', 'DELETE')),
  selected_columns text[]
);
create unique index subscription_subscription_id_entity_filters_action_filter_key
  on realtime.subscription (subscription_id, entity, filters, action_filter);

create table realtime.schema_migrations (
  version bigint primary key,
  inserted_at timestamp
);

create function realtime.topic() returns text language sql stable as $body$
  select nullif(current_setting('realtime.topic', true), '')
$body$;
comment on function realtime.topic() is 'The topic that a client asks for, in policies';

-- That a message cannot be sent never undoes what the sender's transaction does. The id in a payload
-- is the sender's own and may be of any kind, such as the number of a row.
create function realtime.send(
  payload jsonb, event text, topic text, private boolean default true
) returns void language plpgsql as $body$
declare
  message_id uuid := gen_random_uuid();
  content jsonb := payload;
begin
  begin
    if jsonb_typeof(content) = 'object' and not content ? 'id' then
      content := content || jsonb_build_object('id', message_id);
    end if;
    perform set_config('realtime.topic', send.topic, true);
    insert into realtime.messages (id, payload, event, topic, private, extension)
    values (message_id, content, send.event, send.topic, send.private, 'broadcast');
  exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
  end;
end
$body$;
comment on function realtime.send(jsonb, text, text, boolean) is 'Sends a message to a topic';

create function realtime.send_binary(
  payload bytea, event text, topic text, private boolean default true
) returns void language plpgsql as $body$
begin
  begin
    perform set_config('realtime.topic', send_binary.topic, true);
    insert into realtime.messages (binary_payload, event, topic, private, extension)
    values (
      send_binary.payload, send_binary.event, send_binary.topic, send_binary.private, 'broadcast');
  exception when others then
    raise warning 'ErrorSendingBroadcastMessage: %', sqlerrm;
  end;
end
$body$;

-- For triggers on tables: tells a topic of a change of one row.
create function realtime.broadcast_changes(
  topic_name text, event_name text, operation text, table_name text, table_schema text,
  new record, old record, level text default 'ROW'
) returns void language plpgsql as $body$
begin
  if level = 'STATEMENT' then
    raise 'function can only be triggered for each row, not for each statement';
  end if;
  perform realtime.send(
    jsonb_build_object(
      'old_record', to_jsonb(old), 'record', to_jsonb(new), 'operation', operation,
      'table', table_name, 'schema', table_schema),
    event_name, topic_name);
exception when others then
  raise exception 'Failed to process the row: %', sqlerrm;
end
$body$;

grant select, insert, update on realtime.messages to anon, authenticated, service_role;
grant all on all tables in schema realtime to postgres, dashboard_user;
grant all on all sequences in schema realtime to postgres, dashboard_user;
grant select on realtime.subscription, realtime.schema_migrations
  to anon, authenticated, service_role;
alter default privileges in schema realtime grant all on tables to postgres, dashboard_user;
alter default privileges in schema realtime grant all on sequences to postgres, dashboard_user;
alter default privileges in schema realtime grant all on routines to postgres, dashboard_user;
