select 'pg_default_acl'::regclass::oid, d.oid, 0, 'default privileges',
  format('default privileges for %s in %s on %s', coalesce(@owner(d.defaclrole), 'us'), coalesce(quote_ident(n.nspname), 'all'), d.defaclobjtype),
  '', 'schema ' || quote_ident(n.nspname),
  jsonb_build_object('role', @owner(d.defaclrole), 'schema', quote_ident(n.nspname), 'type', d.defaclobjtype,
    'acl', @acl(d.defaclobjtype, d.defaclacl, d.defaclrole))
from pg_default_acl d left join pg_namespace n on n.oid = d.defaclnamespace
where n.oid is null or @ours(n)
