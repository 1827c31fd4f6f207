package dev.groundwork.service.rest.parse;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a JSON array of objects column by column. Whatever PostgreSQL might read differently, or
 * refuse, is given up: it then gets the JSON itself.
 */
final class JsonRows {
  private static final int ESCAPE = 6;

  private final JsonParser in;
  private final byte[] body;
  private final boolean uniform;
  private final List<String> names = new ArrayList<>();
  private final List<ArrayText> columns = new ArrayList<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private int rows;

  /** How many values may be missing in all rows together, so that filling up stays cheap. */
  private int mayMiss;

  private JsonRows(JsonParser in, byte[] body, boolean uniform) {
    this.in = in;
    this.body = body;
    this.uniform = uniform;
    this.mayMiss = body.length / 4;
  }

  /**
   * The columns of a body; empty when it is something else or in any doubt.
   *
   * @param text the body as text
   * @param uniform whether all objects must have the same members; missing ones are null otherwise
   */
  static Optional<BodyColumns> read(JsonFactory json, byte[] body, String text, boolean uniform) {
    if (!isPlainUtf8(body, text) || !hasWholeEscapes(text)) {
      return Optional.empty();
    }
    try (JsonParser in = json.createParser(body)) {
      JsonRows reader = new JsonRows(in, body, uniform);
      return reader.all() ? Optional.of(reader.result()) : Optional.empty();
    } catch (IOException malformed) {
      return Optional.empty(); // it is read again by those who say what is wrong
    }
  }

  /** No other encoding, which the JSON parser might guess, and no bytes that are no characters. */
  private static boolean isPlainUtf8(byte[] body, String text) {
    boolean ascii = body.length >= 4 && body[0] > 0 && body[1] != 0 && body[2] != 0 && body[3] != 0;
    return ascii && text.indexOf('\uFFFD') < 0;
  }

  /** Whether escapes of characters are none that PostgreSQL refuses: zero and half pairs. */
  private static boolean hasWholeEscapes(String text) {
    int at = text.indexOf("\\u");
    while (at >= 0) {
      int code = code(text, at);
      boolean pair = code >= 0xD800 && code <= 0xDBFF && isLow(code(text, at + ESCAPE));
      if (code <= 0 || (!pair && code >= 0xD800 && code <= 0xDFFF)) {
        return false;
      }
      at = text.indexOf("\\u", at + (pair ? 2 * ESCAPE : ESCAPE));
    }
    return true;
  }

  private static boolean isLow(int code) {
    return code >= 0xDC00 && code <= 0xDFFF;
  }

  /** The code of the escape at a place; -1 when there is none. */
  private static int code(String text, int at) {
    if (!text.startsWith("\\u", at) || at + ESCAPE > text.length()) {
      return -1;
    }
    int code = 0;
    for (int i = at + 2; i < at + ESCAPE; i++) {
      int digit = Character.digit(text.charAt(i), 16);
      if (digit < 0) {
        return -1;
      }
      code = code * 16 + digit;
    }
    return code;
  }

  private boolean all() throws IOException {
    if (in.nextToken() != JsonToken.START_ARRAY) {
      return false;
    }
    while (in.nextToken() == JsonToken.START_OBJECT) {
      if (!row()) {
        return false;
      }
      rows++;
    }
    boolean whole = in.currentToken() == JsonToken.END_ARRAY && in.nextToken() == null;
    return whole && !columns.isEmpty() && columns.stream().allMatch(column -> fill(column, rows));
  }

  private boolean row() throws IOException {
    int members = 0;
    while (in.nextToken() != JsonToken.END_OBJECT) {
      int position = position(members, in.currentName());
      if (position < 0 || !fill(columns.get(position), rows)) {
        return false;
      }
      in.nextToken();
      value(columns.get(position));
      members++;
    }
    return !uniform || members == columns.size();
  }

  /** Where the column of a member is, mostly at the same place in each row; -1 for none. */
  private int position(int expected, String name) {
    if (expected < names.size() && names.get(expected).equals(name)) {
      return expected;
    }
    Integer known = positions.get(name);
    if (known != null) {
      return known;
    }
    if (uniform && rows > 0) {
      return -1;
    }
    positions.put(name, names.size());
    names.add(name);
    columns.add(new ArrayText());
    return names.size() - 1;
  }

  /** Makes a column ready for a row; not when it has a value for it already. */
  private boolean fill(ArrayText column, int upTo) {
    int missing = upTo - column.values();
    mayMiss -= missing;
    if (missing < 0 || mayMiss < 0) {
      return false;
    }
    while (column.values() < upTo) {
      column.missing();
    }
    return true;
  }

  private void value(ArrayText column) throws IOException {
    switch (in.currentToken()) {
      case VALUE_NULL -> column.missing();
      case VALUE_STRING -> column.string(in.getText());
      case START_OBJECT, START_ARRAY -> column.quoted(raw());
      default -> column.bare(in.getText());
    }
  }

  /** An object or array as it stands. */
  private String raw() throws IOException {
    int from = (int) in.currentTokenLocation().getByteOffset();
    in.skipChildren();
    int to = (int) in.currentLocation().getByteOffset();
    return new String(body, from, to - from, StandardCharsets.UTF_8);
  }

  private BodyColumns result() {
    Map<String, BodyColumns.Column> result = new HashMap<>();
    for (int i = 0; i < names.size(); i++) {
      result.put(names.get(i), columns.get(i).column());
    }
    return new BodyColumns(result);
  }
}
