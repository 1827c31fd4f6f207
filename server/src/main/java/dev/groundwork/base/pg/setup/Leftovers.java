package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.SqlStatementText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a statement outside of a transaction leaves when it is cut short, found by the catalogs:
 * {@code create index concurrently} an index that no query may use, {@code detach partition
 * concurrently} a partition that is neither in nor out.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/18/sql-createindex.html#SQL-CREATEINDEX-CONCURRENTLY">Building
 *     Indexes Concurrently</a>
 */
final class Leftovers {
  private static final Pattern NAMELESS =
      Pattern.compile(
          "\\s*create\\s+(unique\\s+)?index\\s+concurrently\\s+on\\b.*",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** One that somebody builds at this moment is theirs; without the right to see it, it may be. */
  private static final String INVALID =
      """
      select n.nspname, c.relname from pg_catalog.pg_index i
        join pg_catalog.pg_class c on c.oid = i.indexrelid
        join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      where not i.indisvalid and c.relkind = 'i' and i.indexrelid <> all (?::oid[])
        and not exists (select from pg_catalog.pg_stat_progress_create_index p
          where p.datname = current_database()
            and coalesce(p.index_relid, i.indexrelid) = i.indexrelid)
      """;

  private static final String NEW_AND_VALID =
      "select exists (select from pg_catalog.pg_index where indisvalid and indexrelid <> all"
          + " (?::oid[]))";

  private static final String SOME_GONE =
      "select exists (select from unnest(?::oid[]) id where not exists (select from"
          + " pg_catalog.pg_index where indexrelid = id))";

  private static final String PENDING_DETACH =
      """
      select format('alter table %s detach partition %s finalize',
        inhparent::regclass, inhrelid::regclass)
      from pg_catalog.pg_inherits where inhdetachpending
      """;

  private Leftovers() {}

  /** What is to be done about a statement that an earlier run has begun. */
  sealed interface Verdict {
    /** It was finished. */
    record Done() implements Verdict {}

    /** It is to be run again; failing with this code says that it was finished. */
    record Repeat(Optional<String> finished) implements Verdict {}
  }

  /** Runs a statement that removes something. */
  interface Removal {
    void run(String sql) throws SQLException;
  }

  /** Removes what the statement has left, and says how to go on. */
  static Verdict clear(
      Connection session, SqlStatementText statement, StepLog.Indexes before, Removal removal)
      throws SQLException {
    if (detaches(statement)) {
      List<String> pending = column(session, PENDING_DETACH);
      for (String finish : pending) {
        removal.run(finish);
      }
      return pending.isEmpty() ? new Verdict.Repeat(Optional.of("42P01")) : new Verdict.Done();
    }
    if (is(statement, "reindex")) {
      dropInvalid(session, before.invalid(), removal);
      return new Verdict.Repeat(Optional.empty());
    }
    if (is(statement, "drop")) {
      return new Verdict.Repeat(
          holds(session, SOME_GONE, before.all()) ? Optional.of("42704") : Optional.empty());
    }
    return is(statement, "create")
        ? created(session, statement, before, removal)
        : new Verdict.Repeat(Optional.empty());
  }

  private static Verdict created(
      Connection session, SqlStatementText statement, StepLog.Indexes before, Removal removal)
      throws SQLException {
    dropInvalid(session, before.all(), removal);
    if (!holds(session, NEW_AND_VALID, before.all())) {
      return new Verdict.Repeat(Optional.empty());
    }
    return NAMELESS.matcher(statement.sql()).matches()
        ? new Verdict.Done()
        : new Verdict.Repeat(Optional.of("42P07"));
  }

  /** Whether it waits without anybody having to wait behind it. */
  static boolean isPatient(SqlStatementText statement) {
    return statement.words().contains("concurrently") && !detaches(statement);
  }

  private static boolean detaches(SqlStatementText statement) {
    return is(statement, "alter") && statement.words().contains("table");
  }

  private static boolean is(SqlStatementText statement, String word) {
    return !statement.words().isEmpty() && statement.words().getFirst().equals(word);
  }

  private static void dropInvalid(Connection session, String except, Removal removal)
      throws SQLException {
    List<String> names = new ArrayList<>();
    try (PreparedStatement query = session.prepareStatement(INVALID)) {
      query.setString(1, except);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          names.add(Identifier.quote(row.getString(1), row.getString(2)));
        }
      }
    }
    for (String name : names) {
      removal.run("drop index concurrently if exists " + name);
    }
  }

  private static boolean holds(Connection session, String sql, String ids) throws SQLException {
    try (PreparedStatement query = session.prepareStatement(sql)) {
      query.setString(1, ids);
      try (ResultSet row = query.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  private static List<String> column(Connection session, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (java.sql.Statement query = session.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }
}
