select 'pg_trigger'::regclass::oid, g.oid, 0, 'trigger',
  format('trigger %I on %s', g.tgname, c.oid::regclass), format('trigger %I on %s', g.tgname, c.oid::regclass),
  case c.relkind when 'v' then 'view ' else 'table ' end || c.oid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(g.tgname),
    'comment', obj_description(g.oid, 'pg_trigger'), 'definition', pg_get_triggerdef(g.oid),
    'enabled', g.tgenabled)
from pg_trigger g join pg_class c on c.oid = g.tgrelid join pg_namespace n on n.oid = c.relnamespace
where not g.tgisinternal and g.tgparentid = 0 and @ours(n) and not @member(pg_trigger, g.oid)
