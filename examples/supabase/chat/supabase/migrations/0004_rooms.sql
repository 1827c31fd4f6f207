-- Rooms for their members only.
create table public.rooms (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  owner_id uuid not null default auth.uid() references public.profiles on delete cascade
);
create table public.room_members (
  room_id uuid not null references public.rooms on delete cascade,
  user_id uuid not null references public.profiles on delete cascade,
  primary key (room_id, user_id)
);
create table public.room_messages (
  id bigint generated always as identity primary key,
  room_id uuid not null references public.rooms on delete cascade,
  user_id uuid not null default auth.uid() references public.profiles on delete cascade,
  message text not null check (message <> '')
);
alter table public.rooms enable row level security;
alter table public.room_members enable row level security;
alter table public.room_messages enable row level security;

-- A policy on room_members that asked room_members would ask itself; this function asks past the policies.
create function public.is_member(room uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select from public.room_members where room_id = room and user_id = auth.uid())
$$;
create policy "members read" on public.rooms for select to authenticated using (is_member(id));
create policy "members read" on public.room_members for select to authenticated using (is_member(room_id));
create policy "members leave" on public.room_members for delete to authenticated using (user_id = auth.uid());
create policy "members read" on public.room_messages for select to authenticated using (is_member(room_id));
create policy "members write" on public.room_messages for insert to authenticated
  with check (is_member(room_id) and user_id = auth.uid());

create function public.create_room(name text) returns public.rooms
language plpgsql security definer set search_path = '' as $$
declare
  room public.rooms;
begin
  insert into public.rooms (name) values (create_room.name) returning * into room;
  insert into public.room_members (room_id, user_id) values (room.id, auth.uid());
  return room;
end;
$$;
create function public.invite(room uuid, username text) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.rooms where id = room and owner_id = auth.uid()) then
    raise exception 'only the owner invites' using errcode = '42501';
  end if;
  insert into public.room_members (room_id, user_id)
    select room, profiles.id from public.profiles where profiles.username = invite.username;
  if not found then
    raise exception 'nobody is called %', username using errcode = 'PT404', hint = 'Ask them to sign up';
  end if;
end;
$$;
revoke execute on function public.create_room, public.invite from public, anon;
grant execute on function public.create_room, public.invite to authenticated;

-- What was broadcast on a channel, as far as the caller may listen.
create function public.heard(channel bigint) returns setof jsonb
language plpgsql volatile set search_path = '' as $$
begin
  perform set_config('realtime.topic', 'channel:' || channel, true);
  return query select payload from realtime.messages where topic = 'channel:' || channel order by inserted_at;
end;
$$;
alter publication supabase_realtime add table public.room_messages;
