-- Applications: a candidate's way through an opening's stages, with its history.

create type application_stage as enum (
  'applied', 'screening', 'interview', 'offer', 'hired', 'rejected', 'withdrawn'
);

create table stage_moves (
  from_stage application_stage not null,
  to_stage application_stage not null,
  primary key (from_stage, to_stage)
);
comment on table stage_moves is
  'Moves that a company may make. A candidate may withdraw from every stage that has a move.';
insert into stage_moves (from_stage, to_stage) values
  ('applied', 'screening'), ('applied', 'rejected'),
  ('screening', 'interview'), ('screening', 'rejected'),
  ('interview', 'offer'), ('interview', 'rejected'),
  ('offer', 'hired'), ('offer', 'rejected');

create table applications (
  id bigint generated always as identity primary key,
  opening_id bigint not null,
  company_id bigint not null references companies on delete cascade,
  candidate_id uuid not null default hiring.caller_id() references candidates on delete cascade,
  stage application_stage not null default 'applied',
  cover_letter text not null default '' check (length(cover_letter) <= 10000),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (opening_id, candidate_id),
  foreign key (opening_id, company_id) references openings (id, company_id) on delete cascade
);
comment on table applications is
  'Applications; visible to the candidate and to the company''s members. Functions move them on.';
comment on column applications.company_id is 'The opening''s company; filled in by itself.';
comment on column applications.stage is 'Changed by move_application and withdraw_application only.';
create index applications_opening on applications (opening_id, company_id);
create index applications_company_stage on applications (company_id, stage);
create index applications_candidate on applications (candidate_id);
create trigger touch before update on applications for each row execute function hiring.touch();

create table application_events (
  id bigint generated always as identity primary key,
  application_id bigint not null references applications on delete cascade,
  from_stage application_stage,
  to_stage application_stage not null,
  actor_id uuid,
  happened_at timestamptz not null default now()
);
comment on table application_events is 'Every stage that an application reached, and by whom.';
comment on column application_events.from_stage is 'The stage before; null at the start.';
comment on column application_events.actor_id is 'Who moved it (claim "sub"); null when a job did.';
create index application_events_application on application_events (application_id, id);

create table application_notes (
  id bigint generated always as identity primary key,
  application_id bigint not null references applications on delete cascade,
  author_id uuid not null default hiring.caller_id(),
  body text not null check (length(body) between 1 and 10000),
  created_at timestamptz not null default now()
);
comment on table application_notes is 'What members note about an application; never visible to the candidate.';
comment on column application_notes.author_id is 'The member who wrote it (claim "sub").';
create index application_notes_application on application_notes (application_id, id);

create function hiring.complete_application() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  select o.company_id into new.company_id from public.openings o where o.id = new.opening_id;
  return new;
end
$$;
comment on function hiring.complete_application() is 'Trigger: fills in the opening''s company.';
create trigger complete before insert on applications
  for each row execute function hiring.complete_application();

create function hiring.record_stage() returns trigger
language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.application_events (application_id, from_stage, to_stage, actor_id)
  values (new.id, case tg_op when 'UPDATE' then old.stage end, new.stage, hiring.caller_id());
  return null;
end
$$;
comment on function hiring.record_stage() is 'Trigger: writes the history of stages.';
create trigger record_start after insert on applications
  for each row execute function hiring.record_stage();
create trigger record_move after update of stage on applications
  for each row when (old.stage is distinct from new.stage) execute function hiring.record_stage();

create function hiring.applied_opening_ids() returns setof bigint
language sql stable security definer set search_path = ''
as $$
  select opening_id from public.applications where candidate_id = (select hiring.caller_id())
$$;
comment on function hiring.applied_opening_ids() is 'Openings that the caller applied to.';

create function hiring.is_open(opening_id bigint) returns boolean
language sql stable security definer set search_path = ''
as $$
  select exists (
    select from public.openings o where o.id = is_open.opening_id and o.status = 'published'
  )
$$;
comment on function hiring.is_open(bigint) is 'Whether an opening takes applications.';

revoke execute on function hiring.complete_application(), hiring.record_stage(),
  hiring.applied_opening_ids(), hiring.is_open(bigint) from public;
grant execute on function hiring.applied_opening_ids(), hiring.is_open(bigint)
  to authenticated, service_role;
