package dev.groundwork.service.migrations.write;

import java.util.List;

/** Statements as the text of a file. */
final class SqlText {
  private SqlText() {}

  static String of(String head, List<String> statements) {
    StringBuilder text = new StringBuilder();
    head.lines().forEach(line -> text.append("-- ").append(line).append('\n'));
    boolean spaced = true;
    for (String statement : statements) {
      boolean longer = statement.indexOf('\n') >= 0;
      if (longer || spaced) {
        text.append('\n');
      }
      text.append(statement.stripTrailing()).append(";\n");
      spaced = longer;
    }
    return text.toString();
  }
}
