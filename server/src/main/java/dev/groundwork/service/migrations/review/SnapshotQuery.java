package dev.groundwork.service.migrations.review;

/** The statements that read what a {@link Snapshot} and a {@link Traces} hold. */
final class SnapshotQuery {

  /**
   * Kind, identifier and facts of everything that is not PostgreSQL's or this program's own. Takes
   * no lock on what it describes.
   */
  static final String THINGS =
      """
      with spaces as materialized (
        select oid, nspname from pg_catalog.pg_namespace
        where nspname not in
            ('pg_catalog', 'information_schema', 'pg_toast', 'groundwork', 'supabase_migrations')
          and nspname !~ '^pg_(toast_)?temp'
      ), members as materialized (
        select classid, objid from pg_catalog.pg_depend where deptype = 'e'
      ), relations as materialized (
        select c.*, s.nspname, pg_catalog.format('%I.%I', s.nspname, c.relname) as name,
          exists (select from members
            where classid = 'pg_catalog.pg_class'::regclass and objid = c.oid) as member
        from pg_catalog.pg_class c join spaces s on s.oid = c.relnamespace
        where c.relkind in ('r', 'p', 'v', 'm', 'f')
      ), functions as materialized (
        select p.*, s.nspname, pg_catalog.format('%I.%I', s.nspname, p.proname) as name
        from pg_catalog.pg_proc p join spaces s on s.oid = p.pronamespace
        where not exists (select from members
          where classid = 'pg_catalog.pg_proc'::regclass and objid = p.oid)
      )
      select 'RELATION', r.oid::text, pg_catalog.jsonb_build_object(
          'name', r.name, 'schema', r.nspname, 'plain', r.relname, 'kind', r.relkind, 'member', r.member,
          'file', pg_catalog.pg_relation_filenode(r.oid), 'tablespace', r.reltablespace,
          'persistence', r.relpersistence, 'rls', r.relrowsecurity, 'partition', r.relispartition,
          'options', pg_catalog.array_to_string(r.reloptions, ','),
          'updatable', case when r.relkind = 'v'
            then pg_catalog.pg_relation_is_updatable(r.oid, true) else 28 end,
          'parent', (select inhparent from pg_catalog.pg_inherits
            where inhrelid = r.oid and r.relispartition limit 1),
          'reads', (select pg_catalog.string_agg(distinct d.refobjid::text, ',')
            from pg_catalog.pg_rewrite w join pg_catalog.pg_depend d
              on d.classid = 'pg_catalog.pg_rewrite'::regclass and d.objid = w.oid
                and d.refclassid = 'pg_catalog.pg_class'::regclass and d.refobjid <> r.oid
            where w.ev_class = r.oid and r.relkind in ('v', 'm')))::text
        from relations r
      union all
      select 'COLUMN', a.attrelid || '.' || a.attnum, pg_catalog.jsonb_build_object(
          'relation', a.attrelid, 'name', a.attname, 'number', a.attnum,
          'type', pg_catalog.format_type(a.atttypid, a.atttypmod), 'typeId', a.atttypid,
          'required', a.attnotnull, 'default', a.atthasdef or a.attidentity <> '',
          'expression', case when a.atthasdef then pg_catalog.pg_get_expr(d.adbin, d.adrelid) end,
          'identity', a.attidentity, 'generated', a.attgenerated)::text
        from relations r join pg_catalog.pg_attribute a on a.attrelid = r.oid
          left join pg_catalog.pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attnum > 0 and not a.attisdropped
      union all
      select 'CONSTRAINT', c.oid::text, pg_catalog.jsonb_build_object(
          'relation', nullif(c.conrelid, 0), 'domain', nullif(c.contypid, 0), 'name', c.conname,
          'type', c.contype, 'valid', c.convalidated, 'index', nullif(c.conindid, 0),
          'target', nullif(c.confrelid, 0), 'parent', nullif(c.conparentid, 0),
          'columns', pg_catalog.array_to_string(c.conkey, ','),
          'targetColumns', pg_catalog.array_to_string(c.confkey, ','),
          'definition', pg_catalog.pg_get_constraintdef(c.oid))::text
        from pg_catalog.pg_constraint c join spaces s on s.oid = c.connamespace
        where c.contype in ('c', 'f', 'p', 'u', 'x')
      union all
      select 'INDEX', i.indexrelid::text, pg_catalog.jsonb_build_object(
          'relation', i.indrelid, 'name', pg_catalog.format('%I.%I', r.nspname, c.relname),
          'unique', i.indisunique, 'keys', i.indnkeyatts, 'primary', i.indisprimary, 'valid', i.indisvalid,
          'file', pg_catalog.pg_relation_filenode(i.indexrelid), 'partial', i.indpred is not null,
          'columns', pg_catalog.replace(i.indkey::text, ' ', ','),
          'definition', pg_catalog.regexp_replace(
            pg_catalog.pg_get_indexdef(i.indexrelid), '^CREATE (UNIQUE )?INDEX .*? ON ', ''),
          'parent', (select inhparent from pg_catalog.pg_inherits where inhrelid = i.indexrelid)
          )::text
        from relations r join pg_catalog.pg_index i on i.indrelid = r.oid
          join pg_catalog.pg_class c on c.oid = i.indexrelid
      union all
      select 'ROUTINE', f.oid::text, pg_catalog.jsonb_build_object(
          'name', f.name, 'schema', f.nspname, 'kind', f.prokind, 'definer', f.prosecdef,
          'settings', pg_catalog.array_to_string(f.proconfig, ','),
          'inputs', pg_catalog.pg_get_function_identity_arguments(f.oid),
          'names', coalesce(pg_catalog.array_to_string(f.proargnames, ',', '?'), ''),
          'modes', pg_catalog.array_to_string(f.proargmodes, ','),
          'arguments', f.pronargs, 'optional', f.pronargdefaults,
          'returns', pg_catalog.pg_get_function_result(f.oid),
          'trigger', f.prorettype in ('pg_catalog.trigger'::regtype,
            'pg_catalog.event_trigger'::regtype),
          'public', f.proacl is null or exists (select from pg_catalog.aclexplode(f.proacl)
            where grantee = 0 and privilege_type = 'EXECUTE'))::text
        from functions f
      union all
      select 'POLICY', p.oid::text, pg_catalog.jsonb_build_object(
          'relation', p.polrelid, 'name', p.polname, 'command', p.polcmd,
          'permissive', p.polpermissive,
          'public', 0 = any (p.polroles) or exists (select from pg_catalog.pg_roles
            where oid = any (p.polroles) and rolname in ('anon', 'authenticated')),
          'using', pg_catalog.pg_get_expr(p.polqual, p.polrelid),
          'check', pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid))::text
        from relations r join pg_catalog.pg_policy p on p.polrelid = r.oid
      union all
      select 'LABEL', e.oid::text, pg_catalog.jsonb_build_object(
          'type', pg_catalog.format('%I.%I', s.nspname, t.typname), 'typeId', t.oid,
          'label', e.enumlabel)::text
        from pg_catalog.pg_enum e join pg_catalog.pg_type t on t.oid = e.enumtypid
          join spaces s on s.oid = t.typnamespace
      union all
      select 'PRIVILEGE', pg_catalog.concat_ws(':', r.oid, x.grantee, x.privilege_type),
          pg_catalog.jsonb_build_object('relation', r.oid, 'privilege', x.privilege_type,
            'role', case x.grantee when 0 then 'public'
              else pg_catalog.pg_get_userbyid(x.grantee) end)::text
        from relations r, pg_catalog.aclexplode(r.relacl) x
        where x.grantee <> r.relowner
      """;

  /** Locks of this session, scans of tables by it, and how long it waits for locks. */
  static final String TRACES =
      """
      select 'lock', relation::text, mode from pg_catalog.pg_locks
        where pid = pg_catalog.pg_backend_pid() and locktype = 'relation' and granted
          and database = (select oid from pg_catalog.pg_database
            where datname = pg_catalog.current_database())
      union all
      select 'scan', relid::text, seq_scan::text from pg_catalog.pg_stat_xact_all_tables
        where seq_scan > 0 and schemaname not in ('pg_catalog', 'pg_toast', 'information_schema')
      union all
      select 'timeout', '', pg_catalog.current_setting('lock_timeout')
      """;

  private SnapshotQuery() {}
}
