-- Tables of the benchmarks, beside those of the example.

-- A project belongs to one of 100 clients and has exactly 20 tasks; each client has one owner.
create table clients (
  id bigint primary key,
  owner text not null,
  name text not null
);
create table projects (
  id bigint primary key,
  client_id bigint not null references clients,
  owner text not null,
  title text not null,
  about text not null,
  created_at timestamptz not null default now()
);
create table tasks (
  id bigint primary key,
  project_id bigint not null references projects,
  owner text not null,
  title text not null,
  done boolean not null
);
insert into clients
select n, 'user-' || n, 'Client number ' || n
from generate_series(1, 100) n;
insert into projects
select n, 1 + (n - 1) % 100, 'user-' || 1 + (n - 1) % 100, 'Project number ' || n,
  repeat('What the project is about. ', 4)
from generate_series(1, 1000) n;
insert into tasks
select (p.id - 1) * 20 + n, p.id, p.owner, 'Task number ' || n, n % 3 = 0
from projects p, generate_series(1, 20) n
order by 1;
create index projects_client on projects (client_id);
create index tasks_project on tasks (project_id);

-- The same rows, of which everyone sees their own.
create table private_clients (like clients including all);
create table private_projects (like projects including all);
create table private_tasks (like tasks including all);
insert into private_clients table clients;
insert into private_projects table projects;
insert into private_tasks table tasks;
alter table private_projects add foreign key (client_id) references private_clients;
alter table private_tasks add foreign key (project_id) references private_projects;
alter table private_clients enable row level security;
alter table private_projects enable row level security;
alter table private_tasks enable row level security;
create function caller() returns text
language sql stable
return current_setting('request.jwt.claims', true)::json ->> 'sub';
create policy "owners read" on private_clients for select using (owner = (select caller()));
create policy "owners read" on private_projects for select using (owner = (select caller()));
create policy "owners read" on private_tasks for select using (owner = (select caller()));

-- What is inserted and updated row by row.
create table notes (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  body text not null,
  starred boolean not null default false,
  created_at timestamptz not null default now()
);
insert into notes (account_id, body)
select n % 50, 'Note number ' || n from generate_series(1, 10000) n;

-- What is inserted within a note.
create table remarks (
  id bigint generated always as identity primary key,
  note_id bigint not null references notes,
  said text not null
);

-- What is inserted 10,000 rows at a time.
create table measurements (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  name text not null,
  amount numeric(12, 2) not null,
  happened_at timestamptz not null
);

-- What is read whole; filled when it is measured.
create table events (
  id bigint primary key,
  account_id bigint not null,
  kind text not null,
  amount numeric(12, 2) not null,
  note text,
  happened_at timestamptz not null
);

-- Each row has two of the level below.
create table level0 (id bigint primary key, name text not null);
create table level1 (id bigint primary key, parent_id bigint not null references level0, name text not null);
create table level2 (id bigint primary key, parent_id bigint not null references level1, name text not null);
create table level3 (id bigint primary key, parent_id bigint not null references level2, name text not null);
create table level4 (id bigint primary key, parent_id bigint not null references level3, name text not null);
insert into level0 select n, 'Row number ' || n from generate_series(1, 500) n;
insert into level1 select n, 1 + (n - 1) / 2, 'Row number ' || n from generate_series(1, 1000) n;
insert into level2 select n, 1 + (n - 1) / 2, 'Row number ' || n from generate_series(1, 2000) n;
insert into level3 select n, 1 + (n - 1) / 2, 'Row number ' || n from generate_series(1, 4000) n;
insert into level4 select n, 1 + (n - 1) / 2, 'Row number ' || n from generate_series(1, 8000) n;
create index level1_parent on level1 (parent_id);
create index level2_parent on level2 (parent_id);
create index level3_parent on level3 (parent_id);
create index level4_parent on level4 (parent_id);

grant select on clients, projects, tasks, private_clients, private_projects, private_tasks, events,
  level0, level1, level2, level3, level4
  to anon, authenticated;
-- What is changed in parts.
create table papers (
  id bigint generated always as identity primary key,
  doc jsonb not null
);
insert into papers (doc)
select jsonb_build_object('theme', 'dark', 'language', 'en', 'size', 12, 'mail', jsonb_build_object('news', true, 'at', n))
from generate_series(1, 10000) n;

grant select, insert, update on notes, remarks, measurements, papers to anon, authenticated;
