select 'pg_publication'::regclass::oid, p.oid, 0, 'publication', 'publication ' || quote_ident(p.pubname),
  'publication ' || quote_ident(p.pubname), null,
  jsonb_build_object('name', quote_ident(p.pubname), 'owner', @owner(p.pubowner),
    'comment', obj_description(p.oid, 'pg_publication'), 'all', p.puballtables,
    'publish', concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end,
      case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end),
    'via_root', p.pubviaroot,
    'members', coalesce((select jsonb_agg(member order by member) from (
      select 'table ' || r.prrelid::regclass
          || coalesce(' (' || (select string_agg(quote_ident(a.attname), ', ' order by a.attnum) from pg_attribute a
            where a.attrelid = r.prrelid and a.attnum = any (r.prattrs)) || ')', '')
          || coalesce(' where ' || pg_get_expr(r.prqual, r.prrelid), '') as member
        from pg_publication_rel r where r.prpubid = p.oid
      union all
      select 'tables in schema ' || quote_ident(n.nspname)
        from pg_publication_namespace m join pg_namespace n on n.oid = m.pnnspid where m.pnpubid = p.oid) each), '[]'))
from pg_publication p
where not @member(pg_publication, p.oid)
