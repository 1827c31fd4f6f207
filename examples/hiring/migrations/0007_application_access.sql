-- Who may see and change applications, and what applying opens: the candidate to the company, the
-- opening to the candidate even after it is closed.

alter table stage_moves enable row level security;
alter table applications enable row level security;
alter table application_events enable row level security;
alter table application_notes enable row level security;

create policy "everyone reads" on stage_moves for select using (true);

create policy "own" on applications for select to authenticated
  using (candidate_id = (select hiring.caller_id()));
create policy "members read" on applications for select to authenticated
  using (company_id = any (array(select hiring.company_ids())));
create policy "apply" on applications for insert to authenticated
  with check (candidate_id = (select hiring.caller_id()) and hiring.is_open(opening_id));
create policy "reword before screening" on applications for update to authenticated
  using (candidate_id = (select hiring.caller_id()) and stage = 'applied');

create policy "as the application" on application_events for select to authenticated
  using (exists (select from applications a where a.id = application_id));

create policy "members read" on application_notes for select to authenticated
  using (exists (select from applications a where a.id = application_id
    and a.company_id = any (array(select hiring.company_ids()))));
create policy "members write" on application_notes for insert to authenticated
  with check (author_id = (select hiring.caller_id())
    and exists (select from applications a where a.id = application_id
      and a.company_id = any (array(select hiring.company_ids()))));
create policy "authors remove" on application_notes for delete to authenticated
  using (author_id = (select hiring.caller_id()));

create policy "companies they applied to" on candidates for select to authenticated
  using (exists (select from applications a where a.candidate_id = candidates.id
    and a.company_id = any (array(select hiring.company_ids()))));
create policy "companies they applied to" on candidate_skills for select to authenticated
  using (exists (select from applications a where a.candidate_id = candidate_skills.candidate_id
    and a.company_id = any (array(select hiring.company_ids()))));
create policy "applicants read" on openings for select to authenticated
  using (id = any (array(select hiring.applied_opening_ids())));

grant select on stage_moves to anon, authenticated;
grant select, insert (opening_id, cover_letter), update (cover_letter)
  on applications to authenticated;
grant select on application_events to authenticated;
grant select, insert (application_id, body), delete on application_notes to authenticated;
grant select, insert, update, delete on stage_moves, applications, application_events,
  application_notes to service_role;
