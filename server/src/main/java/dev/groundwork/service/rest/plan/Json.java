package dev.groundwork.service.rest.plan;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Writes strings as JSON. */
final class Json {
  private Json() {}

  static String string(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
