select 'pg_class'::regclass::oid, c.oid, a.attnum, 'view column',
  format('column %s.%I', c.oid::regclass, a.attname), format('column %s.%I', c.oid::regclass, a.attname),
  case c.relkind when 'v' then 'view ' else 'materialized view ' end || c.oid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(a.attname),
    'comment', col_description(c.oid, a.attnum), 'acl', @acl(c, a.attacl, c.relowner),
    'default', pg_get_expr(d.adbin, d.adrelid))
from pg_attribute a
  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where c.relkind in ('v', 'm') and a.attnum > 0 and not a.attisdropped and @ours(n) and not @member(pg_class, c.oid)
