-- Who is calling. The schema "hiring" holds what clients never address: it is not exposed by the API.

create schema hiring;
comment on schema hiring is 'Helpers of the policies, triggers and functions; not part of the API.';
grant usage on schema hiring to anon, authenticated, service_role;

create function hiring.caller_id() returns uuid
language sql stable
as $$
  select (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid
$$;
comment on function hiring.caller_id() is 'The caller''s id (claim "sub" of the token); null for anonymous callers.';
revoke execute on function hiring.caller_id() from public;
grant execute on function hiring.caller_id() to anon, authenticated, service_role;

create function hiring.touch() returns trigger
language plpgsql
as $$
begin
  new.updated_at := now();
  return new;
end
$$;
comment on function hiring.touch() is 'Trigger: keeps "updated_at" current.';
revoke execute on function hiring.touch() from public;
