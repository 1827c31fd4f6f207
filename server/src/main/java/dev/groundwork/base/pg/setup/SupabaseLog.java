package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.SqlStatementText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tables in which Supabase's command line looks up what was applied. */
final class SupabaseLog {
  private SupabaseLog() {}

  /**
   * A migration that was applied.
   *
   * @param name empty in databases of older versions
   */
  record Entry(String version, Optional<String> name) {}

  static List<Entry> entries(Connection connection) throws SQLException {
    String sql = "select version, name from supabase_migrations.schema_migrations";
    List<Entry> entries = new ArrayList<>();
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        entries.add(new Entry(result.getString(1), Optional.ofNullable(result.getString(2))));
      }
    }
    return entries;
  }

  static boolean has(List<Entry> entries, ProjectFiles.Versioned migration) {
    return entries.stream()
        .filter(entry -> entry.version().equals(migration.version()))
        .anyMatch(entry -> entry.name().map(migration.name()::equals).orElse(true));
  }

  /** Of two files with one version the first has the entry. */
  static void record(
      Connection connection, ProjectFiles.Versioned migration, List<SqlStatementText> statements)
      throws SQLException {
    String sql =
        "insert into supabase_migrations.schema_migrations (version, name, statements)"
            + " values (?, ?, ?) on conflict (version) do nothing";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, migration.version());
      statement.setString(2, migration.name());
      Object[] texts = statements.stream().map(SqlStatementText::sql).toArray();
      statement.setArray(3, connection.createArrayOf("text", texts));
      statement.executeUpdate();
    }
  }

  /** Forgets a migration that was undone. */
  static void forget(Connection connection, ProjectFiles.Versioned migration) throws SQLException {
    String sql =
        "delete from supabase_migrations.schema_migrations where version = ?"
            + " and coalesce(name, ?) = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, migration.version());
      statement.setString(2, migration.name());
      statement.setString(3, migration.name());
      statement.executeUpdate();
    }
  }

  static boolean exists(Connection connection) throws SQLException {
    String sql =
        "select pg_catalog.to_regclass('supabase_migrations.schema_migrations') is not null";
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }

  /** The hash of a file of seed data when it was run. */
  static Optional<String> seedHash(Connection connection, String path) throws SQLException {
    String sql = "select hash from supabase_migrations.seed_files where path = ?";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, path);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? Optional.of(result.getString(1)) : Optional.empty();
      }
    }
  }

  static void recordSeed(Connection connection, String path, String hash) throws SQLException {
    String sql =
        "insert into supabase_migrations.seed_files (path, hash) values (?, ?)"
            + " on conflict (path) do update set hash = excluded.hash";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, path);
      statement.setString(2, hash);
      statement.executeUpdate();
    }
  }
}
