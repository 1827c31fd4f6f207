package dev.groundwork.base.sql;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One statement of an SQL file.
 *
 * @param sql without comments before it and without the semicolon after it
 * @param line in the file where it starts, counted from 1
 * @param words its first words in lower case, four at most
 * @param comment what stands between the statement before and this one, such as {@code -- reason}
 */
public record SqlStatementText(String sql, int line, List<String> words, String comment) {
  private static final int WHATEVER_CASE = Pattern.CASE_INSENSITIVE | Pattern.DOTALL;
  private static final Pattern FROM_STDIN =
      Pattern.compile("\\bfrom\\s+stdin\\b", Pattern.CASE_INSENSITIVE);

  private static final Pattern DETACH_CONCURRENTLY =
      Pattern.compile("\\bdetach\\s+partition\\b.*\\bconcurrently\\s*$", WHATEVER_CASE);

  public SqlStatementText {
    words = words.stream().map(word -> word.toLowerCase(Locale.ROOT)).toList();
  }

  /** A statement without a comment. */
  public SqlStatementText(String sql, int line, List<String> words) {
    this(sql, line, words, "");
  }

  /** Whether data would have to follow that only psql sends. */
  public boolean copiesFromStdin() {
    return startsWith("copy") && FROM_STDIN.matcher(sql).find();
  }

  public boolean beginsTransaction() {
    return startsWith("begin") || startsWith("start", "transaction");
  }

  public boolean commits() {
    return (startsWith("commit") && !startsWith("commit", "prepared")) || startsWith("end");
  }

  /** Whether it ends the transaction that it runs in. */
  public boolean endsTransaction() {
    boolean toSavepoint = words.contains("to");
    return commits()
        || startsWith("abort")
        || (startsWith("rollback") && !toSavepoint)
        || startsWith("prepare", "transaction");
  }

  /** Whether PostgreSQL runs it outside of transactions only. */
  public boolean standsAlone() {
    boolean concurrently =
        words.contains("concurrently")
            && (startsWith("create") || startsWith("drop") || startsWith("reindex"));
    return concurrently
        || (startsWith("alter", "table") && DETACH_CONCURRENTLY.matcher(sql).find())
        || startsWith("vacuum")
        || startsWith("alter", "system")
        || startsWith("create", "database")
        || startsWith("drop", "database")
        || startsWith("create", "tablespace")
        || startsWith("drop", "tablespace")
        || reindexesMuch();
  }

  private boolean reindexesMuch() {
    return startsWith("reindex", "schema")
        || startsWith("reindex", "database")
        || startsWith("reindex", "system");
  }

  /** The line in the file of a position in this statement, in characters from 1. */
  public int lineAt(int position) {
    int end =
        sql.offsetByCodePoints(
            0, Math.clamp(position - 1L, 0, sql.codePointCount(0, sql.length())));
    return line + (int) sql.substring(0, end).chars().filter(c -> c == '\n').count();
  }

  /** Whether these are its first words. */
  public boolean startsWith(String... expected) {
    return words.size() >= expected.length
        && words.subList(0, expected.length).equals(List.of(expected));
  }
}
