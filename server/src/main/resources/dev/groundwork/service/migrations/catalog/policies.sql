select 'pg_policy'::regclass::oid, p.oid, 0, 'policy',
  format('policy %I on %s', p.polname, c.oid::regclass), format('policy %I on %s', p.polname, c.oid::regclass),
  'table ' || c.oid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(p.polname),
    'comment', obj_description(p.oid, 'pg_policy'), 'permissive', p.polpermissive,
    'command', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
      when 'd' then 'delete' else 'all' end,
    'roles', (select string_agg(case r when 0 then 'public' else quote_ident(pg_get_userbyid(r)) end, ', '
        order by case r when 0 then 'public' else pg_get_userbyid(r)::text end) from unnest(p.polroles) r),
    'using', pg_get_expr(p.polqual, p.polrelid), 'check', pg_get_expr(p.polwithcheck, p.polrelid))
from pg_policy p join pg_class c on c.oid = p.polrelid join pg_namespace n on n.oid = c.relnamespace
where @ours(n) and not @member(pg_class, c.oid)
