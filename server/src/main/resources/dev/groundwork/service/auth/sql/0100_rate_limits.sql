-- How full the buckets of rate limits are, so that all nodes agree. Unlogged: a crash forgets it, and nothing more.
create schema if not exists groundwork;

create unlogged table groundwork.rate_limits (
  name text not null,
  key text not null,
  -- when the bucket is full again if nothing more is taken; a row of the past means nothing
  full_at timestamptz not null,
  primary key (name, key)
) with (fillfactor = 70);

grant usage on schema groundwork to supabase_auth_admin;
grant select, insert, update, delete on groundwork.rate_limits to supabase_auth_admin;
