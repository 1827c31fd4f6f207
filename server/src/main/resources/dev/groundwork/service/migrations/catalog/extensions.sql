select 'pg_extension'::regclass::oid, e.oid, 0, 'extension', 'extension ' || quote_ident(e.extname),
  'extension ' || quote_ident(e.extname), null,
  jsonb_build_object('name', quote_ident(e.extname), 'version', e.extversion,
    'schema', quote_ident(n.nspname), 'relocatable', e.extrelocatable)
from pg_extension e join pg_namespace n on n.oid = e.extnamespace
where e.extname <> 'plpgsql'
