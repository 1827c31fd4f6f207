insert into auth.users (id, email, raw_user_meta_data)
values
  ('22222222-2222-2222-2222-222222222222', 'bob@example.com', '{"username": "bobby"}'),
  ('33333333-3333-3333-3333-333333333333', 'eve@example.com', null);
