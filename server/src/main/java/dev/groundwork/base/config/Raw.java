package dev.groundwork.base.config;

import java.util.List;

/** A value as a file, the environment or an option gives it, before its setting's kind reads it. */
public sealed interface Raw {

  /** One value; numbers and booleans as they are written. */
  record Scalar(String text) implements Raw {}

  /** Several values: an array of a file. */
  record Items(List<String> items) implements Raw {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** The value on one line; several are separated by commas. */
  default String line() {
    return switch (this) {
      case Scalar(String text) -> text;
      case Items(List<String> items) -> String.join(",", items);
    };
  }

  /** Whether there is nothing in it, as in {@code GROUNDWORK_DB_URL=}. */
  default boolean isEmpty() {
    return switch (this) {
      case Scalar(String text) -> text.isEmpty();
      case Items(List<String> items) -> items.isEmpty();
    };
  }
}
