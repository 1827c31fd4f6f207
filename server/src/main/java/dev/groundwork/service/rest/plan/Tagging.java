package dev.groundwork.service.rest.plan;

import dev.groundwork.service.rest.plan.ReadNode.Condition;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of tags.
 *
 * @param wanted whether the answer has one
 * @param version of the one row that it stands for; empty for a list, and where rows have none
 * @param matched of a change that depends on the row as it is, what chooses the row
 */
public record Tagging(
    boolean wanted, Optional<RowVersion> version, Optional<List<Condition>> matched) {
  static final Tagging NONE = new Tagging(false, Optional.empty(), Optional.empty());

  public Tagging {
    matched = matched.map(List::copyOf);
  }
}
