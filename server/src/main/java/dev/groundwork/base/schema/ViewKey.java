package dev.groundwork.base.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * A key of a table all of whose columns a view selects.
 *
 * @param side which end of the key the view shows
 * @param columns for each part of the key, the view's columns that show it: a view may select a
 *     column more than once
 */
record ViewKey(Name view, Key key, Side side, List<List<String>> columns) {

  ViewKey {
    columns = List.copyOf(columns);
  }

  /** Which end of a key a view shows. */
  enum Side {
    /** The columns of the table that has the primary or foreign key. */
    OWN,
    /** The columns that a foreign key refers to. */
    TARGET
  }

  /** The view's first column for each part of the key. */
  List<String> firstChoice() {
    return columns.stream().map(List::getFirst).toList();
  }

  /** One view column for each part of the key, in all combinations. */
  List<List<String>> choices() {
    List<List<String>> choices = List.of(List.of());
    for (List<String> candidates : columns) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> choice : choices) {
        candidates.forEach(candidate -> longer.add(append(choice, candidate)));
      }
      choices = longer;
    }
    return choices;
  }

  private static List<String> append(List<String> list, String element) {
    List<String> longer = new ArrayList<>(list);
    longer.add(element);
    return longer;
  }
}
