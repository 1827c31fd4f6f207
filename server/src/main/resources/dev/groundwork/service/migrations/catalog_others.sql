-- Kinds of objects that are not compared, each with how many there are.
select kind || ' (' || count(*) || ')' from (
  select 'foreign tables' kind, 'pg_class'::regclass::oid classid, c.oid from pg_class c where c.relkind = 'f'
  union all select 'foreign servers', 'pg_foreign_server'::regclass, oid from pg_foreign_server
  union all select 'casts', 'pg_cast'::regclass, oid from pg_cast
  union all select 'operators', 'pg_operator'::regclass, oid from pg_operator
  union all select 'operator classes', 'pg_opclass'::regclass, oid from pg_opclass
  union all select 'base types', 'pg_type'::regclass, t.oid from pg_type t where t.typtype = 'b' and t.typcategory <> 'A'
  union all select 'text search configurations', 'pg_ts_config'::regclass, oid from pg_ts_config
  union all select 'text search dictionaries', 'pg_ts_dict'::regclass, oid from pg_ts_dict
  union all select 'languages', 'pg_language'::regclass, oid from pg_language
  union all select 'subscriptions', 'pg_subscription'::regclass, oid from pg_subscription
) other
where oid >= 16384 and not exists (
  select from pg_depend d where d.classid = other.classid and d.objid = other.oid and d.deptype in ('e', 'i'))
group by kind order by kind
