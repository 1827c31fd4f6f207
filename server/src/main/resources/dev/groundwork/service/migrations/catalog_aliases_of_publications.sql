-- The members of publications stand for them.
select 'pg_publication_rel'::regclass::oid, r.oid, 0, 'pg_publication'::regclass::oid, r.prpubid, 0 from pg_publication_rel r
union all
select 'pg_publication_namespace'::regclass, n.oid, 0, 'pg_publication'::regclass, n.pnpubid, 0
  from pg_publication_namespace n
