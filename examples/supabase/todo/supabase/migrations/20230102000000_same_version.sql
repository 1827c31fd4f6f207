begin;
alter table todos add column rank integer;
commit;
begin;
create extension if not exists moddatetime schema extensions;
alter table todos add column updated_at timestamptz;
create trigger touch before update on todos
  for each row execute procedure moddatetime (updated_at);
commit;
