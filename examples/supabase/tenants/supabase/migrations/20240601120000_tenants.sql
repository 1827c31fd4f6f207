create type public.app_role as enum ('admin', 'member');
create table public.tenants (id uuid primary key default gen_random_uuid(), name text not null);
create table public.members (
  tenant_id uuid not null references public.tenants on delete cascade,
  user_id uuid not null references auth.users on delete cascade,
  role app_role not null default 'member',
  primary key (tenant_id, user_id)
);
create table public.projects (
  id bigint generated always as identity primary key,
  tenant_id uuid not null references public.tenants on delete cascade
    default ((auth.jwt() -> 'app_metadata' ->> 'tenant')::uuid),
  title text not null
);
alter table tenants enable row level security;
alter table members enable row level security;
alter table projects enable row level security;

create or replace function public.current_tenant() returns uuid language sql stable as $$
  select nullif(auth.jwt() -> 'app_metadata' ->> 'tenant', '')::uuid
$$;
create policy "own tenant" on projects for all to authenticated
  using (tenant_id = (select current_tenant())) with check (tenant_id = (select current_tenant()));
create policy "strong sign-in" on projects as restrictive for delete to authenticated
  using ((select auth.jwt() ->> 'aal') = 'aal2');

create or replace function public.custom_access_token_hook(event jsonb) returns jsonb
language plpgsql stable as $$
declare
  claims jsonb := event -> 'claims';
  tenant uuid;
begin
  select tenant_id into tenant from public.members
    where user_id = (event ->> 'user_id')::uuid limit 1;
  claims := jsonb_set(claims, '{app_metadata}', coalesce(claims -> 'app_metadata', '{}'));
  claims := jsonb_set(claims, '{app_metadata,tenant}', coalesce(to_jsonb(tenant), 'null'));
  return jsonb_set(event, '{claims}', claims);
end;
$$;
grant usage on schema public to supabase_auth_admin;
grant execute on function public.custom_access_token_hook to supabase_auth_admin;
revoke execute on function public.custom_access_token_hook from authenticated, anon, public;
grant all on table public.members to supabase_auth_admin;
create policy "hook reads members" on public.members as permissive for select
  to supabase_auth_admin using (true);

create extension if not exists pgmq;
select pgmq.create('invitations');
create extension if not exists http with schema extensions;
create or replace function public.ask() returns integer language sql as $$
  select status from extensions.http_get('http://127.0.0.1:9/')
$$;
