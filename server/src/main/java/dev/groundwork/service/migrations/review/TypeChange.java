package dev.groundwork.service.migrations.review;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which changes of a column's type its readers and writers do not notice. */
final class TypeChange {
  private static final List<String> WHOLE_NUMBERS = List.of("smallint", "integer", "bigint");
  private static final Pattern LENGTH = Pattern.compile("character varying\\((\\d+)\\)");

  private TypeChange() {}

  /** Whether every value of one type is one of the other, and looks the same as JSON. */
  static boolean isWider(String from, String to) {
    if (WHOLE_NUMBERS.contains(from)) {
      return to.equals("numeric") || WHOLE_NUMBERS.indexOf(to) > WHOLE_NUMBERS.indexOf(from);
    }
    if (from.equals("character varying")) {
      return to.equals("text");
    }
    if (from.equals("text")) {
      return to.equals("character varying");
    }
    Matcher length = LENGTH.matcher(from);
    return length.matches() && isLonger(Integer.parseInt(length.group(1)), to);
  }

  private static boolean isLonger(int from, String to) {
    Matcher length = LENGTH.matcher(to);
    return to.equals("text")
        || to.equals("character varying")
        || (length.matches() && Integer.parseInt(length.group(1)) >= from);
  }
}
