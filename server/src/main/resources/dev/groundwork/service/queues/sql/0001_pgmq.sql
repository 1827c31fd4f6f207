-- skip when: exists (select from pg_extension where extname = 'pgmq')
-- Message queues as tables. Each queue has a table of waiting messages and one of archived ones; a
-- message that was read is invisible until its time is over, and is read again then unless it was
-- deleted or archived.
create schema if not exists pgmq;
grant usage on schema pgmq to postgres, service_role;

create table pgmq.meta (
  queue_name varchar primary key,
  is_partitioned boolean not null,
  is_unlogged boolean not null,
  created_at timestamptz not null default now()
);
comment on table pgmq.meta is 'The queues';

create type pgmq.message_record as (
  msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb,
  headers jsonb);
create type pgmq.queue_record as (
  queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz);
create type pgmq.metrics_result as (
  queue_name text, queue_length bigint, newest_msg_age_sec integer, oldest_msg_age_sec integer,
  total_messages bigint, scrape_time timestamptz, queue_visible_length bigint);

create function pgmq.validate_queue_name(queue_name text) returns void
  language plpgsql immutable as $body$
begin
  if queue_name is null or length(queue_name) > 47 then
    raise 'queue name is too long, maximum length is 47 characters';
  end if;
  if queue_name ~ '\$|;|--|''' then
    raise 'queue name contains invalid characters: $, ;, --, or \''';
  end if;
end
$body$;

create function pgmq.format_table_name(queue_name text, prefix text) returns text
  language plpgsql immutable as $body$
begin
  perform pgmq.validate_queue_name(queue_name);
  return lower(prefix || '_' || queue_name);
end
$body$;

create function pgmq.acquire_queue_lock(queue_name text) returns void language sql as $body$
  select pg_advisory_xact_lock(hashtext('pgmq.queue_' || lower(queue_name)))
$body$;

create function pgmq.make_queue(queue_name text, unlogged boolean) returns void
  language plpgsql as $body$
declare
  queue text := pgmq.format_table_name(queue_name, 'q');
  archive text := pgmq.format_table_name(queue_name, 'a');
begin
  perform pgmq.acquire_queue_lock(queue_name);
  execute format(
    'create %s table if not exists pgmq.%I (
      msg_id bigint generated always as identity primary key,
      read_ct integer not null default 0,
      enqueued_at timestamptz not null default now(),
      vt timestamptz not null,
      message jsonb,
      headers jsonb)',
    case when unlogged then 'unlogged' end, queue);
  execute format(
    'create table if not exists pgmq.%I (
      msg_id bigint primary key,
      read_ct integer not null default 0,
      enqueued_at timestamptz not null default now(),
      archived_at timestamptz not null default now(),
      vt timestamptz not null,
      message jsonb,
      headers jsonb)',
    archive);
  execute format('create index if not exists %I on pgmq.%I (vt asc)', queue || '_vt_idx', queue);
  execute format(
    'create index if not exists %I on pgmq.%I (archived_at)', 'archived_at_idx_' || queue_name,
    archive);
  insert into pgmq.meta (queue_name, is_partitioned, is_unlogged)
  values (make_queue.queue_name, false, unlogged) on conflict do nothing;
end
$body$;

create function pgmq.create(queue_name text) returns void language sql as $body$
  select pgmq.make_queue(queue_name, false)
$body$;
create function pgmq.create_non_partitioned(queue_name text) returns void language sql as $body$
  select pgmq.make_queue(queue_name, false)
$body$;
create function pgmq.create_unlogged(queue_name text) returns void language sql as $body$
  select pgmq.make_queue(queue_name, true)
$body$;

-- Partitions need pg_partman, which is not here: the queue is an ordinary one, and says so.
create function pgmq.create_partitioned(
  queue_name text, partition_interval text default '10000',
  retention_interval text default '100000'
) returns void language plpgsql as $body$
begin
  raise notice 'the queue % is not partitioned: this server has no pg_partman', queue_name;
  perform pgmq.make_queue(queue_name, false);
end
$body$;

create function pgmq.convert_archive_partitioned(
  table_name text, partition_interval text default '10000',
  retention_interval text default '100000', leading_partition integer default 10
) returns void language plpgsql as $body$
begin
  raise notice 'the archive of % stays unpartitioned: this server has no pg_partman', table_name;
end
$body$;

create function pgmq.drop_queue(queue_name text) returns boolean language plpgsql as $body$
begin
  perform pgmq.acquire_queue_lock(queue_name);
  if not exists (select from pgmq.meta where lower(meta.queue_name) = lower(drop_queue.queue_name)) then
    raise notice 'pgmq queue `%` does not exist', queue_name;
    return false;
  end if;
  execute format('drop table if exists pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
  execute format('drop table if exists pgmq.%I', pgmq.format_table_name(queue_name, 'a'));
  delete from pgmq.meta where lower(meta.queue_name) = lower(drop_queue.queue_name);
  return true;
end
$body$;
create function pgmq.drop_queue(queue_name text, partitioned boolean) returns boolean
  language sql as $body$
  select pgmq.drop_queue(queue_name)
$body$;

create function pgmq.detach_archive(queue_name text) returns void language sql as $body$
  select
$body$;

create function pgmq.list_queues() returns setof pgmq.queue_record language sql as $body$
  select queue_name, is_partitioned, is_unlogged, created_at from pgmq.meta
$body$;

create function pgmq.send_batch(
  queue_name text, msgs jsonb[], headers jsonb[], delay timestamptz
) returns setof bigint language plpgsql as $body$
begin
  if headers is not null and cardinality(headers) <> cardinality(msgs) then
    raise 'the arrays of messages and of headers have different lengths';
  end if;
  return query execute format(
    'insert into pgmq.%I (vt, message, headers)
      select $2, message, header from unnest($1, $3) with ordinality as m (message, header, at)
      order by at returning msg_id',
    pgmq.format_table_name(queue_name, 'q'))
  using msgs, delay, coalesce(headers, array_fill(null::jsonb, array[cardinality(msgs)]));
end
$body$;
create function pgmq.send_batch(queue_name text, msgs jsonb[]) returns setof bigint
  language sql as $body$
  select * from pgmq.send_batch(queue_name, msgs, null, clock_timestamp())
$body$;
create function pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[])
  returns setof bigint language sql as $body$
  select * from pgmq.send_batch(queue_name, msgs, headers, clock_timestamp())
$body$;
create function pgmq.send_batch(queue_name text, msgs jsonb[], delay integer)
  returns setof bigint language sql as $body$
  select * from pgmq.send_batch(
    queue_name, msgs, null, clock_timestamp() + make_interval(secs => delay))
$body$;
create function pgmq.send_batch(queue_name text, msgs jsonb[], delay timestamptz)
  returns setof bigint language sql as $body$
  select * from pgmq.send_batch(queue_name, msgs, null, delay)
$body$;
create function pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay integer)
  returns setof bigint language sql as $body$
  select * from pgmq.send_batch(
    queue_name, msgs, headers, clock_timestamp() + make_interval(secs => delay))
$body$;

create function pgmq.send(queue_name text, msg jsonb, headers jsonb, delay timestamptz)
  returns setof bigint language plpgsql as $body$
begin
  return query execute format(
    'insert into pgmq.%I (vt, message, headers) values ($2, $1, $3) returning msg_id',
    pgmq.format_table_name(queue_name, 'q'))
  using msg, delay, headers;
end
$body$;
create function pgmq.send(queue_name text, msg jsonb) returns setof bigint language sql as $body$
  select * from pgmq.send(queue_name, msg, null, clock_timestamp())
$body$;
create function pgmq.send(queue_name text, msg jsonb, headers jsonb) returns setof bigint
  language sql as $body$
  select * from pgmq.send(queue_name, msg, headers, clock_timestamp())
$body$;
create function pgmq.send(queue_name text, msg jsonb, delay integer) returns setof bigint
  language sql as $body$
  select * from pgmq.send(
    queue_name, msg, null, clock_timestamp() + make_interval(secs => delay))
$body$;
create function pgmq.send(queue_name text, msg jsonb, delay timestamptz) returns setof bigint
  language sql as $body$
  select * from pgmq.send(queue_name, msg, null, delay)
$body$;
create function pgmq.send(queue_name text, msg jsonb, headers jsonb, delay integer)
  returns setof bigint language sql as $body$
  select * from pgmq.send(
    queue_name, msg, headers, clock_timestamp() + make_interval(secs => delay))
$body$;

create function pgmq.read(
  queue_name text, vt integer, qty integer, conditional jsonb default '{}'
) returns setof pgmq.message_record language plpgsql as $body$
declare
  queue text := pgmq.format_table_name(queue_name, 'q');
begin
  return query execute format(
    'with next as (
      select msg_id from pgmq.%1$I
      where vt <= clock_timestamp() and ($3 = ''{}'' or message @> $3)
      order by msg_id limit $1 for update skip locked)
    update pgmq.%1$I as q
    set vt = clock_timestamp() + make_interval(secs => $2), read_ct = read_ct + 1
    from next where q.msg_id = next.msg_id
    returning q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers',
    queue)
  using qty, vt, conditional;
end
$body$;

create function pgmq.read_with_poll(
  queue_name text, vt integer, qty integer, max_poll_seconds integer default 5,
  poll_interval_ms integer default 100, conditional jsonb default '{}'
) returns setof pgmq.message_record language plpgsql as $body$
declare
  deadline timestamptz := clock_timestamp() + make_interval(secs => max_poll_seconds);
begin
  loop
    return query select * from pgmq.read(queue_name, vt, qty, conditional);
    exit when found or clock_timestamp() >= deadline;
    perform pg_sleep(poll_interval_ms / 1000.0);
  end loop;
end
$body$;

create function pgmq.pop(queue_name text, qty integer default 1)
  returns setof pgmq.message_record language plpgsql as $body$
declare
  queue text := pgmq.format_table_name(queue_name, 'q');
begin
  return query execute format(
    'with next as (
      select msg_id from pgmq.%1$I where vt <= clock_timestamp()
      order by msg_id limit $1 for update skip locked)
    delete from pgmq.%1$I as q using next where q.msg_id = next.msg_id
    returning q.msg_id, q.read_ct, q.enqueued_at, q.vt, q.message, q.headers',
    queue)
  using qty;
end
$body$;

create function pgmq.archive(queue_name text, msg_ids bigint[]) returns setof bigint
  language plpgsql as $body$
begin
  return query execute format(
    'with gone as (
      delete from pgmq.%I where msg_id = any($1)
      returning msg_id, read_ct, enqueued_at, vt, message, headers)
    insert into pgmq.%I (msg_id, read_ct, enqueued_at, vt, message, headers)
    select * from gone returning msg_id',
    pgmq.format_table_name(queue_name, 'q'), pgmq.format_table_name(queue_name, 'a'))
  using msg_ids;
end
$body$;
create function pgmq.archive(queue_name text, msg_id bigint) returns boolean
  language sql as $body$
  select exists (select from pgmq.archive(queue_name, array[msg_id]))
$body$;

create function pgmq.delete(queue_name text, msg_ids bigint[]) returns setof bigint
  language plpgsql as $body$
begin
  return query execute format(
    'delete from pgmq.%I where msg_id = any($1) returning msg_id',
    pgmq.format_table_name(queue_name, 'q'))
  using msg_ids;
end
$body$;
create function pgmq.delete(queue_name text, msg_id bigint) returns boolean
  language sql as $body$
  select exists (select from pgmq.delete(queue_name, array[msg_id]))
$body$;

create function pgmq.purge_queue(queue_name text) returns bigint language plpgsql as $body$
declare
  gone bigint;
begin
  execute format('delete from pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
  get diagnostics gone = row_count;
  return gone;
end
$body$;

create function pgmq.set_vt(queue_name text, msg_id bigint, vt integer)
  returns setof pgmq.message_record language plpgsql as $body$
begin
  return query execute format(
    'update pgmq.%I set vt = clock_timestamp() + make_interval(secs => $1) where msg_id = $2
    returning msg_id, read_ct, enqueued_at, vt, message, headers',
    pgmq.format_table_name(queue_name, 'q'))
  using vt, msg_id;
end
$body$;

create function pgmq.metrics(queue_name text) returns pgmq.metrics_result
  language plpgsql as $body$
declare
  queue text := pgmq.format_table_name(queue_name, 'q');
  result pgmq.metrics_result;
begin
  execute format(
    'select $1::text, count(*),
      extract(epoch from now() - max(enqueued_at))::integer,
      extract(epoch from now() - min(enqueued_at))::integer,
      (select case when is_called then last_value else 0 end from %2$s),
      now(), count(*) filter (where vt <= clock_timestamp())
    from pgmq.%1$I',
    queue, pg_get_serial_sequence(format('pgmq.%I', queue), 'msg_id'))
  into result using queue_name;
  return result;
end
$body$;

create function pgmq.metrics_all() returns setof pgmq.metrics_result language plpgsql as $body$
declare
  queue record;
begin
  for queue in select queue_name from pgmq.meta loop
    return next pgmq.metrics(queue.queue_name);
  end loop;
end
$body$;

grant all on pgmq.meta to postgres, service_role;
alter default privileges in schema pgmq grant all on tables to postgres, service_role;
alter default privileges in schema pgmq grant all on sequences to postgres, service_role;
