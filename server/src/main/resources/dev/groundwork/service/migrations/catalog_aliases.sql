-- What stands for an object in the dependencies: its class, number and column, and those of the object.
select classid, objid, subid, of_class, of_object, of_sub from (
  -- a view is what its rule depends on
  select 'pg_rewrite'::regclass::oid classid, r.oid objid, 0 subid, 'pg_class'::regclass::oid of_class, r.ev_class of_object, 0 of_sub
    from pg_rewrite r where r.rulename = '_RETURN'
  union all
  select 'pg_attrdef'::regclass, d.oid, 0, 'pg_class'::regclass, d.adrelid, d.adnum from pg_attrdef d
  union all
  -- the type of a row, and of arrays
  select 'pg_type'::regclass, t.oid, 0, 'pg_class'::regclass, t.typrelid, 0
    from pg_type t join pg_class c on c.oid = t.typrelid where c.relkind <> 'c'
  union all
  select 'pg_class'::regclass, t.typrelid, 0, 'pg_type'::regclass, t.oid, 0
    from pg_type t join pg_class c on c.oid = t.typrelid where c.relkind = 'c'
  union all
  select 'pg_type'::regclass, a.oid, 0, 'pg_type'::regclass, a.typelem, 0
    from pg_type a where a.typcategory = 'A' and a.typelem <> 0
  union all
  select 'pg_type'::regclass, r.rngmultitypid, 0, 'pg_type'::regclass, r.rngtypid, 0 from pg_range r
  union all
  select d.classid, d.objid, 0, d.refclassid, d.refobjid, d.refobjsubid from pg_depend d
    where d.deptype = 'i' and d.classid = 'pg_proc'::regclass and d.refclassid = 'pg_type'::regclass
  union all
  -- indexes of constraints, sequences of identity columns
  select 'pg_class'::regclass, x.conindid, 0, 'pg_constraint'::regclass, x.oid, 0
    from pg_constraint x where x.contype in ('p', 'u', 'x') and x.conindid <> 0
  union all
  select d.classid, d.objid, 0, d.refclassid, d.refobjid, d.refobjsubid from pg_depend d
    join pg_class c on c.oid = d.objid and c.relkind = 'S'
    where d.deptype = 'i' and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
  union all
  select 'pg_constraint'::regclass, x.oid, 0, 'pg_type'::regclass, x.contypid, 0
    from pg_constraint x where x.contypid <> 0
  union all
  select 'pg_constraint'::regclass, x.oid, 0, 'pg_class'::regclass, x.conrelid, x.conkey[1]
    from pg_constraint x where x.contype = 'n' and x.conrelid <> 0
  union all
  -- what belongs to an extension comes with it
  select d.classid, d.objid, 0, d.refclassid, d.refobjid, 0 from pg_depend d
    where d.deptype = 'e' and d.refclassid = 'pg_extension'::regclass
) alias
where objid >= 16384
