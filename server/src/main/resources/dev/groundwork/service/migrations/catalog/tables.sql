select 'pg_class'::regclass::oid, c.oid, 0, 'table', 'table ' || c.oid::regclass, 'table ' || c.oid::regclass, null,
  jsonb_build_object('schema', quote_ident(n.nspname), 'name', quote_ident(c.relname), 'owner', @owner(c.relowner),
    'comment', obj_description(c.oid, 'pg_class'), 'acl', @acl(r, c.relacl, c.relowner),
    'persistence', c.relpersistence, 'options', to_jsonb(c.reloptions),
    'method', (select nullif(amname, 'heap') from pg_am where oid = c.relam),
    'partition_by', case c.relkind when 'p' then pg_get_partkeydef(c.oid) end,
    'partition_of', case when c.relispartition then
      (select inhparent::regclass::text from pg_inherits where inhrelid = c.oid) end,
    'bound', pg_get_expr(c.relpartbound, c.oid),
    'inherits', case when not c.relispartition then
      (select jsonb_agg(inhparent::regclass::text order by inhseqno) from pg_inherits where inhrelid = c.oid) end,
    'of_type', nullif(c.reloftype, 0)::regtype,
    'row_security', c.relrowsecurity, 'force_row_security', c.relforcerowsecurity,
    'replica_identity', case c.relreplident when 'n' then 'nothing' when 'f' then 'full'
      when 'i' then (select 'using index ' || quote_ident(i.relname) from pg_index x
        join pg_class i on i.oid = x.indexrelid where x.indrelid = c.oid and x.indisreplident)
      else 'default' end)
from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and @ours(n) and not @member(pg_class, c.oid)
