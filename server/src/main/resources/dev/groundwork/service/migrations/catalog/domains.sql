select 'pg_type'::regclass::oid, t.oid, 0, 'domain', 'domain ' || t.oid::regtype, 'domain ' || t.oid::regtype, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'owner', @owner(t.typowner),
    'comment', obj_description(t.oid, 'pg_type'), 'acl', @acl(T, t.typacl, t.typowner),
    'type', format_type(t.typbasetype, t.typtypmod),
    'collation', case when t.typcollation <> b.typcollation then t.typcollation::regcollation::text end,
    'not_null', t.typnotnull, 'default', t.typdefault,
    'constraints', coalesce((select jsonb_object_agg(quote_ident(conname), pg_get_constraintdef(c.oid))
      from pg_constraint c where c.contypid = t.oid and c.contype = 'c'), '{}'))
from pg_type t join pg_namespace n on n.oid = t.typnamespace join pg_type b on b.oid = t.typbasetype
where t.typtype = 'd' and @ours(n) and not @member(pg_type, t.oid)
