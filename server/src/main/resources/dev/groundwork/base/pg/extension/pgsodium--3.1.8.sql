-- What migrations and functions name. Keys have names and no secret; to encrypt is an error.
create table pgsodium.key (
  id uuid primary key default gen_random_uuid(),
  status text not null default 'valid',
  created timestamptz not null default now(),
  expires timestamptz,
  key_type text not null default 'aead-det',
  key_id bigint generated always as identity,
  key_context bytea default 'pgsodium',
  name text unique,
  associated_data text default ''
);
create view pgsodium.valid_key as
  select id, name, status, key_type, key_id, key_context, created, expires, associated_data
  from pgsodium.key
  where status in ('valid', 'default') and (expires is null or expires > now());
revoke all on pgsodium.key, pgsodium.valid_key from public;

create function pgsodium.create_key(
  key_type text default 'aead-det', name text default null, raw_key bytea default null,
  raw_key_nonce bytea default null, parent_key uuid default null,
  key_context bytea default 'pgsodium', expires timestamptz default null,
  associated_data text default ''
) returns pgsodium.valid_key language plpgsql as $body$
declare
  made pgsodium.valid_key;
begin
  insert into pgsodium.key (key_type, name, key_context, expires, associated_data)
  values ($1, $2, $6, $7, $8)
  returning key.id, key.name, key.status, key.key_type, key.key_id, key.key_context, key.created,
    key.expires, key.associated_data
  into made;
  return made;
end
$body$;
revoke execute on all functions in schema pgsodium from public;

create function pgsodium.not_available() returns bytea language plpgsql as $body$
begin
  raise 'the extension pgsodium is not available on this server' using errcode = '0A000',
    hint = 'use vault.create_secret or pgcrypto, or --db-url with a server that has the extension';
end
$body$;
create function pgsodium.crypto_aead_det_encrypt(
  message bytea, additional bytea, key_uuid uuid, nonce bytea default null
) returns bytea language sql as $body$ select pgsodium.not_available() $body$;
create function pgsodium.crypto_aead_det_decrypt(
  message bytea, additional bytea, key_uuid uuid, nonce bytea default null
) returns bytea language sql as $body$ select pgsodium.not_available() $body$;
create function pgsodium.crypto_aead_det_noncegen() returns bytea
  language sql as $body$ select pgsodium.not_available() $body$;
create function pgsodium.crypto_secretbox(message bytea, nonce bytea, key bytea) returns bytea
  language sql as $body$ select pgsodium.not_available() $body$;
create function pgsodium.crypto_secretbox_open(message bytea, nonce bytea, key bytea) returns bytea
  language sql as $body$ select pgsodium.not_available() $body$;
create function pgsodium.randombytes_buf(size integer) returns bytea
  language sql as $body$ select pgsodium.not_available() $body$;
