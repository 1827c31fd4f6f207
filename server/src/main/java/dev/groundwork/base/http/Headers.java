package dev.groundwork.base.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** HTTP header lines in the order they came. Names compare without case. */
public record Headers(List<Map.Entry<String, String>> lines) {

  public static final Headers NONE = new Headers(List.of());

  public Headers {
    lines = List.copyOf(lines);
  }

  /** Headers from alternating names and values. */
  public static Headers of(String... namesAndValues) {
    List<Map.Entry<String, String>> lines = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      lines.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
    }
    return new Headers(lines);
  }

  /** The same with one more line at the end. */
  public Headers and(String name, String value) {
    List<Map.Entry<String, String>> more = new ArrayList<>(lines);
    more.add(Map.entry(name, value));
    return new Headers(more);
  }

  /** The same with one line of a name, whatever lines of it there were. */
  public Headers with(String name, String value) {
    List<Map.Entry<String, String>> others = new ArrayList<>(lines);
    others.removeIf(line -> line.getKey().equalsIgnoreCase(name));
    others.add(Map.entry(name, value));
    return new Headers(others);
  }

  /** The same without the lines of some names. */
  public Headers without(String... names) {
    List<Map.Entry<String, String>> others = new ArrayList<>(lines);
    others.removeIf(line -> Stream.of(names).anyMatch(line.getKey()::equalsIgnoreCase));
    return new Headers(others);
  }

  /** The first value of a header. */
  public Optional<String> first(String name) {
    for (Map.Entry<String, String> line : lines) {
      if (line.getKey().equalsIgnoreCase(name)) {
        return Optional.of(line.getValue());
      }
    }
    return Optional.empty();
  }

  /** All values of a header, a value a line. */
  public List<String> all(String name) {
    List<String> values = List.of();
    for (Map.Entry<String, String> line : lines) {
      if (line.getKey().equalsIgnoreCase(name)) {
        values = values.isEmpty() ? new ArrayList<>() : values;
        values.add(line.getValue());
      }
    }
    return values;
  }
}
