package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Step;
import java.util.Optional;

/**
 * What a rule says about a statement.
 *
 * @param subject what it is about, by name
 * @param allowed why it is allowed here
 */
public record Finding(Rule rule, Step step, String subject, Optional<String> allowed) {

  /** Whether the files are refused because of it. */
  public boolean refuses() {
    return rule.isError() && allowed.isEmpty();
  }
}
