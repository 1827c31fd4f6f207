-- Accounts: what becomes of a person who signs up, and how a company gets its members. What people say of
-- themselves at sign-up decides which rows of their own are made, once their address is confirmed; what they may do
-- is decided by rows of "members" and "candidates" alone, never by what they said.

create table invitations (
  code uuid primary key default gen_random_uuid(),
  company_id bigint not null references companies on delete cascade,
  role member_role not null default 'recruiter',
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '7 days'
);
comment on table invitations is 'Who has a code joins the company, once; visible to the company''s owners.';
create index invitations_company on invitations (company_id);

alter table invitations enable row level security;
create policy "owners" on invitations for all to authenticated
  using (company_id = any (array(select hiring.owned_company_ids())));
grant select, insert (company_id, role), delete on invitations to authenticated;
grant select, insert, update, delete on invitations to service_role;

create function hiring.join_company(person uuid, full_name text, invitation text) returns bigint
language plpgsql set search_path = ''
as $$
declare
  used public.invitations;
begin
  delete from public.invitations i
  where i.code::text = lower(invitation) and i.expires_at > now()
  returning i.* into used;
  if found then
    insert into public.members (company_id, user_id, full_name, role)
    values (used.company_id, person, join_company.full_name, used.role)
    on conflict do nothing;
  end if;
  return used.company_id;
end
$$;
comment on function hiring.join_company(uuid, text, text) is 'Uses up an invitation; null when it holds no more.';

create function hiring.found_company(person uuid, full_name text, name text) returns bigint
language plpgsql set search_path = ''
as $$
declare
  wanted text := coalesce(nullif(trim(both '-' from regexp_replace(lower(name), '[^a-z0-9]+', '-', 'g')), ''), 'company');
  company bigint;
begin
  if exists (select from public.companies c where c.slug = wanted) then
    wanted := wanted || '-' || left(gen_random_uuid()::text, 8);
  end if;
  insert into public.companies (slug, name) values (wanted, found_company.name) returning id into company;
  insert into public.members (company_id, user_id, full_name, role)
  values (company, person, found_company.full_name, 'owner');
  return company;
end
$$;
comment on function hiring.found_company(uuid, text, text) is 'A new company with its owner.';

-- An error here would refuse the sign-up, so whatever people send is made to fit.
create function hiring.welcome() returns trigger
language plpgsql security definer set search_path = ''
as $$
declare
  said jsonb := coalesce(new.raw_user_meta_data, '{}');
  full_name text := left(coalesce(nullif(trim(said ->> 'full_name'), ''), split_part(new.email, '@', 1)), 200);
  company text := left(trim(said ->> 'company'), 100);
begin
  if said ->> 'side' = 'company' then
    if said ->> 'invitation' is not null then
      perform hiring.join_company(new.id, full_name, said ->> 'invitation');
    elsif company <> '' then
      perform hiring.found_company(new.id, full_name, company);
    end if;
  else
    insert into public.candidates (id, full_name, email) values (new.id, full_name, new.email)
    on conflict do nothing;
  end if;
  return null;
end
$$;
comment on function hiring.welcome() is 'Trigger: makes the rows of somebody whose address is confirmed for the first time.';

create trigger welcome after insert on auth.users
  for each row when (new.email_confirmed_at is not null)
  execute function hiring.welcome();
create trigger welcome_confirmed after update of email_confirmed_at on auth.users
  for each row when (old.email_confirmed_at is null and new.email_confirmed_at is not null)
  execute function hiring.welcome();

create function hiring.farewell() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.candidates where id = old.id;
  delete from public.members where user_id = old.id;
  return null;
end
$$;
comment on function hiring.farewell() is 'Trigger: nothing of a person stays when their account goes.';
create trigger farewell after delete on auth.users for each row execute function hiring.farewell();

revoke execute on function hiring.join_company(uuid, text, text), hiring.found_company(uuid, text, text),
  hiring.welcome(), hiring.farewell() from public;

create function accept_invitation(code uuid, full_name text) returns companies
language plpgsql security definer set search_path = ''
as $$
declare
  joined bigint;
  company public.companies;
begin
  if length(trim(full_name)) not between 1 and 200 then
    raise sqlstate 'PT400' using message = 'a name has 1 to 200 characters';
  end if;
  joined := hiring.join_company(hiring.caller_id(), trim(full_name), code::text);
  if joined is null then
    raise sqlstate 'PT404' using
      message = 'this invitation does not hold',
      hint = 'It works once, for a week: ask an owner of the company for another one.';
  end if;
  select c.* into company from public.companies c where c.id = joined;
  return company;
end
$$;
comment on function accept_invitation(uuid, text) is
$$Join a company

For people with an invitation of one of its owners.$$;

create function create_company(name text, full_name text) returns companies
language plpgsql security definer set search_path = ''
as $$
declare
  founded bigint;
  company public.companies;
begin
  if length(trim(name)) not between 1 and 100 or length(trim(full_name)) not between 1 and 200 then
    raise sqlstate 'PT400' using message = 'a company''s name has 1 to 100 characters, a person''s 1 to 200';
  end if;
  if exists (select from hiring.owned_company_ids()) then
    raise sqlstate 'PT409' using
      message = 'you already own a company',
      hint = 'Change its name, or make somebody else its owner first.';
  end if;
  founded := hiring.found_company(hiring.caller_id(), trim(full_name), trim(name));
  select c.* into company from public.companies c where c.id = founded;
  return company;
end
$$;
comment on function create_company(text, text) is
$$Create a company

The caller becomes its owner.$$;

revoke execute on function accept_invitation(uuid, text), create_company(text, text) from public;
grant execute on function accept_invitation(uuid, text), create_company(text, text) to authenticated;
