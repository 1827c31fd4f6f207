insert into auth.users (id, email) values
  ('44444444-4444-4444-4444-444444444444', 'carl@example.com');
insert into tenants (id, name) values
  ('aaaaaaaa-0000-0000-0000-000000000000', 'A'), ('bbbbbbbb-0000-0000-0000-000000000000', 'B');
insert into members (tenant_id, user_id) values
  ('aaaaaaaa-0000-0000-0000-000000000000', '44444444-4444-4444-4444-444444444444');
insert into projects (tenant_id, title) values
  ('aaaaaaaa-0000-0000-0000-000000000000', 'of A'), ('bbbbbbbb-0000-0000-0000-000000000000', 'of B');
