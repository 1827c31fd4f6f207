package dev.groundwork.service.rest.openapi;

import java.util.Optional;

/**
 * A comment in the database, taken apart: the first line is a heading, the rest behind blank lines
 * a text.
 */
record Description(Optional<String> heading, Optional<String> text) {

  static Description of(Optional<String> comment) {
    if (comment.isEmpty()) {
      return new Description(Optional.empty(), Optional.empty());
    }
    String whole = comment.get();
    int end = whole.indexOf('\n');
    if (end < 0) {
      return new Description(comment, Optional.empty());
    }
    int start = end;
    while (start < whole.length() && whole.charAt(start) == '\n') {
      start++;
    }
    return new Description(
        Optional.of(whole.substring(0, end)),
        Optional.of(whole.substring(start)).filter(text -> !text.isEmpty()));
  }
}
