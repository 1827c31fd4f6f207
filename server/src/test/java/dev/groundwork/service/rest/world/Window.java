package dev.groundwork.service.rest.world;

import dev.groundwork.service.rest.world.World.Row;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Which rows of many, in which order. */
record Window(List<Term> terms, OptionalInt limit, OptionalInt offset) {
  static final Window NONE = new Window(List.of(), OptionalInt.empty(), OptionalInt.empty());

  /**
   * A column to sort by.
   *
   * @param embed a row of it is looked at, if any is named
   */
  record Term(Optional<String> embed, String column, boolean down, Optional<Boolean> nullsFirst) {
    String words() {
      String name = embed.map(each -> each + "(" + column + ")").orElse(column);
      String nulls = nullsFirst.map(first -> first ? ".nullsfirst" : ".nullslast").orElse("");
      return name + (down ? ".desc" : ".asc") + nulls;
    }
  }

  /** Rows of a table in an order that leaves nothing open. */
  static Window random(Table table, List<Ask> embeds, RandomGenerator random) {
    List<Term> terms = new ArrayList<>();
    List<Ask> sortable = embeds.stream().filter(embed -> !sortable(embed).isEmpty()).toList();
    if (!sortable.isEmpty() && random.nextInt(3) == 0) {
      Ask embed = Criterion.pick(sortable, random);
      terms.add(term(Optional.of(embed.name()), sortable(embed), random));
    }
    if (random.nextBoolean()) {
      terms.add(term(Optional.empty(), table.numbers(), random));
    }
    table.key().forEach(column -> terms.add(term(Optional.empty(), List.of(column), random)));
    return new Window(terms, some(1, random), some(0, random));
  }

  /** The columns of an embed that its parent can be sorted by: they must be selected. */
  private static List<String> sortable(Ask embed) {
    if (embed.form() == Ask.Form.SPREAD || !embed.way().orElseThrow().toOne()) {
      return List.of();
    }
    if (embed.form() == Ask.Form.HIDDEN) {
      return embed.table().numbers();
    }
    List<String> words = embed.outputs().stream().map(Output::words).toList();
    return embed.table().numbers().stream().filter(words::contains).toList();
  }

  private static Term term(Optional<String> embed, List<String> columns, RandomGenerator random) {
    Optional<Boolean> nulls =
        random.nextBoolean() ? Optional.of(random.nextBoolean()) : Optional.empty();
    return new Term(embed, Criterion.pick(columns, random), random.nextBoolean(), nulls);
  }

  private static OptionalInt some(int least, RandomGenerator random) {
    return random.nextInt(4) == 0 ? OptionalInt.of(least + random.nextInt(3)) : OptionalInt.empty();
  }

  void parameters(List<String> all, String path) {
    if (!terms.isEmpty()) {
      String order = String.join(",", terms.stream().map(Term::words).toList());
      all.add(Ask.encode(path + "order") + "=" + Ask.encode(order));
    }
    limit.ifPresent(rows -> all.add(Ask.encode(path + "limit") + "=" + rows));
    offset.ifPresent(rows -> all.add(Ask.encode(path + "offset") + "=" + rows));
  }

  /** The rows of the window; {@code related} gives a row's rows of an embed. */
  List<Row> of(List<Row> rows, BiFunction<Row, String, List<Row>> related) {
    List<Row> sorted = new ArrayList<>(rows);
    for (Term term : terms.reversed()) {
      sorted.sort(comparator(term, related));
    }
    int from = Math.min(offset.orElse(0), sorted.size());
    int to = Math.min(from + limit.orElse(sorted.size()), sorted.size());
    return sorted.subList(from, to);
  }

  private static Comparator<Row> comparator(Term term, BiFunction<Row, String, List<Row>> related) {
    boolean nullsFirst = term.nullsFirst.orElse(term.down);
    Comparator<Integer> order = Comparator.naturalOrder();
    Comparator<Integer> directed = term.down ? order.reversed() : order;
    Function<Row, @Nullable Integer> value =
        row ->
            term.embed.isEmpty()
                ? (Integer) row.get(term.column)
                : related.apply(row, term.embed.get()).stream()
                    .findFirst()
                    .map(each -> (Integer) each.get(term.column))
                    .orElse(null);
    return Comparator.comparing(
        value, nullsFirst ? Comparator.nullsFirst(directed) : Comparator.nullsLast(directed));
  }
}
