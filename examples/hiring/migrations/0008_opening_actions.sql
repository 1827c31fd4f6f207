-- Publishing and closing. Clients have no right to change an opening's status: these functions run
-- with their owner's rights and check the caller themselves.

create function hiring.lock_own_opening(opening_id bigint) returns openings
language plpgsql set search_path = ''
as $$
declare
  opening public.openings;
begin
  select o.* into opening
  from public.openings o
  where o.id = lock_own_opening.opening_id
    and o.company_id = any (array(select hiring.company_ids()))
  for update;
  if not found then
    raise sqlstate 'PT404' using
      message = format('opening %s does not exist, or its company is not yours', opening_id),
      hint = 'Only members of the company may do this.';
  end if;
  return opening;
end
$$;
comment on function hiring.lock_own_opening(bigint) is 'The opening, if the caller is a member of its company.';
revoke execute on function hiring.lock_own_opening(bigint) from public;

create function publish_opening(opening_id bigint) returns openings
language plpgsql security definer set search_path = ''
as $$
declare
  opening public.openings := hiring.lock_own_opening(opening_id);
begin
  if opening.status <> 'draft' then
    raise sqlstate 'PT409' using
      message = format('opening %s is already %s', opening.id, opening.status),
      hint = 'Only drafts can be published.';
  end if;
  update public.openings o
  set status = 'published', published_at = now()
  where o.id = opening.id
  returning o.* into opening;
  return opening;
end
$$;
comment on function publish_opening(bigint) is
$$Publish a draft

Everyone sees the opening from now on, and candidates may apply. For members of its company.$$;

create function close_opening(opening_id bigint) returns openings
language plpgsql security definer set search_path = ''
as $$
declare
  opening public.openings := hiring.lock_own_opening(opening_id);
begin
  if opening.status <> 'published' then
    raise sqlstate 'PT409' using
      message = format('opening %s is %s', opening.id, opening.status),
      hint = 'Only published openings can be closed.';
  end if;
  update public.openings o
  set status = 'closed', closed_at = now()
  where o.id = opening.id
  returning o.* into opening;
  return opening;
end
$$;
comment on function close_opening(bigint) is
$$Close a published opening

It leaves the board; applications already made go on. For members of its company.$$;

revoke execute on function publish_opening(bigint), close_opening(bigint) from public;
grant execute on function publish_opening(bigint), close_opening(bigint) to authenticated;
