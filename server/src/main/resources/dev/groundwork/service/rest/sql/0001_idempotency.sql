-- Answers that are kept by Idempotency-Key, each written in the transaction of its effect. Only the login of the
-- server reads or writes them, before and after the time in which a request's transaction has the role of its caller.
create schema if not exists groundwork;

create table groundwork.idempotency_keys (
  -- a hash of who asks and of the key, which nobody shall read here: whoever has it may have the answer
  id bytea primary key,
  -- a hash of what was asked
  fingerprint bytea not null,
  -- what the answer looks like but for what the database gave
  form text not null,
  outcome text,
  body text,
  expires_at timestamptz not null
);
create index on groundwork.idempotency_keys (expires_at);
comment on table groundwork.idempotency_keys is 'Answers to requests with Idempotency-Key, until they expire';

-- Takes a key for the transaction. The row is the lock: who comes second waits for the end of the first, and not for
-- long. Raises GWK01 when the key has been used, GWK02 when it is being used.
create function groundwork.take_idempotency_key(
  key_id bytea, request_fingerprint bytea, answer_form text, lifetime interval
) returns void language plpgsql set search_path = '' set lock_timeout = '2s' as $body$
begin
  begin
    insert into groundwork.idempotency_keys as taken (id, fingerprint, form, expires_at)
    values (key_id, request_fingerprint, answer_form, clock_timestamp() + lifetime)
    on conflict (id) do update
      set fingerprint = excluded.fingerprint, form = excluded.form, expires_at = excluded.expires_at,
        outcome = null, body = null
      where taken.expires_at <= clock_timestamp();
  exception when lock_not_available then
    raise exception 'the key is being used' using errcode = 'GWK02';
  end;
  if not found then
    raise exception 'the key has been used' using errcode = 'GWK01';
  end if;
end
$body$;

revoke all on groundwork.idempotency_keys from public;
revoke all on function groundwork.take_idempotency_key(bytea, bytea, text, interval) from public;
grant usage on schema groundwork to authenticator;
grant select, insert, update, delete on groundwork.idempotency_keys to authenticator;
grant execute on function groundwork.take_idempotency_key(bytea, bytea, text, interval) to authenticator;
