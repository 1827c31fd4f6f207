-- A profile for everybody who has an account: what others may know of a person. A trigger fills it.

create table profiles (
  id uuid primary key references auth.users on delete cascade,
  name text not null check (length(name) <= 100),
  created_at timestamptz not null default now()
);
comment on table profiles is 'People with an account; everybody who is signed in reads them.';
comment on column profiles.name is 'As given at sign-up; its owner changes it.';

alter table profiles enable row level security;
create policy "signed in: read" on profiles for select to authenticated using (true);
create policy "own: update" on profiles for update to authenticated using (id = (select auth.uid()));

revoke all on profiles from anon, authenticated;
grant select, update (name) on profiles to authenticated;
grant all on profiles to service_role;

-- What a person says of themselves at sign-up (raw_user_meta_data) can be anything and changes whenever they
-- want: good for a name, never for what somebody may do. A trigger that fails would refuse the sign-up, so it
-- takes what it is given.
create schema accounts;

create function accounts.add_profile() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.profiles (id, name)
  values (new.id, left(coalesce(nullif(trim(new.raw_user_meta_data ->> 'name'), ''), 'Somebody'), 100));
  return null;
end
$$;
revoke execute on function accounts.add_profile() from public;

create trigger add_profile after insert on auth.users
  for each row execute function accounts.add_profile();
