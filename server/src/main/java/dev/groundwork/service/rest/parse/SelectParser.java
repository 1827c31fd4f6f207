package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.SelectItem.Aggregate;
import dev.groundwork.service.rest.parse.SelectItem.Aggregated;
import dev.groundwork.service.rest.parse.SelectItem.Join;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code select}: columns, aggregates, embeds and spreads, separated by commas. */
final class SelectParser {
  /** Deeper embeds are refused: each level is a join. */
  private static final int MAX_DEPTH = 30;

  private static final int MAX_EMBEDS = 200;

  /** More items are refused, before PostgreSQL, which selects at most 1664 columns, does. */
  private static final int MAX_ITEMS = 1_000;

  private static final Readings<List<SelectItem>> SELECTS = new Readings<>(SelectParser::read);

  private final Scanner in;
  private int embeds;
  private int count;

  private SelectParser(Scanner in) {
    this.in = in;
  }

  /**
   * Reads a list; what stands behind an embed without a comma is not looked at, as PostgREST has
   * it.
   */
  static List<SelectItem> parse(String text) {
    return SELECTS.of(text);
  }

  private static List<SelectItem> read(String text) {
    return List.copyOf(new SelectParser(new Scanner("select parameter", text)).items(0));
  }

  private List<SelectItem> items(int depth) {
    if (depth > MAX_DEPTH) {
      throw in.error("embeds are nested deeper than " + MAX_DEPTH + " levels");
    }
    List<SelectItem> items = new ArrayList<>();
    in.skipSpace();
    if (in.atEnd() || in.peek() == ')') {
      return items;
    }
    do {
      in.skipSpace();
      items.add(item(depth));
      in.skipSpace();
    } while (in.take(","));
    return items;
  }

  private SelectItem item(int depth) {
    if (++count > MAX_ITEMS) {
      throw in.error("more than " + MAX_ITEMS + " items are selected");
    }
    if (in.take("...")) {
      String target = Names.name(in);
      EmbedParameters parameters = embedParameters();
      return new SelectItem.Spread(target, parameters.hint(), parameters.join(), nested(depth));
    }
    if (in.peek() == '*') {
      in.next();
      return new SelectItem.Star();
    }
    Optional<String> alias = alias();
    String name = Names.name(in);
    if (in.peek() == '(' && name.equals("count")) {
      in.next();
      in.require(")");
      return new SelectItem.Count(cast(), alias);
    }
    if (in.peek() == '!' || in.peek() == '(') {
      EmbedParameters parameters = embedParameters();
      return new SelectItem.Embed(name, parameters.hint(), parameters.join(), alias, nested(depth));
    }
    return column(name, alias);
  }

  private List<SelectItem> nested(int depth) {
    if (++embeds > MAX_EMBEDS) {
      throw in.error("there are more than " + MAX_EMBEDS + " embeds");
    }
    in.require("(");
    List<SelectItem> items = items(depth + 1);
    in.require(")");
    return items;
  }

  private Optional<String> alias() {
    int start = in.position();
    if (in.peek() != ':') {
      String name = Names.name(in);
      if (in.peek() == ':' && in.peekNext() != ':') {
        in.next();
        return Optional.of(name);
      }
    }
    in.reset(start);
    return Optional.empty();
  }

  private SelectItem column(String name, Optional<String> alias) {
    Field field = Names.parted(new Field(name, Names.jsonPath(in)), in);
    Optional<String> cast = cast();
    Optional<Aggregated> aggregate = aggregate();
    if (!in.atEnd() && in.peek() != ',' && in.peek() != ')') {
      in.expect("\",\"");
      in.expect("end of input");
      throw in.error();
    }
    return new SelectItem.Column(field, cast, aggregate, alias);
  }

  private Optional<String> cast() {
    return in.take("::") ? Optional.of(Names.identifier(in)) : Optional.empty();
  }

  private Optional<Aggregated> aggregate() {
    if (!in.take(".")) {
      return Optional.empty();
    }
    for (Aggregate function : Aggregate.values()) {
      if (in.take(function.sql() + "()")) {
        return Optional.of(new Aggregated(function, cast()));
      }
    }
    throw in.error();
  }

  private record EmbedParameters(Optional<String> hint, Optional<Join> join) {}

  private EmbedParameters embedParameters() {
    Optional<String> hint = Optional.empty();
    Optional<Join> join = Optional.empty();
    for (int i = 0; i < 2 && in.peek() == '!'; i++) {
      in.next();
      String word = Names.name(in);
      if (word.equals("inner") || word.equals("left")) {
        join = Optional.of(join.orElse(word.equals("inner") ? Join.INNER : Join.LEFT));
      } else {
        hint = Optional.of(hint.orElse(word));
      }
    }
    return new EmbedParameters(hint, join);
  }
}
