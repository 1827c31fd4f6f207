package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.OrderTerm.Direction;
import dev.groundwork.service.rest.parse.OrderTerm.Nulls;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code order}: fields with a direction and a place for nulls, separated by commas. */
final class OrderParser {
  private static final Readings<List<OrderTerm>> ORDERS = new Readings<>(OrderParser::read);

  private final Scanner in;

  private OrderParser(Scanner in) {
    this.in = in;
  }

  /** Reads a list. */
  static List<OrderTerm> parse(String text) {
    return ORDERS.of(text);
  }

  private static List<OrderTerm> read(String text) {
    Scanner in = new Scanner("order", text);
    OrderParser parser = new OrderParser(in);
    List<OrderTerm> terms = new ArrayList<>();
    do {
      in.skipSpace();
      terms.add(parser.term());
      in.skipSpace();
    } while (in.take(","));
    in.requireEnd();
    return List.copyOf(terms);
  }

  private OrderTerm term() {
    Field field = Names.measured(Names.field(in), in);
    if (field.isPlain() && in.peek() == '(') {
      in.next();
      Field related = Names.field(in);
      in.require(")");
      return new OrderTerm.ByRelated(field.name(), related, direction(), nulls());
    }
    return new OrderTerm.ByField(field, direction(), nulls());
  }

  private Optional<Direction> direction() {
    int start = in.position();
    if (in.take(".", "delimiter (.)")) {
      if (in.take("asc")) {
        return Optional.of(Direction.ASC);
      }
      if (in.take("desc")) {
        return Optional.of(Direction.DESC);
      }
      in.reset(start);
    }
    return Optional.empty();
  }

  private Optional<Nulls> nulls() {
    if (!in.take(".", "delimiter (.)")) {
      return Optional.empty();
    }
    if (in.take("nullsfirst")) {
      return Optional.of(Nulls.FIRST);
    }
    if (in.take("nullslast")) {
      return Optional.of(Nulls.LAST);
    }
    throw in.error();
  }
}
