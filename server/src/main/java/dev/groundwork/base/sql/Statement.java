package dev.groundwork.base.sql;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement and the values of its {@code ?} placeholders, in order. A value is a {@link
 * String} (sent without a type, so that PostgreSQL infers it from its place), a {@code byte[]}
 * (sent as {@code bytea}), or null. A question mark that belongs to the SQL itself, such as the
 * JSON operator, is written {@code ??}.
 */
public record Statement(String sql, List<@Nullable Object> values) {

  public Statement {
    Objects.requireNonNull(sql);
    values = Collections.unmodifiableList(Arrays.asList(values.toArray()));
  }

  /** A statement with text parameters. */
  public static Statement of(String sql, @Nullable String... values) {
    return new Statement(sql, Arrays.<@Nullable Object>asList((Object[]) values));
  }
}
