-- Roles belong to the whole server: another class's fixtures may have made it, or be making it.
do $body$
begin
  create role supabase_auth_admin noinherit;
exception when duplicate_object or unique_violation then
  null;
end
$body$;
