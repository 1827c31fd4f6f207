package dev.groundwork.service.rest.batch;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** JSON as bytes in UTF-8: values are cut out as they stand, so that no digit changes. */
final class Json {
  /** Bodies are a few levels down in a batch, and may themselves have 500. */
  private static final int MAX_DEPTH = 510;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNumberLength(100_000)
                  .build())
          .build();

  private Json() {}

  static JsonParser parser(byte[] json) throws IOException {
    return FACTORY.createParser(json);
  }

  /** Where the parser's token begins. */
  static int start(JsonParser in) {
    return (int) in.currentTokenLocation().getByteOffset();
  }

  /** Reads the token to its end; gives the place behind it. */
  static int end(JsonParser in) throws IOException {
    in.finishToken();
    return (int) in.currentLocation().getByteOffset();
  }

  /** Whether all of it is one value. */
  static boolean isValue(byte[] json) {
    try (JsonParser in = parser(json)) {
      if (in.nextToken() == null) {
        return false;
      }
      in.skipChildren();
      return in.nextToken() == null;
    } catch (IOException malformed) {
      return false;
    }
  }

  /** The value at a path of names and positions, as it stands. */
  static Optional<byte[]> at(byte[] json, Iterable<String> path) {
    try (JsonParser in = parser(json)) {
      in.nextToken();
      for (String step : path) {
        if (!descend(in, step)) {
          return Optional.empty();
        }
      }
      int start = start(in);
      in.skipChildren();
      return Optional.of(Arrays.copyOfRange(json, start, end(in)));
    } catch (IOException malformed) {
      return Optional.empty();
    }
  }

  private static boolean descend(JsonParser in, String step) throws IOException {
    return switch (in.currentToken()) {
      case START_OBJECT -> member(in, step);
      case START_ARRAY -> element(in, step);
      default -> false;
    };
  }

  private static boolean member(JsonParser in, String name) throws IOException {
    while (in.nextToken() != JsonToken.END_OBJECT) {
      boolean found = in.currentName().equals(name);
      in.nextToken();
      if (found) {
        return true;
      }
      in.skipChildren();
    }
    return false;
  }

  private static boolean element(JsonParser in, String position) throws IOException {
    int left = position(position);
    while (left >= 0 && in.nextToken() != JsonToken.END_ARRAY) {
      if (left == 0) {
        return true;
      }
      in.skipChildren();
      left--;
    }
    return false;
  }

  /** A position as RFC 6901 writes it: digits without a leading zero; -1 for anything else. */
  static int position(String text) {
    boolean digits = !text.isEmpty() && text.length() < 9 && text.chars().allMatch(Json::isDigit);
    return digits && (text.length() == 1 || text.charAt(0) != '0') ? Integer.parseInt(text) : -1;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
