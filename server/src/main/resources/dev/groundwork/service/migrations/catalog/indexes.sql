select 'pg_class'::regclass::oid, c.oid, 0, 'index', 'index ' || c.oid::regclass, 'index ' || c.oid::regclass,
  case t.relkind when 'm' then 'materialized view ' else 'table ' end || t.oid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(c.relname),
    'comment', obj_description(c.oid, 'pg_class'), 'valid', i.indisvalid,
    'definition', case c.relkind when 'I'
      then replace(pg_get_indexdef(c.oid), ' ON ONLY ', ' ON ') else pg_get_indexdef(c.oid) end)
from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
  join pg_namespace n on n.oid = c.relnamespace
where @ours(n) and not c.relispartition and not @member(pg_class, c.oid) and t.relkind in ('r', 'p', 'm')
  and not exists (select from pg_constraint x where x.conindid = c.oid and x.contype in ('p', 'u', 'x'))
