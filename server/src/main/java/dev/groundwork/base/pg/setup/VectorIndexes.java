package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.SqlStatementText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Indexes of vectors where the embedded server has them in name only: how they are to be built
 * means nothing there, and PostgreSQL knows no such options.
 */
final class VectorIndexes {
  static final String IN_NAME_ONLY =
      "select 1 from pg_catalog.pg_am where amname = 'hnsw' and amhandler::pg_catalog.text ="
          + " 'hashhandler'";

  /** The columns in parentheses, with two levels of further ones, then the options. */
  private static final Pattern OPTIONS =
      Pattern.compile(
          "\\busing\\s+\"?(?:hnsw|ivfflat)\"?\\s*"
              + "\\((?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*\\)\\s*(with\\s*\\([^()]*\\))",
          Pattern.CASE_INSENSITIVE);

  private VectorIndexes() {}

  /** What to run for a statement; all other positions in its text stay what they were. */
  static String runnable(Connection connection, SqlStatementText statement) throws SQLException {
    return OPTIONS.matcher(statement.sql()).find() && inNameOnly(connection)
        ? withoutOptions(statement.sql())
        : statement.sql();
  }

  /** The text of a statement without such options. */
  static String withoutOptions(String sql) {
    return OPTIONS.matcher(sql).replaceAll(VectorIndexes::withoutOptions);
  }

  private static String withoutOptions(MatchResult found) {
    String blank = found.group(1).replaceAll("\\S", " ");
    String kept = found.group().substring(0, found.start(1) - found.start());
    return Matcher.quoteReplacement(kept + blank);
  }

  private static boolean inNameOnly(Connection connection) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet found = query.executeQuery(IN_NAME_ONLY)) {
      return found.next();
    }
  }
}
