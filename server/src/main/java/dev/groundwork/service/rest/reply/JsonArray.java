package dev.groundwork.service.rest.reply;

/**
 * Writes an array's text as a JSON array: {@code {1,NULL,"a b"}} with nested arrays in braces, and
 * bounds in front where they do not start at 1, which JSON does not tell.
 *
 * @see <a href="https://www.postgresql.org/docs/18/arrays.html#ARRAYS-IO">Array input and
 *     output</a>
 */
final class JsonArray {
  private final ByteSink out;
  private final JsonType.Form form;
  private final byte[] text;
  private int at;

  JsonArray(ByteSink out, JsonType.Form form, byte[] text) {
    this.out = out;
    this.form = form;
    this.text = text;
  }

  void write() {
    if (text[0] == '[') {
      while (text[at] != '=') {
        at++;
      }
      at++;
    }
    while (at < text.length) {
      step();
    }
  }

  private void step() {
    switch (text[at]) {
      case '{' -> mark('[');
      case '}' -> mark(']');
      case ',' -> mark(',');
      case '"' -> quoted();
      default -> plain();
    }
  }

  private void mark(char c) {
    out.add(c);
    at++;
  }

  private void plain() {
    int from = at;
    while (text[at] != ',' && text[at] != '}') {
      at++;
    }
    if (isNull(from)) {
      JsonValue.writeNull(out);
    } else {
      JsonValue.write(out, form, text, from, at);
    }
  }

  /** Without quotes it is no text of that name. */
  private boolean isNull(int from) {
    return at - from == 4
        && text[from] == 'N'
        && text[from + 1] == 'U'
        && text[from + 2] == 'L'
        && text[from + 3] == 'L';
  }

  private void quoted() {
    byte[] element = new byte[text.length - at];
    int length = 0;
    at++;
    while (text[at] != '"') {
      at += text[at] == '\\' ? 1 : 0;
      element[length++] = text[at++];
    }
    at++;
    JsonValue.write(out, form, element, 0, length);
  }
}
