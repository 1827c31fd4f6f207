-- Orders: a function makes them, at the prices of the day; customers see theirs.
create table shop.orders (
  id bigint generated always as identity primary key,
  customer_id uuid not null references auth.users on delete cascade,
  status text not null default 'new' check (status in ('new', 'paid', 'sent')),
  created_at timestamptz not null default now()
);
create table shop.order_lines (
  order_id bigint not null references shop.orders on delete cascade,
  product_id uuid not null references shop.products,
  amount integer not null check (amount > 0),
  price shop.price not null,
  primary key (order_id, product_id)
);
alter table shop.orders enable row level security;
alter table shop.order_lines enable row level security;
create policy "own orders" on shop.orders for select to authenticated
  using (customer_id = (select auth.uid()));
create policy "lines of own orders" on shop.order_lines for select to authenticated
  using (exists (select from shop.orders where id = order_id));
grant select on shop.orders, shop.order_lines to authenticated;
grant all on shop.orders, shop.order_lines to service_role;

create function shop.place_order(lines jsonb) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  made bigint;
begin
  insert into shop.orders (customer_id) values (auth.uid()) returning id into made;
  insert into shop.order_lines (order_id, product_id, amount, price)
    select made, products.id, line.amount, products.price
    from jsonb_to_recordset(lines) as line (slug text, amount integer)
    join shop.products on products.slug operator(extensions.=) line.slug::extensions.citext;
  if (select count(*) from shop.order_lines where order_id = made) <> jsonb_array_length(lines) then
    raise exception 'a product is not to be had' using errcode = 'PT422';
  end if;
  return made;
end;
$$;
revoke execute on function shop.place_order from public;
grant execute on function shop.place_order to authenticated;

-- A field that requests compute.
create function shop.total(shop.orders) returns numeric language sql stable as $$
  select coalesce(sum(amount * price), 0) from shop.order_lines where order_id = $1.id
$$;

-- Rows of storage.objects as the caller sees and makes them: the policies decide.
create function shop.add_object(bucket text, path text) returns text language sql as $$
  insert into storage.objects (bucket_id, name) values (bucket, path) returning name
$$;
create function shop.objects(bucket text) returns setof text language sql stable as $$
  select name from storage.objects where bucket_id = bucket order by name
$$;
create function shop.buckets() returns table (id text, public boolean, file_size_limit bigint) language sql stable as $$
  select id, public, file_size_limit from storage.buckets order by id
$$;
