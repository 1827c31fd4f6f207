-- Who needs whom. That a sequence goes with the column that owns it is no need of the sequence.
select d.classid, d.objid, d.objsubid, d.refclassid, d.refobjid, d.refobjsubid
from pg_depend d
where d.objid >= 16384 and d.refobjid >= 16384 and d.deptype in ('n', 'a', 'i', 'P', 'S')
  and not (d.deptype = 'a' and d.classid = 'pg_class'::regclass and d.refclassid = 'pg_class'::regclass
    and exists (select from pg_class c where c.oid = d.objid and c.relkind = 'S'))
