select 'pg_statistic_ext'::regclass::oid, s.oid, 0, 'statistics',
  format('statistics %I.%I', n.nspname, s.stxname), format('statistics %I.%I', n.nspname, s.stxname),
  'table ' || s.stxrelid::regclass,
  jsonb_build_object('schema', quote_ident(n.nspname), 'comment', obj_description(s.oid, 'pg_statistic_ext'),
    'owner', @owner(s.stxowner), 'definition', pg_get_statisticsobjdef(s.oid), 'target', nullif(s.stxstattarget, -1))
from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace
where @ours(n)
