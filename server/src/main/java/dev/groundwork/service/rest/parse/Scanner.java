package dev.groundwork.service.rest.parse;

import dev.groundwork.base.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Reads a text from left to right and remembers what would have been accepted at the furthest place
 * that was tried, so that an error can say where the text went wrong and what was expected there.
 */
final class Scanner {
  private final String what;
  private final String text;
  private int position;
  private int furthest;
  private final List<String> expected = new ArrayList<>();

  /**
   * A scanner at the start of a text.
   *
   * @param what what is being read, for the error: {@code failed to parse order (id.as)}
   */
  Scanner(String what, String text) {
    this.what = what;
    this.text = text;
  }

  int position() {
    return position;
  }

  /** Goes back to try another alternative; what was expected is kept. */
  void reset(int earlier) {
    this.position = earlier;
  }

  boolean atEnd() {
    return position >= text.length();
  }

  /** The character here, or 0 at the end. */
  char peek() {
    return atEnd() ? 0 : text.charAt(position);
  }

  /** The character after this one, or 0. */
  char peekNext() {
    return position + 1 < text.length() ? text.charAt(position + 1) : 0;
  }

  /** Whether a literal stands here; takes nothing. */
  boolean sees(String literal) {
    return text.startsWith(literal, position);
  }

  /** Takes the character here. */
  char next() {
    return text.charAt(position++);
  }

  /** Takes everything that is left. */
  String rest() {
    String rest = text.substring(position);
    position = text.length();
    return rest;
  }

  /** Takes a literal when it stands here. */
  boolean take(String literal) {
    return take(literal, '"' + literal + '"');
  }

  /** Takes a literal when it stands here; errors call it by a label. */
  boolean take(String literal, String label) {
    if (text.startsWith(literal, position)) {
      position += literal.length();
      return true;
    }
    expect(label);
    return false;
  }

  /** Takes a literal in any case when it stands here. */
  boolean takeIgnoringCase(String literal) {
    if (text.regionMatches(true, position, literal, 0, literal.length())) {
      position += literal.length();
      return true;
    }
    return false;
  }

  /** Takes a literal that has to stand here. */
  void require(String literal) {
    if (!take(literal)) {
      throw error();
    }
  }

  /** Takes the longest run of characters that satisfy a condition; may be empty. */
  String takeWhile(IntPredicate condition) {
    int start = position;
    while (position < text.length() && condition.test(text.charAt(position))) {
      position++;
    }
    return text.substring(start, position);
  }

  void skipSpace() {
    while (peek() == ' ' || peek() == '\t') {
      position++;
    }
  }

  /** Notes what would have been accepted here. */
  void expect(String label) {
    if (position > furthest) {
      furthest = position;
      expected.clear();
    }
    if (position == furthest && !expected.contains(label)) {
      expected.add(label);
    }
  }

  /** Ends the reading: nothing may be left. */
  void requireEnd() {
    if (!atEnd()) {
      expect("end of input");
      throw error();
    }
  }

  /** The error at the furthest place that was tried. */
  ProblemException error() {
    String found = found();
    String reason =
        "unexpected " + found + (expected.isEmpty() ? "" : " expecting " + alternatives());
    return at(furthest, reason);
  }

  /** An error right here, with a reason in words. */
  ProblemException error(String reason) {
    return at(position, reason);
  }

  private ProblemException at(int place, String reason) {
    String message = '"' + what + "\" (line 1, column " + (place + 1) + ')';
    return new ParseProblem.BadParameter(message, reason).raise();
  }

  private String found() {
    if (furthest >= text.length()) {
      return "end of input";
    }
    char quote = expected.contains("end of input") ? '\'' : '"';
    return quote + text.substring(furthest, text.offsetByCodePoints(furthest, 1)) + quote;
  }

  private String alternatives() {
    if (expected.size() == 1) {
      return expected.getFirst();
    }
    return String.join(", ", expected.subList(0, expected.size() - 1))
        + " or "
        + expected.getLast();
  }
}
