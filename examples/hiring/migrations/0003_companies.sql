-- Companies and the people who act for them.

create type member_role as enum ('owner', 'recruiter', 'interviewer');

create table companies (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]+$'),
  name text not null,
  about text not null default '',
  headquarters text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table companies is 'Companies that hire.';
comment on column companies.slug is 'Name for URLs, such as "stripe".';
create trigger touch before update on companies for each row execute function hiring.touch();

create table members (
  company_id bigint not null references companies on delete cascade,
  user_id uuid not null,
  full_name text not null,
  role member_role not null default 'recruiter',
  created_at timestamptz not null default now(),
  primary key (company_id, user_id)
);
comment on table members is 'People who act for a company; visible to their colleagues only.';
comment on column members.user_id is 'The person''s id: claim "sub" of the tokens they sign in with.';
comment on column members.role is 'Owners also manage the company and its members.';
create index members_user on members (user_id);

-- The policies ask for these once a statement, as array(select ...). They run with their owner's
-- rights, because the policies of "members" themselves need the answer.

create function hiring.company_ids() returns setof bigint
language sql stable security definer set search_path = ''
as $$
  select company_id from public.members where user_id = (select hiring.caller_id())
$$;
comment on function hiring.company_ids() is 'Companies that the caller is a member of.';

create function hiring.owned_company_ids() returns setof bigint
language sql stable security definer set search_path = ''
as $$
  select company_id from public.members where user_id = (select hiring.caller_id()) and role = 'owner'
$$;
comment on function hiring.owned_company_ids() is 'Companies that the caller is an owner of.';

revoke execute on function hiring.company_ids(), hiring.owned_company_ids() from public;
grant execute on function hiring.company_ids(), hiring.owned_company_ids()
  to authenticated, service_role;

alter table companies enable row level security;
alter table members enable row level security;

create policy "everyone reads" on companies for select using (true);
create policy "owners update" on companies for update to authenticated
  using (id = any (array(select hiring.owned_company_ids())));

create policy "colleagues read" on members for select to authenticated
  using (company_id = any (array(select hiring.company_ids())));
create policy "owners add" on members for insert to authenticated
  with check (company_id = any (array(select hiring.owned_company_ids())));
create policy "owners update" on members for update to authenticated
  using (company_id = any (array(select hiring.owned_company_ids())));
create policy "owners remove" on members for delete to authenticated
  using (company_id = any (array(select hiring.owned_company_ids())));

grant select on companies to anon, authenticated;
grant update (name, about, headquarters) on companies to authenticated;
grant select, insert, delete on members to authenticated;
grant update (full_name, role) on members to authenticated;
grant select, insert, update, delete on companies, members to service_role;
