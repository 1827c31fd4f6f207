package dev.groundwork.bench.growth;

import dev.groundwork.bench.subject.Scenario;
import dev.groundwork.bench.subject.Scenarios;
import java.util.List;
import java.util.Locale;

/** Something that becomes more. */
enum Dimension {
  CLIENTS("one row by key"),
  ROWS("a list of rows"),
  LEVELS("two rows below each row"),
  TABLES("one row by key");

  private final String title;

  Dimension(String title) {
    this.title = title;
  }

  /** What it is called on the command line and in tables. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is asked for meanwhile. */
  String title() {
    return title;
  }

  /** How much of it there is each time. */
  List<Integer> places() {
    return switch (this) {
      case CLIENTS -> List.of(1, 8, 32, 128, 512);
      case ROWS -> List.of(1, 10, 25, 100, 1_000);
      case LEVELS -> List.of(1, 2, 3, 4);
      case TABLES -> List.of(10, 100, 1_000, 5_000);
    };
  }

  /** What is asked for at a place. */
  Scenario scenario(int place) {
    return switch (this) {
      case CLIENTS -> Scenarios.BY_KEY;
      case ROWS -> Scenario.read(title, "/tasks?id=gte.KEY&order=id&limit=" + place, 10_000);
      case LEVELS ->
          Scenario.read(title, "/level0?select=id,name," + levels(1, place) + "&id=eq.KEY", 500);
      case TABLES -> Scenario.read(title, "/t0?id=eq.KEY", ManyTables.ROWS);
    };
  }

  private static String levels(int level, int last) {
    String below = level == last ? "" : "," + levels(level + 1, last);
    return "level" + level + "(id,name" + below + ")";
  }

  /** How many clients ask. */
  int clients(int place, int usual) {
    return this == CLIENTS ? place : usual;
  }
}
