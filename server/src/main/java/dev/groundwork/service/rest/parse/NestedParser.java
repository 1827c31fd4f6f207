package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.Nested.Strategy;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads {@code Nested}: {@code items=replace(notes), customer=merge, lead:people!leader}. */
final class NestedParser {
  /** More is refused here; the setting allows less. */
  private static final int MAX_DEPTH = 30;

  private static final int MAX_PLACES = 100;

  private final Scanner in;
  private int places;

  private NestedParser(Scanner in) {
    this.in = in;
  }

  static List<Nested> parse(List<String> lines) {
    Scanner in = new Scanner("Nested header", String.join(",", lines));
    List<Nested> members = new NestedParser(in).members(1);
    in.requireEnd();
    return members;
  }

  private List<Nested> members(int depth) {
    if (depth > MAX_DEPTH) {
      throw in.error("it is deeper than " + MAX_DEPTH + " levels");
    }
    List<Nested> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    do {
      Nested member = member(depth);
      if (!names.add(member.name())) {
        throw in.error("'" + member.name() + "' stands twice in one place");
      }
      members.add(member);
    } while (in.take(","));
    return members;
  }

  private Nested member(int depth) {
    if (++places > MAX_PLACES) {
      throw in.error("it has more than " + MAX_PLACES + " names");
    }
    in.skipSpace();
    String name = Names.name(in);
    in.skipSpace();
    String target = in.take(":") ? word() : name;
    Optional<String> hint = in.take("!") ? Optional.of(word()) : Optional.empty();
    Strategy strategy = in.take("=") ? strategy() : Strategy.INSERT;
    List<Nested> members = List.of();
    if (in.take("(")) {
      members = members(depth + 1);
      in.require(")");
      in.skipSpace();
    }
    return new Nested(name, target, hint, strategy, members);
  }

  private String word() {
    in.skipSpace();
    String word = Names.name(in);
    in.skipSpace();
    return word;
  }

  private Strategy strategy() {
    String word = word();
    return Stream.of(Strategy.values())
        .filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () -> in.error("'" + word + "' is no strategy: there are insert, merge and replace"));
  }
}
