package dev.groundwork.base.sql;

/**
 * Quoting of names and literals for SQL text, as PostgreSQL's {@code quote_ident} and {@code
 * quote_literal} do it.
 */
public final class Identifier {
  private Identifier() {}

  /**
   * A name in double quotes, always quoted: {@code my"table} becomes {@code "my""table"}. Text
   * after a NUL is dropped.
   */
  public static String quote(String name) {
    return '"' + beforeNul(name).replace("\"", "\"\"") + '"';
  }

  /** A schema-qualified name; an empty schema gives the bare name. */
  public static String quote(String schema, String name) {
    return schema.isEmpty() ? quote(name) : quote(schema) + '.' + quote(name);
  }

  /** A name as people write it in settings: {@code function} or {@code schema.function}. */
  public static String quotePath(String path) {
    int dot = path.indexOf('.');
    return dot < 0 ? quote(path) : quote(path.substring(0, dot), path.substring(dot + 1));
  }

  /**
   * A string literal, for names that stand in SQL as text (JSON keys); values are bound as
   * parameters instead.
   */
  public static String literal(String text) {
    String escaped = beforeNul(text).replace("'", "''");
    return escaped.indexOf('\\') < 0
        ? '\'' + escaped + '\''
        : " E'" + escaped.replace("\\", "\\\\") + '\'';
  }

  /**
   * An expression as PostgreSQL itself writes one, for a {@link Statement}: question marks outside
   * of quotes are operators and not places for values.
   */
  public static String expression(String sql) {
    if (sql.indexOf('?') < 0) {
      return sql;
    }
    StringBuilder written = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (quote == 0 && (c == '\'' || c == '"')) {
        quote = c;
      } else if (c == quote) {
        quote = 0; // a doubled quote opens again at once
      }
      written.append(c == '?' && quote == 0 ? "??" : String.valueOf(c));
    }
    return written.toString();
  }

  private static String beforeNul(String text) {
    int nul = text.indexOf('\0');
    return nul < 0 ? text : text.substring(0, nul);
  }
}
