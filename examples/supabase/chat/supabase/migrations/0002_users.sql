create or replace function public.handle_new_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.profiles (id, username)
  values (new.id, coalesce(new.raw_user_meta_data ->> 'username', split_part(new.email, '@', 1)));
  return new;
end;
$$;
create trigger on_auth_user_created after insert on auth.users
  for each row execute procedure public.handle_new_user();

create table channels (id bigint generated always as identity primary key, slug text unique);
create table messages (
  id bigint generated always as identity primary key,
  channel_id bigint not null references channels on delete cascade,
  user_id uuid not null references profiles,
  message text
);
alter table profiles enable row level security;
alter table channels enable row level security;
alter table messages enable row level security;
create policy "read" on profiles for select using (auth.role() = 'authenticated');
create policy "read" on channels for select to authenticated using (true);
create policy "read" on messages for select to authenticated using (true);
create policy "write" on messages for insert with check (auth.uid() = user_id);

begin;
  drop publication if exists supabase_realtime;
  create publication supabase_realtime;
commit;
alter publication supabase_realtime add table messages, channels;
alter table messages replica identity full;
