select 'pg_constraint'::regclass::oid, x.oid, 0, 'constraint',
  format('constraint %I on %s', x.conname, c.oid::regclass), format('constraint %I on %s', x.conname, c.oid::regclass),
  'table ' || c.oid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(x.conname),
    'comment', obj_description(x.oid, 'pg_constraint'), 'type', x.contype, 'validated', x.convalidated,
    'definition', regexp_replace(pg_get_constraintdef(x.oid), ' NOT VALID$', ''),
    'options', (select to_jsonb(i.reloptions) from pg_class i where i.oid = x.conindid and x.contype in ('p', 'u', 'x')))
from pg_constraint x join pg_class c on c.oid = x.conrelid join pg_namespace n on n.oid = c.relnamespace
where x.contype in ('p', 'u', 'f', 'c', 'x') and x.conparentid = 0 and x.conislocal
  and c.relkind in ('r', 'p') and @ours(n) and not @member(pg_class, c.oid)
