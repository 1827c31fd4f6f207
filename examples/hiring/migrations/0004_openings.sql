-- Openings: what a company offers. Everyone reads the published ones, members manage their company's.

create type opening_status as enum ('draft', 'published', 'closed');
create type work_type as enum ('remote', 'hybrid', 'on-site');
create type employment_type as enum ('full-time', 'part-time', 'contract');

create table openings (
  id bigint generated always as identity primary key,
  company_id bigint not null references companies on delete cascade,
  role_id bigint not null references roles,
  level_id bigint not null references levels,
  title text not null check (length(title) between 3 and 200),
  about text not null,
  qualifications text not null default '',
  location text not null,
  work_type work_type not null,
  employment_type employment_type not null default 'full-time',
  pay_min integer not null check (pay_min > 0),
  pay_max integer not null,
  pay int4range generated always as (int4range(pay_min, pay_max, '[]')) stored,
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  perks text[] not null default '{}',
  reports_to text,
  status opening_status not null default 'draft',
  published_at timestamptz,
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search tsvector generated always as (
    setweight(to_tsvector('english', title), 'A')
      || setweight(to_tsvector('english', qualifications), 'B')
      || setweight(to_tsvector('english', about || ' ' || location), 'C')
  ) stored,
  unique (id, company_id),
  check (pay_min <= pay_max),
  check ((status = 'draft') = (published_at is null)),
  check ((status = 'closed') = (closed_at is not null))
);
comment on table openings is 'Jobs on offer. They start as drafts; publish_opening and close_opening move them on.';
comment on column openings.about is 'About the work: what the team does and what the person will do.';
comment on column openings.qualifications is 'What the person should bring, in words; the skills are in opening_skills.';
comment on column openings.pay_min is 'Lowest pay a year.';
comment on column openings.pay_max is 'Highest pay a year.';
comment on column openings.pay is 'pay_min to pay_max as a range, for filters such as pay=ov.[150000,160000].';
comment on column openings.currency is 'ISO 4217 code.';
comment on column openings.reports_to is 'Title of the person that the role reports to.';
comment on column openings.status is 'draft, published or closed; changed by functions only.';
comment on column openings.search is 'Words of title, qualifications, text and location, for search_openings.';
create index openings_company on openings (company_id);
create index openings_role on openings (role_id);
create index openings_level on openings (level_id);
create index openings_published on openings (published_at desc, id) where status = 'published';
create index openings_pay on openings using gist (pay);
create index openings_search on openings using gin (search);
create trigger touch before update on openings for each row execute function hiring.touch();

create table opening_skills (
  opening_id bigint not null references openings on delete cascade,
  skill_id bigint not null references skills,
  required boolean not null default true,
  primary key (opening_id, skill_id)
);
comment on table opening_skills is 'Skills that an opening asks for.';
comment on column opening_skills.required is 'False for skills that are welcome but not needed.';
create index opening_skills_skill on opening_skills (skill_id);

-- What only the company may know is a table of its own: a column grant could not tell a member from
-- a candidate, since both arrive as the role "authenticated".
create table opening_internals (
  opening_id bigint primary key references openings on delete cascade,
  budget integer check (budget > 0),
  notes text not null default ''
);
comment on table opening_internals is 'What only the company''s members know about an opening.';
comment on column opening_internals.budget is 'The most that may be paid a year.';

alter table openings enable row level security;
alter table opening_skills enable row level security;
alter table opening_internals enable row level security;

create policy "everyone reads published" on openings for select
  using (status = 'published');
create policy "members read" on openings for select to authenticated
  using (company_id = any (array(select hiring.company_ids())));
create policy "members draft" on openings for insert to authenticated
  with check (company_id = any (array(select hiring.company_ids())));
create policy "members update" on openings for update to authenticated
  using (company_id = any (array(select hiring.company_ids())));
create policy "members delete drafts" on openings for delete to authenticated
  using (status = 'draft' and company_id = any (array(select hiring.company_ids())));

-- Whoever sees an opening sees its skills: the subquery is itself subject to the policies above.
create policy "as the opening" on opening_skills for select
  using (exists (select from openings o where o.id = opening_id));
create policy "members manage" on opening_skills for all to authenticated
  using (exists (select from openings o where o.id = opening_id
    and o.company_id = any (array(select hiring.company_ids()))));
create policy "members manage" on opening_internals for all to authenticated
  using (exists (select from openings o where o.id = opening_id
    and o.company_id = any (array(select hiring.company_ids()))));

grant select on openings, opening_skills to anon, authenticated;
grant delete on openings to authenticated;
grant insert (company_id, role_id, level_id, title, about, qualifications, location, work_type,
    employment_type, pay_min, pay_max, currency, perks, reports_to) on openings to authenticated;
grant update (role_id, level_id, title, about, qualifications, location, work_type,
    employment_type, pay_min, pay_max, currency, perks, reports_to) on openings to authenticated;
grant insert, update, delete on opening_skills to authenticated;
grant select, insert, update, delete on opening_internals to authenticated;
grant select, insert, update, delete on openings, opening_skills, opening_internals to service_role;
