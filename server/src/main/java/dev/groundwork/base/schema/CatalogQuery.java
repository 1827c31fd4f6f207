package dev.groundwork.base.schema;

import dev.groundwork.base.sql.Statement;

/**
 * The catalog queries that a {@link SchemaCache} is built from. They run in one transaction with an
 * empty search path, so that types, defaults and expressions come schema-qualified wherever they
 * are not PostgreSQL's own. Each gives flat rows; {@code ...Reader} classes put them together by
 * hash.
 */
enum CatalogQuery {
  /** Prepares the transaction; must run first. A role's statement timeout is meant for clients. */
  SETTINGS(
      Schemas.NONE,
      """
      select current_setting('server_version_num'),
             set_config('search_path', '', true),
             set_config('statement_timeout', '0', true)
      """),

  SCHEMAS(
      Schemas.SEARCHED,
      """
      select n.nspname, obj_description(n.oid, 'pg_namespace')
      from pg_namespace n
      where n.nspname = any(?::text[])
      """),

  /** The bits are those of {@code pg_relation_is_updatable}: 4 update, 8 insert, 16 delete. */
  RELATIONS(
      Schemas.EXPOSED,
      """
      select c.oid, n.nspname, c.relname, c.relkind,
             case
               when c.relkind in ('r', 'p') then 28
               when c.relkind in ('v', 'f') then pg_relation_is_updatable(c.oid, true)
               else 0
             end,
             d.description
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_description d
        on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass
      where c.relkind in ('r', 'v', 'm', 'f', 'p')
        and not c.relispartition
        and n.nspname = any(?::text[])
        and n.nspname not in ('pg_catalog', 'information_schema')
      """),

  COLUMNS(
      Schemas.EXPOSED,
      """
      with recursive domain_step(domain, base, typmod) as (
        select oid, typbasetype, typtypmod from pg_type where typtype = 'd'
        union all
        select s.domain, t.typbasetype, t.typtypmod
        from domain_step s
        join pg_type t on t.oid = s.base and t.typtype = 'd'
      ),
      domain as (
        select s.domain, s.base, s.typmod, t.typnamespace
        from domain_step s
        join pg_type t on t.oid = s.base and t.typtype <> 'd'
      )
      select a.attrelid, a.attnum, a.attname,
             format_type(a.atttypid, a.atttypmod),
             format_type(a.atttypid, null),
             case
               when t.typtype = 'd' and b.typnamespace = 'pg_catalog'::regnamespace
                 then format_type(b.base, null)
               when t.typtype <> 'd' and t.typnamespace = 'pg_catalog'::regnamespace
                 then format_type(a.atttypid, null)
               else format_type(a.atttypid, a.atttypmod)
             end,
             not (a.attnotnull or t.typtype = 'd' and t.typnotnull),
             a.attgenerated <> '' or a.attidentity = 'a',
             case
               when a.attgenerated <> '' then null
               when a.attidentity = 'd' then format('nextval(%L)', seq.objid::regclass)
               when def.adbin is not null then pg_get_expr(def.adbin, def.adrelid)
               when t.typtype = 'd' then pg_get_expr(t.typdefaultbin, 0)
             end,
             coalesce(b.base, a.atttypid),
             coalesce(b.typmod, a.atttypmod),
             d.description
      from pg_attribute a
      join pg_class c on c.oid = a.attrelid
      join pg_namespace n on n.oid = c.relnamespace
      join pg_type t on t.oid = a.atttypid
      left join domain b on b.domain = a.atttypid
      left join pg_attrdef def on def.adrelid = a.attrelid and def.adnum = a.attnum
      left join pg_depend seq
        on a.attidentity <> ''
        and seq.refclassid = 'pg_class'::regclass
        and seq.refobjid = a.attrelid
        and seq.refobjsubid = a.attnum
        and seq.classid = 'pg_class'::regclass
        and seq.deptype = 'i'
      left join pg_description d
        on d.objoid = a.attrelid and d.objsubid = a.attnum and d.classoid = 'pg_class'::regclass
      where a.attnum > 0
        and not a.attisdropped
        and c.relkind in ('r', 'v', 'm', 'f', 'p')
        and not c.relispartition
        and n.nspname = any(?::text[])
      order by a.attrelid, a.attnum
      """),

  ENUM_LABELS(
      Schemas.NONE,
      """
      select enumtypid, enumlabel from pg_enum order by enumtypid, enumsortorder
      """),

  /**
   * Keys of all schemas: views of exposed ones may be built from tables of any. A copy of a foreign
   * key that a change in two steps has made is none to join by: the original is there, too.
   */
  KEYS(
      Schemas.NONE,
      """
      select k.oid, k.conname, k.contype,
             k.conrelid, n.nspname, c.relname,
             k.confrelid, fn.nspname, fc.relname,
             part.col, a.attname, part.ref, fa.attname
      from pg_constraint k
      join pg_class c on c.oid = k.conrelid
      join pg_namespace n on n.oid = c.relnamespace
      left join pg_class fc on fc.oid = k.confrelid
      left join pg_namespace fn on fn.oid = fc.relnamespace
      cross join lateral unnest(k.conkey, k.confkey) with ordinality as part(col, ref, ord)
      join pg_attribute a on a.attrelid = k.conrelid and a.attnum = part.col
      left join pg_attribute fa on fa.attrelid = k.confrelid and fa.attnum = part.ref
      where k.contype in ('p', 'u', 'f')
        and (k.contype <> 'f' or k.conparentid = 0 and k.conname !~ '^gw[0-9]+_[0-9]+$')
        and n.nspname not in ('pg_catalog', 'information_schema')
      order by k.oid, part.ord
      """),

  /** The stored query of each view, as a node tree. */
  VIEWS(
      Schemas.SEARCHED,
      """
      select c.oid, r.ev_action::text
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_rewrite r on r.ev_class = c.oid and r.ev_type = '1'
      where c.relkind in ('v', 'm') and n.nspname = any(?::text[])
      """),

  /**
   * Functions with the type that they give behind any domains. OUT, INOUT and TABLE parameters make
   * a result composite.
   */
  ROUTINES(
      Schemas.EXPOSED,
      """
      with recursive domain_step(domain, base) as (
        select oid, typbasetype from pg_type where typtype = 'd'
        union all
        select s.domain, t.typbasetype
        from domain_step s
        join pg_type t on t.oid = s.base and t.typtype = 'd'
      ),
      domain as (
        select s.domain, s.base
        from domain_step s
        join pg_type t on t.oid = s.base and t.typtype <> 'd'
      )
      select p.oid, n.nspname, p.proname,
             tn.nspname, coalesce(tc.relname, t.typname),
             p.proretset,
             t.typtype = 'c' or coalesce(p.proargmodes::text[] && '{t,b,o}', false),
             d.domain is not null,
             p.provolatile,
             p.provariadic <> 0,
             p.pronargs - p.pronargdefaults,
             p.proargnames is null,
             descr.description
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      left join domain d on d.domain = p.prorettype
      join pg_type t on t.oid = coalesce(d.base, p.prorettype)
      join pg_namespace tn on tn.oid = t.typnamespace
      left join pg_class tc on tc.oid = t.typrelid
      left join pg_description descr
        on descr.objoid = p.oid and descr.classoid = 'pg_proc'::regclass
      where p.prokind = 'f'
        and t.oid not in ('trigger'::regtype, 'event_trigger'::regtype)
        and n.nspname = any(?::text[])
      """),

  /** Input parameters. Types that cut their values to a length are widened in the fourth column. */
  PARAMETERS(
      Schemas.EXPOSED,
      """
      select p.oid, coalesce(arg.name, ''), format_type(arg.type, null),
             case arg.type
               when 'bit'::regtype then 'bit varying'
               when 'bit[]'::regtype then 'bit varying[]'
               when 'character'::regtype then 'character varying'
               when 'character[]'::regtype then 'character varying[]'
               else format_type(arg.type, null)
             end,
             coalesce(arg.mode = 'v', false)
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      cross join lateral unnest(
          coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes, p.proargnames)
        with ordinality as arg(type, mode, name, ord)
      where p.prokind = 'f'
        and coalesce(arg.mode, 'i') in ('i', 'b', 'v')
        and n.nspname = any(?::text[])
      order by p.oid, arg.ord
      """),

  ROUTINE_SETTINGS(
      Schemas.EXPOSED,
      """
      select p.oid, setting
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      cross join lateral unnest(p.proconfig) as setting
      where p.prokind = 'f' and n.nspname = any(?::text[])
      """),

  /** Functions of one row of a relation, and the relation that they give rows of, if any. */
  ROW_FUNCTIONS(
      Schemas.SEARCHED,
      """
      select n.nspname, p.proname, an.nspname, ac.relname, rn.nspname, rc.relname,
             not p.proretset or p.prorows = 1, format_type(p.prorettype, null)
      from pg_proc p
      join pg_namespace n on n.oid = p.pronamespace
      join pg_type at on at.oid = p.proargtypes[0] and at.typtype = 'c'
      join pg_class ac on ac.oid = at.typrelid and ac.relkind in ('r', 'v', 'm', 'f', 'p')
      join pg_namespace an on an.oid = ac.relnamespace
      join pg_type rt on rt.oid = p.prorettype
      left join pg_class rc
        on rc.oid = rt.typrelid and rt.typrelid <> 0 and rc.relkind in ('r', 'v', 'm', 'f', 'p')
      left join pg_namespace rn on rn.oid = rc.relnamespace
      where p.prokind = 'f' and p.pronargs = 1 and n.nspname = any(?::text[])
      order by n.nspname, p.proname
      """),

  REPRESENTATIONS(
      Schemas.NONE,
      """
      select format_type(c.castsource, null), format_type(c.casttarget, null), n.nspname, p.proname
      from pg_cast c
      join pg_type s on s.oid = c.castsource
      join pg_type t on t.oid = c.casttarget
      join pg_proc p on p.oid = c.castfunc
      join pg_namespace n on n.oid = p.pronamespace
      where c.castcontext = 'i'
        and c.castmethod = 'f'
        and has_function_privilege(c.castfunc, 'execute')
        and (s.typtype = 'd' and c.casttarget in ('json'::regtype, 'text'::regtype)
          or t.typtype = 'd' and c.castsource in ('json'::regtype, 'text'::regtype))
      """),

  /** Aggregates over a relation or anyelement, and functions, that give a media type's domain. */
  MEDIA_HANDLERS(
      Schemas.EXPOSED,
      """
      select lower(t.typname), tn.nspname, t.typname, n.nspname, p.proname, p.prokind,
             an.nspname, coalesce(ac.relname, at.typname)
      from pg_type t
      join pg_namespace tn on tn.oid = t.typnamespace
      join pg_proc p on p.prorettype = t.oid
      join pg_namespace n on n.oid = p.pronamespace
      left join pg_type at on p.prokind = 'a' and at.oid = p.proargtypes[0]
      left join pg_namespace an on an.oid = at.typnamespace
      left join pg_class ac on ac.oid = at.typrelid and at.typrelid <> 0
      where t.typtype = 'd'
        and (t.typname ~* '^[a-z0-9.-]+/[a-z0-9.+-]+$' or t.typname = '*/*')
        and n.nspname = any(?::text[])
        and (p.prokind = 'f' and not p.proretset
          or p.prokind = 'a' and p.pronargs = 1
            and (at.oid = 'anyelement'::regtype or ac.relkind in ('r', 'v', 'm', 'f', 'p')))
      order by 1, 4, 5
      """),

  /**
   * Settings of the roles that requests may run as, where the login may make them: those of all
   * databases, then those of this one.
   */
  ROLE_SETTINGS(
      Schemas.NONE,
      RoleSettings.SQL.formatted("or has_parameter_privilege(s.name, 'set')"),
      RoleSettings.SQL.formatted("")),

  TEXT_TYPES(Schemas.NONE, TextTypes.SQL),

  TIMEZONES(
      Schemas.NONE,
      """
      select lower(name) from pg_timezone_names
      """);

  private static final int VERSION_15 = 150_000;

  private final Schemas schemas;
  private final String sql;
  private final String sqlBefore15;

  CatalogQuery(Schemas schemas, String sql) {
    this(schemas, sql, sql);
  }

  CatalogQuery(Schemas schemas, String sql, String sqlBefore15) {
    this.schemas = schemas;
    this.sql = sql;
    this.sqlBefore15 = sqlBefore15;
  }

  /** The query for a version of PostgreSQL, such as 180001. */
  Statement statement(SchemaScope scope, int version) {
    return statement(scope, version < VERSION_15 ? sqlBefore15 : sql);
  }

  private Statement statement(SchemaScope scope, String sql) {
    return switch (schemas) {
      case NONE -> Statement.of(sql);
      case EXPOSED -> Statement.of(sql, scope.exposed());
      case SEARCHED -> Statement.of(sql, scope.searched());
    };
  }

  /** Which schemas a query takes as its parameter. */
  private enum Schemas {
    NONE,
    EXPOSED,
    SEARCHED
  }
}
