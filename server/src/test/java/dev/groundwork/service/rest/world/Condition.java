package dev.groundwork.service.rest.world;

import dev.groundwork.service.rest.world.World.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What rows must satisfy: a tree with tests of columns, and of whether an embed has rows. */
sealed interface Condition {

  /** A test of a column. */
  record Leaf(Criterion criterion) implements Condition {}

  /** Whether an embed has rows. */
  record Exists(String embed, boolean exists) implements Condition {}

  /** Conditions that must all hold, or one of which must. */
  record Group(boolean negated, boolean all, List<Condition> members) implements Condition {
    String name() {
      return all ? "and" : "or";
    }

    String list() {
      return members.stream().map(Condition::words).collect(Collectors.joining(",", "(", ")"));
    }
  }

  /** A random tree over the columns of a table and some embeds. */
  static Condition tree(Table table, List<String> embeds, int depth, RandomGenerator random) {
    if (depth > 0 && random.nextInt(3) > 0) {
      return group(table, embeds, depth, random);
    }
    return !embeds.isEmpty() && random.nextInt(4) == 0
        ? new Exists(Criterion.pick(embeds, random), random.nextBoolean())
        : new Leaf(Criterion.random(table, random));
  }

  static Group group(Table table, List<String> embeds, int depth, RandomGenerator random) {
    List<Condition> members = new ArrayList<>();
    for (int i = 0; i <= random.nextInt(3); i++) {
      members.add(tree(table, embeds, depth - 1, random));
    }
    return new Group(random.nextInt(4) == 0, random.nextBoolean(), members);
  }

  /** As a member of a group. */
  default String words() {
    return switch (this) {
      case Leaf(Criterion criterion) -> criterion.column() + "." + criterion.inTree();
      case Exists(String embed, boolean exists) -> embed + (exists ? ".not.is.null" : ".is.null");
      case Group group -> (group.negated ? "not." : "") + group.name() + group.list();
    };
  }

  /** Whether it holds for a row; {@code hasRows} tells of the row's embeds. */
  default @Nullable Boolean holds(Row row, BiPredicate<Row, String> hasRows) {
    return switch (this) {
      case Leaf(Criterion criterion) -> criterion.holds().apply(row);
      case Exists(String embed, boolean exists) -> hasRows.test(row, embed) == exists;
      case Group group -> {
        Boolean result = group.all;
        for (Condition member : group.members) {
          Boolean one = member.holds(row, hasRows);
          result = group.all ? and(result, one) : or(result, one);
        }
        yield group.negated ? Criterion.not(result) : result;
      }
    };
  }

  static @Nullable Boolean and(@Nullable Boolean left, @Nullable Boolean right) {
    if (Boolean.FALSE.equals(left) || Boolean.FALSE.equals(right)) {
      return false;
    }
    return (left == null || right == null) ? null : Boolean.TRUE;
  }

  static @Nullable Boolean or(@Nullable Boolean left, @Nullable Boolean right) {
    return Criterion.not(and(Criterion.not(left), Criterion.not(right)));
  }
}
