package dev.groundwork.service.rest.parse;

import java.util.ArrayList;
import java.util.List;

/** Which of several equal rows are given: one. */
public sealed interface Distinct {

  /** Rows are equal when all that is selected is. */
  record Rows() implements Distinct {}

  /** Rows are equal when some fields are; the first in the order is given. */
  record On(List<Field> fields) implements Distinct {
    public On {
      fields = List.copyOf(fields);
    }
  }

  /** Reads {@code true} or fields separated by commas. */
  static Distinct parse(String text) {
    if (text.equals("true")) {
      return new Rows();
    }
    Scanner in = new Scanner("distinct", text);
    List<Field> fields = new ArrayList<>();
    do {
      in.skipSpace();
      fields.add(Names.parted(Names.field(in), in));
      in.skipSpace();
    } while (in.take(","));
    in.requireEnd();
    return new On(fields);
  }
}
