select 'pg_class'::regclass::oid, c.oid, 0, 'sequence', 'sequence ' || c.oid::regclass, 'sequence ' || c.oid::regclass, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'owner', @owner(c.relowner),
    'comment', obj_description(c.oid, 'pg_class'), 'acl', @acl(s, c.relacl, c.relowner),
    'type', format_type(s.seqtypid, null), 'start', s.seqstart, 'increment', s.seqincrement, 'min', s.seqmin,
    'max', s.seqmax, 'cache', s.seqcache, 'cycle', s.seqcycle, 'persistence', c.relpersistence,
    'owned_by', (select format('%s.%I', d.refobjid::regclass, a.attname)
      from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
        and d.deptype = 'a'))
from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_sequence s on s.seqrelid = c.oid
where c.relkind = 'S' and @ours(n) and not @member(pg_class, c.oid)
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'i')
