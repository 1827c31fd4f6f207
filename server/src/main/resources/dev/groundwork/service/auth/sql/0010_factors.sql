-- What second factors need beyond the tables that others know. In a database from elsewhere these
-- tables are there without it.
set local role supabase_auth_admin;

alter table auth.mfa_factors add column if not exists last_used_step bigint;
comment on column auth.mfa_factors.last_used_step
  is 'The 30 seconds whose code was entered last; codes of then and before are good no more';

alter table auth.mfa_challenges add column if not exists tries integer not null default 0;
comment on column auth.mfa_challenges.tries is 'How often it was tried to answer';
