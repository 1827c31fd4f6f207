-- Notes that only their owner sees. Who signed in without a name may read and write like everybody else, but
-- shares nothing.

create table notes (
  id bigint generated always as identity primary key,
  owner_id uuid not null default auth.uid() references auth.users on delete cascade,
  body text not null check (length(body) between 1 and 10000),
  shared boolean not null default false,
  created_at timestamptz not null default now()
);
comment on table notes is 'Notes; visible to their owner, and to everybody who is signed in when shared.';
create index notes_owner on notes (owner_id);

alter table notes enable row level security;
create policy "own" on notes for all to authenticated
  using (owner_id = (select auth.uid())) with check (owner_id = (select auth.uid()));
create policy "shared: read" on notes for select to authenticated using (shared);

-- A restrictive policy narrows what the others allow: "is_anonymous" stands in the token.
create policy "anonymous: nothing shared" on notes as restrictive for all to authenticated
  using (true)
  with check (not shared or not coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false));

revoke all on notes from anon, authenticated;
grant select, delete on notes to authenticated;
grant insert (owner_id, body, shared), update (body, shared) on notes to authenticated;
grant all on notes to service_role;
