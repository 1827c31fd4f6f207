create index concurrently if not exists todos_user_id_idx on public.todos (user_id);
