-- skip when: exists (select from pg_extension where extname = 'supabase_vault')
-- Secrets for SQL, encrypted at rest with pgcrypto. The key stands in a table that no role of the
-- API can read; whoever has a dump of the whole database has both.
create schema if not exists vault;
revoke all on schema vault from public;
grant usage on schema vault to postgres, service_role;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create unique index secrets_name_idx on vault.secrets (name) where name is not null;
comment on table vault.secrets is 'Encrypted secrets; read them in vault.decrypted_secrets';

create table vault.key (only_one boolean primary key default true check (only_one), value text not null);
revoke all on vault.key from public;
insert into vault.key (value)
  values (replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', ''));

-- pgcrypto may live in any schema.
create function vault.call_pgcrypto(function text, argument text) returns text
  language plpgsql security definer set search_path = pg_catalog as $body$
declare
  home text;
  result text;
begin
  select nspname into home
  from pg_extension join pg_namespace on pg_namespace.oid = extnamespace
  where extname = 'pgcrypto';
  if home is null then
    raise 'vault needs the extension pgcrypto'
      using hint = 'create extension pgcrypto with schema extensions';
  end if;
  if function = 'encrypt' then
    execute format('select encode(%I.pgp_sym_encrypt($1, value), ''base64'') from vault.key', home)
      into result using argument;
  else
    execute format('select %I.pgp_sym_decrypt(decode($1, ''base64''), value) from vault.key', home)
      into result using argument;
  end if;
  return result;
end
$body$;
revoke execute on function vault.call_pgcrypto(text, text) from public;

create view vault.decrypted_secrets as
  select id, name, description, secret,
    vault.call_pgcrypto('decrypt', secret) as decrypted_secret,
    key_id, nonce, created_at, updated_at
  from vault.secrets;

create function vault.create_secret(
  new_secret text, new_name text default null, new_description text default '',
  new_key_id uuid default null
) returns uuid language sql security definer set search_path = pg_catalog as $body$
  insert into vault.secrets (secret, name, description, key_id)
  values (
    vault.call_pgcrypto('encrypt', new_secret), new_name, coalesce(new_description, ''), new_key_id)
  returning id
$body$;

create function vault.update_secret(
  secret_id uuid, new_secret text default null, new_name text default null,
  new_description text default null, new_key_id uuid default null
) returns void language sql security definer set search_path = pg_catalog as $body$
  update vault.secrets set
    secret = case when new_secret is null then secret
      else vault.call_pgcrypto('encrypt', new_secret) end,
    name = coalesce(new_name, name),
    description = coalesce(new_description, description),
    key_id = coalesce(new_key_id, key_id),
    updated_at = now()
  where id = secret_id
$body$;

revoke execute on all functions in schema vault from public;
grant execute on function vault.create_secret(text, text, text, uuid),
  vault.update_secret(uuid, text, text, text, uuid), vault.call_pgcrypto(text, text)
  to postgres, service_role;
grant all on vault.secrets, vault.decrypted_secrets to postgres;
grant select, delete on vault.secrets, vault.decrypted_secrets to service_role;
