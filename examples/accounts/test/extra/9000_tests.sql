-- What the tests of sign-in need beside the API: sessions that seem older than they are.

create function age_sessions(person uuid, by interval) returns bigint
language sql security definer set search_path = ''
as $$
  with aged as (
    update auth.sessions set created_at = created_at - by where user_id = person returning 1
  )
  select count(*) from aged
$$;
revoke execute on function age_sessions(uuid, interval) from public, anon, authenticated;
grant execute on function age_sessions(uuid, interval) to service_role;
