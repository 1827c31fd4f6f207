-- What batches do that single requests cannot: orders with lines, a cycle of keys, and a rule over rows.
create table api.orders (
  id int primary key generated always as identity,
  owner text not null default current_setting('request.jwt.claims')::json ->> 'sub',
  note text,
  total numeric
);
create table api.lines (
  id int primary key generated always as identity,
  order_id int not null references api.orders,
  what text not null,
  doc jsonb
);
create table api.heads (id int primary key, leads int not null);
create table api.teams (id int primary key, head int not null);
alter table api.heads add constraint heads_leads foreign key (leads) references api.teams deferrable;
alter table api.teams add constraint teams_head foreign key (head) references api.heads deferrable;
create table api.late (id int primary key, value int unique deferrable initially deferred);
create table api.on_call (doctor text primary key, shift int not null, there boolean not null);
create table api.batch (id int primary key);
alter table api.orders enable row level security;
create policy own on api.orders using (owner = current_setting('request.jwt.claims', true)::json ->> 'sub');
grant select, insert, update, delete on api.orders, api.lines, api.heads, api.teams, api.late, api.on_call, api.batch
  to board_member;
grant select on api.lines to board_anon;

create function api.seen() returns json language sql stable as $$
  select json_build_object(
    'role', current_user,
    'method', current_setting('request.method'),
    'path', current_setting('request.path'),
    'trace', current_setting('request.headers')::json ->> 'x-trace',
    'own', current_setting('request.headers')::json ->> 'x-own',
    'prefer', current_setting('request.headers')::json ->> 'prefer',
    'timezone', current_setting('timezone'),
    'read_only', current_setting('transaction_read_only'),
    'isolation', current_setting('transaction_isolation'))
$$;
create function api.sneak(note text) returns int language sql stable as $$ select 1 $$;
create function api.write_in_read() returns int language plpgsql as $$
begin
  insert into api.batch values (77);
  return 1;
end
$$;
create function api.leave(doctor text) returns boolean language plpgsql as $$
begin
  if (select count(*) from api.on_call c where c.shift = 1 and c.there) > 1 then
    update api.on_call c set there = false where c.doctor = leave.doctor;
    return true;
  end if;
  return false;
end
$$;
create function api.wait_for(seconds float) returns void language sql as $$ select pg_sleep(seconds) $$;
create function api.strict_one() returns text language sql
  set default_transaction_isolation to 'serializable' as $$ select current_setting('transaction_isolation') $$;
create function api.hop(name text, value text) returns text language sql as $$
  select set_config(name, value, true)
$$;
create function api.many(n int) returns setof int language sql stable as $$ select generate_series(1, n) $$;
create function api.wide(n int) returns text language sql stable as $$ select repeat('x', n) $$;
grant execute on all functions in schema api to board_member, board_anon;
