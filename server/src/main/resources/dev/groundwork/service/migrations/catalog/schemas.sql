select 'pg_namespace'::regclass::oid, n.oid, 0, 'schema', 'schema ' || quote_ident(n.nspname),
  'schema ' || quote_ident(n.nspname), null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'owner', @owner(n.nspowner),
    'comment', obj_description(n.oid, 'pg_namespace'), 'acl', @acl(n, n.nspacl, n.nspowner))
from pg_namespace n
where @ours(n) and not @member(pg_namespace, n.oid)
