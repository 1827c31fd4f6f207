-- Answers that are kept by Idempotency-Key, each written in the transaction of its effect. Only the login of the
-- server reads or writes them, before and after the time in which a request's transaction has the role of its caller.
create schema if not exists groundwork;

-- The row of a key is its lock: who comes second waits for the transaction that has inserted it.
create table groundwork.idempotency_keys (
  -- a hash of who asks and of the key, which nobody shall read here: whoever has it may have the answer
  id bytea primary key,
  -- a hash of what was asked
  fingerprint bytea not null,
  expires_at timestamptz not null,
  -- what the answer looks like but for what the database gave
  form text,
  outcome text,
  body text
);
create index on groundwork.idempotency_keys (expires_at);
comment on table groundwork.idempotency_keys is 'Answers to requests with Idempotency-Key, until they expire';

-- Ends the transaction of a request whose key has been used.
create function groundwork.idempotency_key_used() returns text language plpgsql set search_path = '' as $body$
begin
  raise exception 'the key has been used' using errcode = 'GWK01';
end
$body$;

revoke all on groundwork.idempotency_keys from public;
revoke all on function groundwork.idempotency_key_used() from public;
grant usage on schema groundwork to authenticator;
grant select, insert, update, delete on groundwork.idempotency_keys to authenticator;
grant execute on function groundwork.idempotency_key_used() to authenticator;
