-- Candidates: people who look for work. Each keeps their own profile.

create table candidates (
  id uuid primary key default hiring.caller_id(),
  full_name text not null check (length(full_name) between 1 and 200),
  email text not null check (email like '%_@_%'),
  headline text not null default '',
  location text,
  years_experience smallint not null default 0 check (years_experience between 0 and 70),
  links jsonb not null default '{}' check (jsonb_typeof(links) = 'object'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table candidates is
  'People who look for work; visible to themselves and to the companies that they applied to.';
comment on column candidates.id is 'The person''s id: claim "sub" of the tokens they sign in with.';
comment on column candidates.headline is 'One line about the person.';
comment on column candidates.links is 'Pages about the person, such as {"github": "https://..."}.';
create trigger touch before update on candidates for each row execute function hiring.touch();

create table candidate_skills (
  candidate_id uuid not null default hiring.caller_id() references candidates on delete cascade,
  skill_id bigint not null references skills,
  years smallint not null default 0 check (years between 0 and 70),
  primary key (candidate_id, skill_id)
);
comment on table candidate_skills is 'Skills that a candidate has.';
comment on column candidate_skills.years is 'Years of practice.';
create index candidate_skills_skill on candidate_skills (skill_id);

alter table candidates enable row level security;
alter table candidate_skills enable row level security;

create policy "own profile" on candidates for all to authenticated
  using (id = (select hiring.caller_id()));
create policy "own skills" on candidate_skills for all to authenticated
  using (candidate_id = (select hiring.caller_id()));

grant select, delete on candidates to authenticated;
grant insert (id, full_name, email, headline, location, years_experience, links)
  on candidates to authenticated;
grant update (id, full_name, email, headline, location, years_experience, links)
  on candidates to authenticated;
grant select, insert, update, delete on candidate_skills to authenticated;
grant select, insert, update, delete on candidates, candidate_skills to service_role;
