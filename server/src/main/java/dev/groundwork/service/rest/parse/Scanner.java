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
  private final String read;
  private final String text;
  private int position;
  private int furthest;
  private final List<Wanted> expected = new ArrayList<>();

  /**
   * A scanner at the start of a text.
   *
   * @param what what is being read, for the error, such as {@code order}
   */
  Scanner(String what, String text) {
    this(what, text, text);
  }

  /**
   * A scanner of a text that was sent in another form.
   *
   * @param read what was sent, for the error: {@code failed to parse order (id.as)}
   */
  Scanner(String what, String read, String text) {
    this.what = what;
    this.read = read;
    this.text = text;
  }

  /** Something that would have been accepted: a literal, or a label in words. */
  private record Wanted(String text, boolean literal) {
    String label() {
      return literal ? '"' + text + '"' : text;
    }
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
    return take(literal, literal, true);
  }

  /** Takes a literal when it stands here; errors call it by a label. */
  boolean take(String literal, String label) {
    return take(literal, label, false);
  }

  private boolean take(String literal, String label, boolean isLiteral) {
    if (text.startsWith(literal, position)) {
      position += literal.length();
      return true;
    }
    expect(label, isLiteral);
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
    expect(label, false);
  }

  private void expect(String label, boolean literal) {
    if (position > furthest) {
      furthest = position;
      expected.clear();
    }
    if (position == furthest) {
      Wanted wanted = new Wanted(label, literal);
      if (!expected.contains(wanted)) {
        expected.add(wanted);
      }
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
    List<String> labels = expected.stream().map(Wanted::label).distinct().toList();
    String reason =
        "unexpected "
            + found(labels)
            + (labels.isEmpty() ? "" : " expecting " + alternatives(labels));
    return at(furthest, reason);
  }

  /** An error right here, with a reason in words. */
  ProblemException error(String reason) {
    return at(position, reason);
  }

  private ProblemException at(int place, String reason) {
    String message =
        "\"failed to parse " + what + " (" + read + ")\" (line 1, column " + (place + 1) + ')';
    return new ParseProblem.BadParameter(message, reason).raise();
  }

  private String found(List<String> labels) {
    if (furthest >= text.length()) {
      return "end of input";
    }
    char quote = labels.contains("end of input") ? '\'' : '"';
    return quote + text.substring(furthest, text.offsetByCodePoints(furthest, 1)) + quote;
  }

  private static String alternatives(List<String> labels) {
    if (labels.size() == 1) {
      return labels.getFirst();
    }
    return String.join(", ", labels.subList(0, labels.size() - 1)) + " or " + labels.getLast();
  }
}
