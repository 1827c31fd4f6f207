-- skip when: to_regnamespace('pgmq_public') is not null
-- What clients call once the schema pgmq_public is exposed. Runs as the caller: who may use a queue
-- is said by grants and policies on its table.
create schema pgmq_public;
grant usage on schema pgmq_public to postgres, anon, authenticated, service_role;

create function pgmq_public.pop(queue_name text) returns setof pgmq.message_record
  language sql set search_path = '' as $body$
  select * from pgmq.pop(queue_name)
$body$;

create function pgmq_public.send(queue_name text, message jsonb, sleep_seconds integer default 0)
  returns setof bigint language sql set search_path = '' as $body$
  select * from pgmq.send(queue_name, message, sleep_seconds)
$body$;

create function pgmq_public.send_batch(
  queue_name text, messages jsonb[], sleep_seconds integer default 0
) returns setof bigint language sql set search_path = '' as $body$
  select * from pgmq.send_batch(queue_name, messages, sleep_seconds)
$body$;

create function pgmq_public.archive(queue_name text, message_id bigint) returns boolean
  language sql set search_path = '' as $body$
  select pgmq.archive(queue_name, message_id)
$body$;

create function pgmq_public.delete(queue_name text, message_id bigint) returns boolean
  language sql set search_path = '' as $body$
  select pgmq.delete(queue_name, message_id)
$body$;

create function pgmq_public.read(queue_name text, sleep_seconds integer, n integer)
  returns setof pgmq.message_record language sql set search_path = '' as $body$
  select * from pgmq.read(queue_name, sleep_seconds, n)
$body$;

grant usage on schema pgmq to anon, authenticated;
grant execute on all functions in schema pgmq_public
  to postgres, anon, authenticated, service_role;
