-- A person in several tenants works in one at a time: the one they chose, or else the first.
create table public.active_tenants (
  user_id uuid primary key default auth.uid(),
  tenant_id uuid not null,
  foreign key (tenant_id, user_id) references public.members on delete cascade
);
alter table public.active_tenants enable row level security;
create policy "own choice" on public.active_tenants for all to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
grant all on table public.active_tenants to supabase_auth_admin;
create policy "hook reads choices" on public.active_tenants for select to supabase_auth_admin using (true);

create policy "own memberships" on public.members for select to authenticated
  using (user_id = (select auth.uid()));
create policy "tenants of own memberships" on public.tenants for select to authenticated
  using (exists (select from public.members where tenant_id = id));
create policy "admins rename" on public.tenants for update to authenticated
  using (id = (select current_tenant()) and (select auth.jwt() -> 'app_metadata' ->> 'tenant_role') = 'admin');

create or replace function public.custom_access_token_hook(event jsonb) returns jsonb
language plpgsql stable as $$
declare
  claims jsonb := event -> 'claims';
  person uuid := (event ->> 'user_id')::uuid;
  chosen record;
begin
  select members.tenant_id, members.role into chosen
    from public.members left join public.active_tenants using (tenant_id, user_id)
    where members.user_id = person
    order by active_tenants.tenant_id is null, members.tenant_id limit 1;
  claims := jsonb_set(claims, '{app_metadata}', coalesce(claims -> 'app_metadata', '{}')
    || jsonb_build_object('tenant', chosen.tenant_id, 'tenant_role', chosen.role));
  return jsonb_set(event, '{claims}', claims);
end;
$$;
