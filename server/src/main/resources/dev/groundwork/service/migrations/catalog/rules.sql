select 'pg_rewrite'::regclass::oid, r.oid, 0, 'rule',
  format('rule %I on %s', r.rulename, c.oid::regclass), format('rule %I on %s', r.rulename, c.oid::regclass),
  case c.relkind when 'v' then 'view ' else 'table ' end || c.oid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(r.rulename),
    'comment', obj_description(r.oid, 'pg_rewrite'), 'definition', rtrim(pg_get_ruledef(r.oid), ';'),
    'enabled', r.ev_enabled)
from pg_rewrite r join pg_class c on c.oid = r.ev_class join pg_namespace n on n.oid = c.relnamespace
where r.rulename <> '_RETURN' and @ours(n) and not @member(pg_class, c.oid)
