select 'pg_type'::regclass::oid, t.oid, 0, 'composite', 'type ' || t.oid::regtype, 'type ' || t.oid::regtype, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'owner', @owner(t.typowner),
    'comment', obj_description(t.oid, 'pg_type'), 'acl', @acl(T, t.typacl, t.typowner),
    'attributes', coalesce((select jsonb_agg(jsonb_build_object('name', quote_ident(a.attname),
          'type', format_type(a.atttypid, a.atttypmod),
          'collation', case when a.attcollation <> b.typcollation then a.attcollation::regcollation::text end)
        order by a.attnum)
      from pg_attribute a join pg_type b on b.oid = a.atttypid
      where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped), '[]'))
from pg_type t join pg_namespace n on n.oid = t.typnamespace
  join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
where t.typtype = 'c' and @ours(n) and not @member(pg_type, t.oid)
