package dev.groundwork.service.auth.store;

import dev.groundwork.base.pg.Transaction;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table of the schema {@code auth} in a transaction.
 *
 * @param name without the schema
 */
public record Table(Transaction tx, String name) {
  private static final String SCHEMA = "auth";

  /**
   * The rows that a condition holds for.
   *
   * @param condition what follows {@code where}, with places for the values; the row is {@code t}
   */
  public List<Row> where(String condition, @Nullable String... values) {
    return Row.all(
        tx.run(
            Statement.of("select to_jsonb(t) from " + path() + " t where " + condition, values)));
  }

  /** The first of them. */
  public Optional<Row> first(String condition, @Nullable String... values) {
    List<Row> rows = where(condition, values);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst());
  }

  /** A new row, as it became. */
  public Row insert(Change row) {
    String sql = "insert into " + path() + " as t " + row.insertion() + " returning to_jsonb(t)";
    return Row.first(tx.run(new Statement(sql, row.values()))).orElseThrow();
  }

  /** Changes the rows that a condition holds for and gives them as they became. */
  public List<Row> update(Change change, String condition, @Nullable String... values) {
    List<@Nullable Object> all = new ArrayList<>(change.values());
    for (String value : values) {
      all.add(value);
    }
    String sql =
        "update "
            + path()
            + " as t set "
            + change.assignments()
            + " where "
            + condition
            + " returning to_jsonb(t)";
    return Row.all(tx.run(new Statement(sql, all)));
  }

  /** Deletes rows and gives them as they were. */
  public List<Row> delete(String condition, @Nullable String... values) {
    String sql = "delete from " + path() + " as t where " + condition + " returning to_jsonb(t)";
    return Row.all(tx.run(Statement.of(sql, values)));
  }

  private String path() {
    return Identifier.quote(SCHEMA, name);
  }
}
