select 'pg_proc'::regclass::oid, p.oid, 0, 'function',
  format('%s %I.%I(%s)', case p.prokind when 'p' then 'procedure' else 'function' end, n.nspname, p.proname,
    oidvectortypes(p.proargtypes)),
  format('%s %I.%I(%s)', case p.prokind when 'p' then 'procedure' else 'function' end, n.nspname, p.proname,
    pg_get_function_identity_arguments(p.oid)), null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(p.proname), 'owner', @owner(p.proowner),
    'comment', obj_description(p.oid, 'pg_proc'), 'acl', @acl(f, p.proacl, p.proowner),
    'definition', rtrim(pg_get_functiondef(p.oid), E'\n'), 'result', pg_get_function_result(p.oid),
    'arguments', pg_get_function_identity_arguments(p.oid), 'kind', p.prokind, 'set', p.proretset,
    'names', to_jsonb(p.proargnames), 'all_types', p.proallargtypes::regtype[]::text, 'defaults', p.pronargdefaults)
from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where p.prokind in ('f', 'p', 'w') and @ours(n) and not @member(pg_proc, p.oid)
  and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')
