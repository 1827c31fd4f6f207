package dev.groundwork.base.pg.setup;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The table of files that were applied in part: how many of their steps are done, and what of those
 * that stand alone was begun. A file that is one transaction never appears in it.
 */
final class StepLog {
  private static final String TABLE =
      """
      create table if not exists groundwork.migration_steps (
        work text not null check (work in ('migration', 'seed', 'down')),
        name text not null,
        done int not null,
        total int not null,
        checksum text not null,
        begun_at timestamptz,
        indexes_before oid[],
        invalid_before oid[],
        started_at timestamptz not null default now(),
        primary key (work, name)
      );
      comment on table groundwork.migration_steps is
        'Files of the project that were applied, or undone, in part'
      """;

  private StepLog() {}

  /**
   * A file that was applied in part.
   *
   * @param work what was being done with it, such as {@code migration} or {@code down}
   * @param done steps that are done
   * @param total steps that it had then
   * @param checksum of what is done or begun
   * @param begun the indexes of the database before the next step, when that step was begun
   */
  record Half(
      String work, String name, int done, int total, String checksum, Optional<Indexes> begun) {}

  /**
   * Which indexes there were.
   *
   * @param all their ids as PostgreSQL writes an array
   * @param invalid those of them that no query could use
   */
  record Indexes(String all, String invalid) {}

  static boolean exists(Connection connection) throws SQLException {
    String sql = "select pg_catalog.to_regclass('groundwork.migration_steps') is not null";
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      return result.next() && result.getBoolean(1);
    }
  }

  static void create(Connection connection) throws SQLException {
    if (!exists(connection)) {
      SetupLock.execute(connection, TABLE);
    }
  }

  static List<Half> all(Connection connection) throws SQLException {
    List<Half> found = new ArrayList<>();
    if (!exists(connection)) {
      return found;
    }
    String sql =
        "select work, name, done, total, checksum, begun_at is not null, indexes_before,"
            + " invalid_before from groundwork.migration_steps order by started_at";
    try (java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        Optional<Indexes> begun =
            row.getBoolean(6)
                ? Optional.of(new Indexes(row.getString(7), row.getString(8)))
                : Optional.empty();
        found.add(
            new Half(
                row.getString(1),
                row.getString(2),
                row.getInt(3),
                row.getInt(4),
                row.getString(5),
                begun));
      }
    }
    return found;
  }

  static Optional<Half> find(Connection connection, String work, String name) throws SQLException {
    return all(connection).stream()
        .filter(each -> each.work().equals(work) && each.name().equals(name))
        .findFirst();
  }

  /** Writes down how many steps are done; nothing is begun. */
  static void advance(
      Connection connection, String work, String name, int done, int total, String checksum)
      throws SQLException {
    String sql =
        "insert into groundwork.migration_steps (work, name, done, total, checksum)"
            + " values (?, ?, ?, ?, ?) on conflict (work, name) do update set done = excluded.done,"
            + " total = excluded.total, checksum = excluded.checksum, begun_at = null,"
            + " indexes_before = null, invalid_before = null";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, work);
      statement.setString(2, name);
      statement.setInt(3, done);
      statement.setInt(4, total);
      statement.setString(5, checksum);
      statement.executeUpdate();
    }
  }

  /** Writes down that the next step is begun, and what indexes there are. */
  static void begin(Connection connection, String work, String name, String checksum)
      throws SQLException {
    String sql =
        "update groundwork.migration_steps set begun_at = now(), checksum = ?,"
            + " indexes_before = (select coalesce(array_agg(indexrelid), '{}') from"
            + " pg_catalog.pg_index), invalid_before = (select coalesce(array_agg(indexrelid),"
            + " '{}') from pg_catalog.pg_index where not indisvalid) where (work, name) = (?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, checksum);
      statement.setString(2, work);
      statement.setString(3, name);
      statement.executeUpdate();
    }
  }

  static void remove(Connection connection, String work, String name) throws SQLException {
    String sql = "delete from groundwork.migration_steps where (work, name) = (?, ?)";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, work);
      statement.setString(2, name);
      statement.executeUpdate();
    }
  }
}
