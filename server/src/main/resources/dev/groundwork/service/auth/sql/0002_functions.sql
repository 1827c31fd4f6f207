-- skip when: to_regprocedure('auth.jwt()') is not null
-- What policies ask about the caller.
set local role supabase_auth_admin;

create function auth.jwt() returns jsonb language sql stable as $body$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$body$;
comment on function auth.jwt() is 'All claims of the token that the request came with';

create function auth.uid() returns uuid language sql stable as $body$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$body$;
comment on function auth.uid() is 'The user that the request comes from; null without one';

create function auth.role() returns text language sql stable as $body$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$body$;
comment on function auth.role() is 'The role that the request''s token names';

create function auth.email() returns text language sql stable as $body$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$body$;
comment on function auth.email() is 'The e-mail address that the request''s token names';

grant all on all functions in schema auth to postgres, dashboard_user;
