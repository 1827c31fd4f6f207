select 'pg_type'::regclass::oid, t.oid, 0, 'enum', 'type ' || t.oid::regtype, 'type ' || t.oid::regtype, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(t.typname), 'owner', @owner(t.typowner),
    'comment', obj_description(t.oid, 'pg_type'), 'acl', @acl(T, t.typacl, t.typowner),
    'labels', coalesce((select jsonb_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid), '[]'))
from pg_type t join pg_namespace n on n.oid = t.typnamespace
where t.typtype = 'e' and @ours(n) and not @member(pg_type, t.oid)
