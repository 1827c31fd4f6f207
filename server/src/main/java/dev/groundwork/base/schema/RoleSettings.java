package dev.groundwork.base.schema;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What {@code alter role ... set} says of a role. PostgreSQL applies it to sessions that the role
 * begins; requests only become the role, so they apply it themselves.
 *
 * @param isolation the isolation level of the role's transactions
 * @param settings the others, by name
 * @see <a href="https://www.postgresql.org/docs/18/sql-alterrole.html">ALTER ROLE</a>
 */
public record RoleSettings(Optional<String> isolation, Map<String, String> settings) {
  public static final RoleSettings NONE = new RoleSettings(Optional.empty(), Map.of());

  private static final String ISOLATION = "default_transaction_isolation";

  /**
   * The catalog query, with a place for what else than the context may allow a setting. The last
   * three are between the driver and the server.
   */
  static final String SQL =
      """
      select r.rolname, split_part(role.setting, '=', 1), substr(role.setting, strpos(role.setting, '=') + 1)
      from pg_roles r
      join pg_db_role_setting d
        on d.setrole = r.oid
        and d.setdatabase in (
          0, (select oid from pg_database where datname = current_database()))
      cross join lateral unnest(d.setconfig) as role(setting)
      join pg_settings s on s.name = split_part(role.setting, '=', 1)
      where pg_has_role(r.oid, 'member')
        and (s.context = 'user' %s)
        and lower(s.name) not in ('client_encoding', 'datestyle', 'standard_conforming_strings')
      order by d.setdatabase
      """;

  public RoleSettings {
    settings = Map.copyOf(settings);
  }

  /** These settings with another value for one of them. */
  public RoleSettings with(String name, String value) {
    Map<String, String> changed = new TreeMap<>(settings);
    changed.put(name, value);
    return new RoleSettings(isolation, changed);
  }

  /** The settings of all roles that have any. */
  static Map<String, RoleSettings> read(Catalog catalog) {
    Map<String, Map<String, String>> all = new TreeMap<>();
    for (Cells row : catalog.rows(CatalogQuery.ROLE_SETTINGS)) {
      all.computeIfAbsent(row.text(0), _ -> new TreeMap<>()).put(row.text(1), row.text(2));
    }
    Map<String, RoleSettings> roles = new TreeMap<>();
    all.forEach((role, settings) -> roles.put(role, of(settings)));
    return roles;
  }

  private static RoleSettings of(Map<String, String> settings) {
    Optional<String> isolation = Optional.ofNullable(settings.remove(ISOLATION));
    return new RoleSettings(isolation, settings);
  }
}
