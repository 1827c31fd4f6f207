package dev.groundwork.base.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads the path to the role: {@code .key}, {@code ."any key"}, {@code ['any key']}, {@code [0]},
 * {@code [1:-1]}, {@code [?(@ == "text")]}, with or without a {@code $} in front.
 */
final class RolePathParser {
  private final String text;
  private int at;

  RolePathParser(String text) {
    this.text = text;
  }

  List<RolePath.Step> steps() {
    skip("$");
    List<RolePath.Step> steps = new ArrayList<>();
    do {
      steps.add(step());
    } while (at < text.length());
    return steps;
  }

  private RolePath.Step step() {
    if (skip(".")) {
      return new RolePath.Key(quoted() ? string() : word());
    }
    expect("[");
    if (skip("?")) {
      return filter();
    }
    if (quoted()) {
      RolePath.Step key = new RolePath.Key(string());
      expect("]");
      return key;
    }
    return indexOrSlice();
  }

  private RolePath.Step indexOrSlice() {
    OptionalInt first = number();
    if (skip("]")) {
      if (first.isEmpty() || first.getAsInt() < 0) {
        throw fault("an index counts from 0");
      }
      return new RolePath.Index(first.getAsInt());
    }
    expect(":");
    RolePath.Step slice = new RolePath.Slice(first, number());
    expect("]");
    return slice;
  }

  private RolePath.Step filter() {
    boolean round = skip("(");
    expect("@");
    spaces();
    RolePath.Match match = match();
    spaces();
    if (!quoted()) {
      throw fault("a text in quotes belongs here");
    }
    String operand = string();
    spaces();
    if (round) {
      expect(")");
    }
    expect("]");
    return new RolePath.Filter(match, operand);
  }

  private RolePath.Match match() {
    for (RolePath.Match each : RolePath.Match.values()) {
      if (skip(each.operator)) {
        return each;
      }
    }
    throw fault("one of == != ^== ==^ *== belongs here");
  }

  private OptionalInt number() {
    int start = at;
    skip("-");
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    try {
      return at == start
          ? OptionalInt.empty()
          : OptionalInt.of(Integer.parseInt(text, start, at, 10));
    } catch (NumberFormatException tooLarge) {
      throw fault("no usable number");
    }
  }

  private String word() {
    int start = at;
    while (at < text.length() && inWord(text.charAt(at))) {
      at++;
    }
    if (at == start) {
      throw fault("a key of letters, digits, _ $ @ belongs here; others stand in double quotes");
    }
    return text.substring(start, at);
  }

  private static boolean inWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@';
  }

  private boolean quoted() {
    return at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'');
  }

  private String string() {
    int end = text.indexOf(text.charAt(at), at + 1);
    if (end < 0) {
      throw fault("the quote has no end");
    }
    String inside = text.substring(at + 1, end);
    at = end + 1;
    return inside;
  }

  private void spaces() {
    while (skip(" ")) {
      // each is skipped by asking
    }
  }

  private boolean skip(String expected) {
    boolean there = text.startsWith(expected, at);
    at += there ? expected.length() : 0;
    return there;
  }

  private void expect(String expected) {
    if (!skip(expected)) {
      throw fault("a " + expected + " belongs here");
    }
  }

  private IllegalArgumentException fault(String what) {
    return new IllegalArgumentException(
        "the role claim path '" + text + "' is wrong at character " + (at + 1) + ": " + what);
  }
}
