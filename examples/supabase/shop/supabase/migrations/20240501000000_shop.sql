create schema shop;
grant usage on schema shop to anon, authenticated, service_role;
create extension if not exists citext with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create domain shop.price as numeric(10, 2) check (value >= 0);
create table shop.products (
  id uuid primary key default extensions.uuid_generate_v4(),
  slug extensions.citext unique not null,
  price shop.price not null,
  search tsvector generated always as (to_tsvector('english', slug::text)) stored
);
create index on shop.products using gin (slug extensions.gin_trgm_ops);
create table public.hidden (id int);
grant select on shop.products to anon, authenticated;
grant all on shop.products to service_role;
alter table shop.products enable row level security;
create policy "everybody looks" on shop.products for select using (true);
insert into shop.products (slug, price) values ('Lamp', 20);

insert into storage.buckets (id, name, public) values ('receipts', 'receipts', false)
  on conflict (id) do nothing;
create policy "Own receipts are read" on storage.objects for select to authenticated
  using (bucket_id = 'receipts' and (storage.foldername(name))[1] = (select auth.uid())::text);
create policy "Own receipts are put" on storage.objects for insert to authenticated
  with check (bucket_id = 'receipts' and auth.uid()::text = (storage.foldername(name))[1]
    and lower(storage.extension(name)) = 'pdf');
create policy "Pictures are public" on storage.objects for select using (bucket_id = 'products');
