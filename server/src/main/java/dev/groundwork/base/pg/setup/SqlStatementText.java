package dev.groundwork.base.pg.setup;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One statement of an SQL file.
 *
 * @param sql without comments before it and without the semicolon after it
 * @param line in the file where it starts, counted from 1
 * @param words its first words in lower case, four at most
 */
record SqlStatementText(String sql, int line, List<String> words) {
  private static final Pattern FROM_STDIN =
      Pattern.compile("\\bfrom\\s+stdin\\b", Pattern.CASE_INSENSITIVE);

  SqlStatementText {
    words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** Whether data would have to follow that only psql sends. */
  boolean copiesFromStdin() {
    return startsWith("copy") && FROM_STDIN.matcher(sql).find();
  }

  boolean beginsTransaction() {
    return startsWith("begin") || startsWith("start", "transaction");
  }

  boolean commits() {
    return (startsWith("commit") && !startsWith("commit", "prepared")) || startsWith("end");
  }

  /** Whether it ends the transaction that it runs in. */
  boolean endsTransaction() {
    boolean toSavepoint = words.contains("to");
    return commits()
        || startsWith("abort")
        || (startsWith("rollback") && !toSavepoint)
        || startsWith("prepare", "transaction");
  }

  /** Whether PostgreSQL runs it outside of transactions only. */
  boolean standsAlone() {
    boolean concurrently =
        words.contains("concurrently")
            && (startsWith("create") || startsWith("drop") || startsWith("reindex"));
    return concurrently
        || startsWith("vacuum")
        || startsWith("alter", "system")
        || startsWith("create", "database")
        || startsWith("drop", "database");
  }

  /** The line in the file of a position in this statement, in characters from 1. */
  int lineAt(int position) {
    int end =
        sql.offsetByCodePoints(
            0, Math.clamp(position - 1L, 0, sql.codePointCount(0, sql.length())));
    return line + (int) sql.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  private boolean startsWith(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }
}
