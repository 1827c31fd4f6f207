package dev.groundwork.bench.base;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The options of a command, {@code --name value}; those that are not given have defaults. */
public final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads arguments.
   *
   * @param defaults all options that there are, such as {@code seconds=5}
   * @throws IllegalArgumentException when an option is unknown or has no value
   */
  public static Options of(List<String> arguments, String... defaults) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String each : defaults) {
      int equals = each.indexOf('=');
      values.put(each.substring(0, equals), each.substring(equals + 1));
    }
    for (int i = 0; i < arguments.size(); i += 2) {
      String option = arguments.get(i);
      String name = option.startsWith("--") ? option.substring(2) : "";
      if (!values.containsKey(name)) {
        throw new IllegalArgumentException(option + ": there are --" + names(values));
      }
      if (i + 1 == arguments.size()) {
        throw new IllegalArgumentException(option + " needs a value");
      }
      values.put(name, arguments.get(i + 1));
    }
    return new Options(values);
  }

  private static String names(Map<String, String> values) {
    return String.join(", --", values.keySet());
  }

  public String text(String name) {
    return Objects.requireNonNull(values.get(name), name);
  }

  /** A whole number above zero. */
  public int number(String name) {
    try {
      int number = Integer.parseInt(text(name));
      if (number > 0) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // the same as one that is too small
    }
    throw new IllegalArgumentException("--" + name + " needs a whole number above 0");
  }
}
