-- What a project says to the server of the API.
create function public.check_request() returns void language plpgsql as $$
begin
  if current_setting('request.headers', true)::json ->> 'x-blocked' is not null then
    raise sqlstate 'PT402' using message = 'Payment required';
  end if;
end
$$;
create function public.caller_address() returns text language sql stable as $$
  select current_setting('request.headers', true)::json ->> 'x-forwarded-for'
$$;
-- That server signs in as authenticator, or as whom the address of a server of one's own names.
do $$
declare
  login text;
begin
  foreach login in array array['authenticator', current_user] loop
    execute format(
      'alter role %I in database %I set pgrst.db_pre_request = ''public.check_request''',
      login, current_database());
  end loop;
end
$$;
notify pgrst, 'reload config';
