select 'pg_type'::regclass::oid, t.oid, 0, 'range', 'type ' || t.oid::regtype, 'type ' || t.oid::regtype, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'owner', @owner(t.typowner),
    'comment', obj_description(t.oid, 'pg_type'), 'acl', @acl(T, t.typacl, t.typowner),
    'definition', format('create type %s as range (%s)', t.oid::regtype,
      concat_ws(', ', 'subtype = ' || format_type(r.rngsubtype, null),
        'subtype_opclass = ' || quote_ident(s.nspname) || '.' || quote_ident(o.opcname),
        'collation = ' || nullif(r.rngcollation, 0)::regcollation,
        'subtype_diff = ' || nullif(r.rngsubdiff::oid, 0)::regproc,
        'multirange_type_name = ' || r.rngmultitypid::regtype)))
from pg_range r join pg_type t on t.oid = r.rngtypid join pg_namespace n on n.oid = t.typnamespace
  join pg_opclass o on o.oid = r.rngsubopc join pg_namespace s on s.oid = o.opcnamespace
where @ours(n) and not @member(pg_type, t.oid)
