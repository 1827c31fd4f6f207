package dev.groundwork.service.migrations.review;

import dev.groundwork.service.migrations.review.Sizes.Size;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a statement does to the rows of a table that is in use.
 *
 * @param size in the target; empty when that is not known
 * @param estimate how long it may take there
 */
public record Work(Type type, String relation, Optional<Size> size, Optional<Duration> estimate) {
  /** What one ordinary disk does; a guess that is good for comparing, not for planning minutes. */
  public static final long SCANNED_BYTES_A_SECOND = 400_000_000;

  public static final long WRITTEN_BYTES_A_SECOND = 80_000_000;
  private static final long MILLIS = 1000;

  /** What is done. */
  public enum Type {
    /** All rows are written anew, and all indexes. */
    REWRITE("rewrites"),
    /** Every row is changed, and the old one stays until it is vacuumed. */
    UPDATE("updates"),
    /** All rows are read and an index is written. */
    INDEX("indexes"),
    /** All rows are read. */
    SCAN("scans");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }

    private long bytesASecond() {
      return this == SCAN ? SCANNED_BYTES_A_SECOND : WRITTEN_BYTES_A_SECOND;
    }
  }

  /** What a step does, the longest first. */
  public static List<Work> of(Step step, Review review, Sizes sizes) {
    Set<String> indexed = step.added(Kind.INDEX).map(Thing::relation).collect(Collectors.toSet());
    List<Work> all = new ArrayList<>();
    for (String relation : step.old()) {
      type(step, relation, indexed)
          .map(type -> of(type, relation, step, review, sizes))
          .ifPresent(all::add);
    }
    all.sort(
        Comparator.comparing((Work work) -> work.estimate().orElse(Duration.ZERO))
            .reversed()
            .thenComparing(Work::type)
            .thenComparing(Work::relation));
    return all;
  }

  private static Optional<Type> type(Step step, String relation, Set<String> indexed) {
    if (step.rewritten().contains(relation)) {
      return step.statement().startsWith("truncate") ? Optional.empty() : Optional.of(Type.REWRITE);
    }
    if (step.writesAll().contains(relation)) {
      return Optional.of(Type.UPDATE);
    }
    if (!step.scanned().contains(relation)) {
      return Optional.empty();
    }
    return Optional.of(indexed.contains(relation) ? Type.INDEX : Type.SCAN);
  }

  private static Work of(Type type, String relation, Step step, Review review, Sizes sizes) {
    String known =
        review.start().relation(relation).isPresent()
            ? review.start().relationName(relation)
            : step.relationName(relation);
    Optional<Size> size = sizes.of(known);
    return new Work(
        type,
        step.before().relationName(relation),
        size,
        size.map(each -> {
          long bytes = type == Type.REWRITE ? each.allBytes() : each.bytes();
          return Duration.ofMillis(bytes * MILLIS / type.bytesASecond());
        }));
  }
}
