select 'pg_class'::regclass::oid, c.oid, a.attnum, 'column',
  format('column %s.%I', c.oid::regclass, a.attname), format('column %s.%I', c.oid::regclass, a.attname),
  'table ' || c.oid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(a.attname), 'number', a.attnum,
    'comment', col_description(c.oid, a.attnum), 'acl', @acl(c, a.attacl, c.relowner),
    'type', format_type(a.atttypid, a.atttypmod),
    'collation', case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end,
    'not_null', a.attnotnull,
    'not_null_invalid', exists (select from pg_constraint x where x.conrelid = c.oid and x.contype = 'n'
      and x.conkey[1] = a.attnum and not x.convalidated),
    'default', case a.attgenerated when '' then pg_get_expr(d.adbin, d.adrelid) end,
    'generated', nullif(a.attgenerated, ''),
    'expression', case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
    'identity', nullif(a.attidentity, ''),
    'sequence', case when a.attidentity <> '' then (
      select jsonb_build_object('start', q.seqstart, 'increment', q.seqincrement,
          'min', q.seqmin, 'max', q.seqmax, 'cache', q.seqcache, 'cycle', q.seqcycle)
        from pg_depend p join pg_sequence q on q.seqrelid = p.objid
        where p.classid = 'pg_class'::regclass and p.refclassid = 'pg_class'::regclass and p.refobjid = c.oid
          and p.refobjsubid = a.attnum and p.deptype = 'i') end,
    'storage', case when a.attstorage <> t.typstorage then
      case a.attstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end end,
    'usual_storage', case t.typstorage when 'p' then 'plain' when 'e' then 'external' when 'm' then 'main' else 'extended' end,
    'compression', case a.attcompression when 'p' then 'pglz' when 'l' then 'lz4' end,
    'statistics', nullif(a.attstattarget, -1), 'options', to_jsonb(a.attoptions),
    'local', a.attislocal)
from pg_attribute a
  join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and @ours(n) and not @member(pg_class, c.oid)
