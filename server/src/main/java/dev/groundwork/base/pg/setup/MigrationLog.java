package dev.groundwork.base.pg.setup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** The table that says which files were applied. No role of the API may see it. */
final class MigrationLog {
  private static final String TABLE =
      """
      create schema if not exists groundwork;
      create table if not exists groundwork.migrations (
        name text not null,
        kind text not null check (kind in ('baseline', 'migration', 'seed')),
        checksum text not null,
        applied_at timestamptz not null default now(),
        duration interval not null,
        primary key (kind, name)
      );
      comment on table groundwork.migrations is 'Files of the project that were applied to this database'
      """;

  /** A table of an older version knows less kinds. */
  private static final String ALL_KINDS =
      """
      alter table groundwork.migrations
        drop constraint if exists migrations_kind_check,
        add constraint migrations_kind_check check (kind in ('baseline', 'migration', 'seed'))
      """;

  private MigrationLog() {}

  /** What a file is for. */
  enum Kind {
    /** What this program puts in before all files of a project. */
    BASELINE,
    MIGRATION,
    SEED;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  static boolean exists(Connection connection) throws SQLException {
    String sql = "select to_regclass('groundwork.migrations') is not null";
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }

  static void create(Connection connection) throws SQLException {
    SetupLock.execute(connection, TABLE);
  }

  /** Makes room for every kind of file. */
  static void takeAllKinds(Connection connection) throws SQLException {
    SetupLock.execute(connection, ALL_KINDS);
  }

  /** Names and checksums of the files that were applied. */
  static Map<String, String> applied(Connection connection, Kind kind) throws SQLException {
    String sql = "select name, checksum from groundwork.migrations where kind = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, kind.label());
      try (ResultSet result = statement.executeQuery()) {
        Map<String, String> applied = new HashMap<>();
        while (result.next()) {
          applied.put(result.getString(1), result.getString(2));
        }
        return applied;
      }
    }
  }

  /** When each file was applied, and how long it took. */
  static Map<String, Entry> entries(Connection connection, Kind kind) throws SQLException {
    String sql =
        "select name, checksum, applied_at::text, extract(epoch from duration)"
            + " from groundwork.migrations where kind = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, kind.label());
      try (ResultSet row = statement.executeQuery()) {
        Map<String, Entry> entries = new HashMap<>();
        while (row.next()) {
          Duration took = Duration.ofMillis(Math.round(1000 * row.getDouble(4)));
          entries.put(row.getString(1), new Entry(row.getString(2), row.getString(3), took));
        }
        return entries;
      }
    }
  }

  /**
   * A file that was applied.
   *
   * @param at as PostgreSQL writes a time
   */
  record Entry(String checksum, String at, Duration took) {}

  /** Forgets a file that was undone. */
  static void forget(Connection connection, String name) throws SQLException {
    String sql = "delete from groundwork.migrations where kind = 'migration' and name = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, name);
      statement.executeUpdate();
    }
  }

  static void record(Connection connection, MigrationFile file, Kind kind, Duration took)
      throws SQLException {
    String sql =
        "insert into groundwork.migrations (name, kind, checksum, duration)"
            + " values (?, ?, ?, make_interval(secs => ?))";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, file.name());
      statement.setString(2, kind.label());
      statement.setString(3, file.checksum());
      statement.setDouble(4, took.toNanos() / 1e9);
      statement.executeUpdate();
    }
  }
}
