package dev.groundwork.service.migrations.diff;

import dev.groundwork.base.sql.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Labels of an enum: they can be added anywhere, and neither removed nor moved. */
final class EnumLabels {
  private EnumLabels() {}

  static boolean canBeAdded(List<String> now, List<String> then) {
    Set<String> known = new HashSet<>(now);
    return then.stream().filter(known::contains).toList().equals(now);
  }

  /** The statements that add what is missing, each label at its place. */
  static List<String> additions(String type, List<String> now, List<String> then) {
    List<String> have = new ArrayList<>(now);
    List<String> statements = new ArrayList<>();
    for (int i = 0; i < then.size(); i++) {
      String label = then.get(i);
      if (have.contains(label)) {
        continue;
      }
      statements.add(
          "alter " + type + " add value " + Identifier.literal(label) + place(then, i, have));
      have.add(i, label);
    }
    return statements;
  }

  private static String place(List<String> then, int at, List<String> have) {
    if (at == have.size()) {
      return "";
    }
    return at == 0
        ? " before " + Identifier.literal(have.getFirst())
        : " after " + Identifier.literal(then.get(at - 1));
  }
}
