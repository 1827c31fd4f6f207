package dev.groundwork.service.rest.parse;

/**
 * The values of a column, being written as the text of an array.
 *
 * @see <a href="https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO">Array input</a>
 */
final class ArrayText {
  private final StringBuilder text = new StringBuilder();
  private int values;
  private boolean strings;

  int values() {
    return values;
  }

  /** A string. */
  void string(String value) {
    strings = true;
    quoted(value);
  }

  /** Text that may hold anything. */
  void quoted(String value) {
    separator().append('"');
    if (value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
      text.append(value);
    } else {
      text.append(value.replace("\\", "\\\\").replace("\"", "\\\""));
    }
    text.append('"');
  }

  /** A number or a truth value. */
  void bare(String value) {
    separator().append(value);
  }

  void missing() {
    separator().append("NULL");
  }

  private StringBuilder separator() {
    values++;
    return text.append(values == 1 ? '{' : ',');
  }

  BodyColumns.Column column() {
    return new BodyColumns.Column(values == 0 ? "{}" : text + "}", strings);
  }
}
