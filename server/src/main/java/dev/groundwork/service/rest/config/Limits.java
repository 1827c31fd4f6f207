package dev.groundwork.service.rest.config;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What requests of one caller may use.
 *
 * @param statementTimeout in PostgreSQL's words, such as {@code 2s}
 * @param maxRows most rows that a read gives
 * @param maxCost highest estimated cost of a read
 */
public record Limits(
    Optional<String> statementTimeout, OptionalLong maxRows, OptionalLong maxCost) {
  public static final Limits NONE =
      new Limits(Optional.empty(), OptionalLong.empty(), OptionalLong.empty());

  /** These limits, and the others where these say nothing. */
  public Limits orElse(Limits others) {
    return new Limits(
        statementTimeout.or(others::statementTimeout),
        maxRows.isPresent() ? maxRows : others.maxRows,
        maxCost.isPresent() ? maxCost : others.maxCost);
  }

  /** The lower one of a limit of rows and that of these limits. */
  public OptionalLong lower(OptionalLong rows) {
    if (rows.isEmpty() || maxRows.isEmpty()) {
      return rows.isPresent() ? rows : maxRows;
    }
    return OptionalLong.of(Math.min(rows.getAsLong(), maxRows.getAsLong()));
  }
}
