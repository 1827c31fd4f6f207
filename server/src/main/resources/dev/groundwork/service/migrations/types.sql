-- What clients see of some schemas, as one JSON document. $1 is an array of names.
with recursive
base (oid, at) as (
  select oid, oid from pg_type
  union all
  select b.oid, t.typbasetype from base b join pg_type t on t.oid = b.at where t.typtype = 'd'
),
-- behind domains, and for arrays their elements
types (oid, type) as (
  select b.oid, jsonb_build_object('name', e.typname, 'schema', n.nspname, 'kind', e.typtype,
    'relation', c.relkind, 'array', t.typcategory = 'A' and t.typelem <> 0)
  from base b join pg_type t on t.oid = b.at
    join pg_type e on e.oid = case when t.typcategory = 'A' and t.typelem <> 0 then t.typelem else t.oid end
    join pg_namespace n on n.oid = e.typnamespace
    left join pg_class c on c.oid = e.typrelid
  where t.typtype <> 'd'
),
schemas (oid, name) as (
  select oid, nspname from pg_namespace where nspname = any (?::text[])
),
columns (relation, list) as (
  select a.attrelid, jsonb_agg(jsonb_build_object('name', a.attname, 'type', t.type,
      'nullable', not a.attnotnull and y.typnotnull is not true,
      'optional', a.atthasdef or a.attidentity <> '' or (y.typtype = 'd' and y.typdefault is not null),
      'generated', a.attgenerated <> '' or a.attidentity = 'a',
      'comment', col_description(a.attrelid, a.attnum)) order by a.attname)
  from pg_attribute a join types t on t.oid = a.atttypid join pg_type y on y.oid = a.atttypid
    join pg_class c on c.oid = a.attrelid join schemas s on s.oid = c.relnamespace
  where a.attnum > 0 and not a.attisdropped
  group by a.attrelid
),
relations as (
  select s.name schema, jsonb_build_object('name', c.relname, 'view', c.relkind in ('v', 'm'),
    'comment', obj_description(c.oid, 'pg_class'),
    'insertable', pg_relation_is_updatable(c.oid, true) & 8 > 0,
    'updatable', pg_relation_is_updatable(c.oid, true) & 4 > 0,
    'columns', coalesce(l.list, '[]'),
    'relationships', coalesce((select jsonb_agg(jsonb_build_object('name', x.conname,
        'columns', (select jsonb_agg(a.attname order by k.i) from unnest(x.conkey) with ordinality k (n, i)
          join pg_attribute a on a.attrelid = x.conrelid and a.attnum = k.n),
        'target', r.relname, 'target_schema', rn.nspname,
        'target_columns', (select jsonb_agg(a.attname order by k.i) from unnest(x.confkey) with ordinality k (n, i)
          join pg_attribute a on a.attrelid = x.confrelid and a.attnum = k.n),
        'one', exists (select from pg_constraint u where u.conrelid = x.conrelid and u.contype in ('p', 'u')
          and u.conkey <@ x.conkey)) order by x.conname)
      from pg_constraint x join pg_class r on r.oid = x.confrelid join pg_namespace rn on rn.oid = r.relnamespace
      where x.conrelid = c.oid and x.contype = 'f' and x.conparentid = 0), '[]')) item
  from pg_class c join schemas s on s.oid = c.relnamespace left join columns l on l.relation = c.oid
  where c.relkind in ('r', 'p', 'v', 'm', 'f') and not c.relispartition
),
functions as (
  select s.name schema, jsonb_build_object('name', p.proname, 'comment', obj_description(p.oid, 'pg_proc'),
    'set', p.proretset, 'returns', r.type,
    'arguments', coalesce((select jsonb_agg(jsonb_build_object('name', coalesce(p.proargnames[a.i], ''), 'type', t.type,
          'optional', a.n > p.pronargs - p.pronargdefaults) order by a.n)
        from (select i, row_number() over (order by i) n, type from unnest(
            coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality u (type, i)
          where coalesce(p.proargmodes[i], 'i') in ('i', 'b', 'v')) a join types t on t.oid = a.type), '[]'),
    'columns', (select jsonb_agg(jsonb_build_object('name', p.proargnames[a.i], 'type', t.type, 'nullable', false) order by a.i)
        from unnest(p.proallargtypes) with ordinality a (type, i) join types t on t.oid = a.type
        where p.proargmodes[a.i] in ('o', 'b', 't'))) item
  from pg_proc p join schemas s on s.oid = p.pronamespace join types r on r.oid = p.prorettype
  where p.prokind = 'f' and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype in ('e', 'i'))
),
enums as (
  select s.name schema, jsonb_build_object('name', t.typname, 'labels',
    (select jsonb_agg(enumlabel order by enumsortorder) from pg_enum where enumtypid = t.oid)) item
  from pg_type t join schemas s on s.oid = t.typnamespace where t.typtype = 'e'
),
composites as (
  select s.name schema, jsonb_build_object('name', t.typname, 'columns', coalesce(l.list, '[]')) item
  from pg_type t join schemas s on s.oid = t.typnamespace join pg_class c on c.oid = t.typrelid and c.relkind = 'c'
    left join columns l on l.relation = c.oid
)
select s.name, jsonb_build_object(
  'relations', coalesce((select jsonb_agg(item order by item ->> 'name') from relations x where x.schema = s.name), '[]'),
  'functions', coalesce((select jsonb_agg(item order by item ->> 'name', item ->> 'arguments') from functions x where x.schema = s.name), '[]'),
  'enums', coalesce((select jsonb_agg(item order by item ->> 'name') from enums x where x.schema = s.name), '[]'),
  'composites', coalesce((select jsonb_agg(item order by item ->> 'name') from composites x where x.schema = s.name), '[]'))
from schemas s order by s.name
