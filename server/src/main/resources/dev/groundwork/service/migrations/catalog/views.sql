select 'pg_class'::regclass::oid, c.oid, 0, case c.relkind when 'v' then 'view' else 'materialized view' end,
  case c.relkind when 'v' then 'view ' else 'materialized view ' end || c.oid::regclass,
  case c.relkind when 'v' then 'view ' else 'materialized view ' end || c.oid::regclass, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(c.relname), 'owner', @owner(c.relowner),
    'comment', obj_description(c.oid, 'pg_class'), 'acl', @acl(r, c.relacl, c.relowner),
    'definition', rtrim(pg_get_viewdef(c.oid), '; '), 'options', to_jsonb(c.reloptions),
    'populated', c.relispopulated,
    'columns', (select jsonb_agg(jsonb_build_array(quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
        a.attcollation::regcollation) order by a.attnum)
      from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped))
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('v', 'm') and @ours(n) and not @member(pg_class, c.oid)
