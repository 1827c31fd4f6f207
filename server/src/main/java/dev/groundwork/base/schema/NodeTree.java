package dev.groundwork.base.schema;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads where a view's columns come from out of its stored query, the text of a {@code
 * pg_node_tree}: nodes in braces with {@code :field value} pairs, lists in parentheses, and special
 * characters escaped by a backslash. Only the target list of the outermost query is looked at; all
 * else is skipped.
 */
final class NodeTree {
  private final String text;
  private int at;

  private NodeTree(String text) {
    this.text = text;
  }

  /**
   * A column of a view that shows a column of another relation as it is.
   *
   * @param number the view column's number
   * @param relation identifier of the table or view that it comes from
   * @param column the number of the column there
   */
  record Target(int number, long relation, int column) {}

  /** The columns that come from another relation; computed ones are left out. */
  static List<Target> targets(String tree) {
    NodeTree reader = new NodeTree(tree);
    reader.at = Math.max(tree.indexOf('{'), 0);
    return reader.query();
  }

  private List<Target> query() {
    List<Target> targets = new ArrayList<>();
    at++;
    for (String field = token(); !field.isEmpty(); field = token()) {
      if (field.equals(":targetList")) {
        list(targets);
      } else if (field.startsWith(":")) {
        skipValue();
      }
    }
    return targets;
  }

  private void list(List<Target> targets) {
    skipSpaces();
    if (current() != '(') {
      return;
    }
    at++;
    for (skipSpaces(); current() == '{'; skipSpaces()) {
      entry(targets);
    }
    at++;
  }

  private void entry(List<Target> targets) {
    Map<String, String> fields = new HashMap<>();
    at++;
    for (String field = token(); !field.isEmpty(); field = token()) {
      if (field.startsWith(":")) {
        fields.put(field, skipValue());
      }
    }
    at++;
    long relation = Long.parseLong(fields.getOrDefault(":resorigtbl", "0"));
    if (relation != 0 && !fields.getOrDefault(":resjunk", "false").equals("true")) {
      targets.add(
          new Target(
              Integer.parseInt(fields.getOrDefault(":resno", "0")),
              relation,
              Integer.parseInt(fields.getOrDefault(":resorigcol", "0"))));
    }
  }

  /** Moves over a value and gives it when it is a plain one. */
  private String skipValue() {
    skipSpaces();
    if (current() != '{' && current() != '(') {
      return token();
    }
    int depth = 0;
    do {
      switch (current()) {
        case '{', '(' -> depth++;
        case '}', ')' -> depth--;
        case '\\' -> at++;
        default -> {}
      }
      at++;
    } while (depth > 0 && at < text.length());
    return "";
  }

  /** The next word; empty at the end of a node, of a list or of the text. */
  private String token() {
    skipSpaces();
    int start = Math.min(at, text.length());
    while (at < text.length() && !isEnd(text.charAt(at))) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at, text.length());
    return text.substring(start, at);
  }

  private static boolean isEnd(char c) {
    return Character.isWhitespace(c) || c == '{' || c == '}' || c == '(' || c == ')';
  }

  private void skipSpaces() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  /** The character at the current place; NUL behind the end. */
  private char current() {
    return at < text.length() ? text.charAt(at) : '\0';
  }
}
