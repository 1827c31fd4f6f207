-- The catalogue that openings refer to: roles, levels, skills and what they pay. Everyone reads it.

create type skill_kind as enum (
  'language', 'framework', 'relational database', 'data store', 'messaging', 'container', 'cloud',
  'observability', 'version control', 'interface', 'soft'
);

create table roles (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]+$'),
  title text not null,
  category text not null,
  summary text not null,
  also_known_as text[] not null default '{}',
  recruited_titles text[] not null default '{}',
  career_path text[] not null default '{}',
  education text,
  average_pay integer check (average_pay > 0),
  market_pay int4range
);
comment on table roles is 'Standard roles that companies hire for.';
comment on column roles.slug is 'Name for URLs, such as "backend-engineer".';
comment on column roles.also_known_as is 'Other names of the same role.';
comment on column roles.recruited_titles is 'Titles under which the role is advertised.';
comment on column roles.career_path is 'Where the role can lead.';
comment on column roles.education is 'What schooling is usual.';
comment on column roles.average_pay is 'Average pay in USD a year.';
comment on column roles.market_pay is 'What the whole market pays, in USD a year.';

create table responsibilities (
  id bigint generated always as identity primary key,
  role_id bigint not null references roles on delete cascade,
  position smallint not null check (position > 0),
  description text not null,
  unique (role_id, position)
);
comment on table responsibilities is 'What a role does, most important first.';
comment on column responsibilities.position is 'Place in the list, from 1.';

create table role_faqs (
  id bigint generated always as identity primary key,
  role_id bigint not null references roles on delete cascade,
  position smallint not null check (position > 0),
  question text not null,
  answer text not null,
  unique (role_id, position)
);
comment on table role_faqs is 'Questions that companies ask before they hire for a role.';
comment on column role_faqs.position is 'Place in the list, from 1.';

create table skills (
  id bigint generated always as identity primary key,
  name text not null unique,
  kind skill_kind not null
);
comment on table skills is 'Skills that roles and openings ask for and candidates have.';
comment on column skills.kind is 'What sort of skill it is.';
create index skills_kind on skills (kind);

create table role_skills (
  role_id bigint not null references roles on delete cascade,
  skill_id bigint not null references skills on delete cascade,
  primary key (role_id, skill_id)
);
comment on table role_skills is 'Skills that are usual in a role.';
create index role_skills_skill on role_skills (skill_id);

create table levels (
  id bigint generated always as identity primary key,
  slug text not null unique check (slug ~ '^[a-z0-9-]+$'),
  name text not null,
  experience int4range not null
);
comment on table levels is 'Steps of seniority, lowest first.';
comment on column levels.slug is 'Name for URLs and filters, such as "senior".';
comment on column levels.experience is 'Years of experience; without an upper bound at the highest level.';

create table pay_bands (
  role_id bigint not null references roles on delete cascade,
  level_id bigint not null references levels on delete cascade,
  pay_min integer not null check (pay_min > 0),
  pay_max integer not null,
  currency text not null default 'USD' check (currency ~ '^[A-Z]{3}$'),
  primary key (role_id, level_id),
  check (pay_min <= pay_max)
);
comment on table pay_bands is 'Usual pay of a role at a level.';
comment on column pay_bands.pay_min is 'Lowest usual pay a year.';
comment on column pay_bands.pay_max is 'Highest usual pay a year.';
comment on column pay_bands.currency is 'ISO 4217 code.';
create index pay_bands_level on pay_bands (level_id);

alter table roles enable row level security;
alter table responsibilities enable row level security;
alter table role_faqs enable row level security;
alter table skills enable row level security;
alter table role_skills enable row level security;
alter table levels enable row level security;
alter table pay_bands enable row level security;

create policy "everyone reads" on roles for select using (true);
create policy "everyone reads" on responsibilities for select using (true);
create policy "everyone reads" on role_faqs for select using (true);
create policy "everyone reads" on skills for select using (true);
create policy "everyone reads" on role_skills for select using (true);
create policy "everyone reads" on levels for select using (true);
create policy "everyone reads" on pay_bands for select using (true);

grant select on roles, responsibilities, role_faqs, skills, role_skills, levels, pay_bands
  to anon, authenticated;
grant select, insert, update, delete
  on roles, responsibilities, role_faqs, skills, role_skills, levels, pay_bands
  to service_role;
