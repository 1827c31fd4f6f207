package dev.groundwork.base.observe;

import java.time.Instant;
import java.util.Locale;

/**
 * Builds one line of the log. What comes from outside cannot end the line or pretend to be another
 * one: control characters are shown as question marks, or escaped in JSON.
 */
final class Line {
  private final LogConfig.Format format;
  private final StringBuilder out = new StringBuilder(192);

  Line(LogConfig.Format format, Instant time, LogConfig.Level level, String event) {
    this.format = format;
    String grade = level.name().toLowerCase(Locale.ROOT);
    if (format == LogConfig.Format.JSON) {
      out.append("{\"time\":\"");
      TimeStamp.append(out, time);
      out.append("\",\"level\":\"").append(grade).append('"');
      text("event", event);
    } else {
      TimeStamp.append(out, time);
      out.append(' ').append(grade).append(" ".repeat(5 - grade.length()));
    }
  }

  /** A word that needs no name in a line for people. */
  Line word(String name, String value) {
    if (format == LogConfig.Format.JSON) {
      return text(name, value);
    }
    out.append(' ');
    plain(value.isEmpty() ? "-" : value);
    return this;
  }

  /** A named text; left out when empty. */
  Line text(String name, String value) {
    if (value.isEmpty()) {
      return this;
    }
    if (format == LogConfig.Format.JSON) {
      key(name);
      string(value);
    } else {
      out.append(' ').append(name).append('=');
      plain(value);
    }
    return this;
  }

  Line number(String name, long value) {
    if (format == LogConfig.Format.JSON) {
      key(name);
    } else {
      out.append(' ').append(name).append('=');
    }
    out.append(value);
    return this;
  }

  /** A stack trace: in JSON a field, for people lines of its own. */
  Line trace(String text) {
    if (format == LogConfig.Format.JSON || text.isEmpty()) {
      return text("trace", text);
    }
    out.append('\n').append(text.stripTrailing());
    return this;
  }

  /** The line, with its end. */
  String end() {
    return out.append(format == LogConfig.Format.JSON ? "}\n" : "\n").toString();
  }

  private void key(String name) {
    out.append(",\"").append(name).append("\":");
  }

  private void plain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      out.append(Character.isISOControl(c) ? '?' : c);
    }
  }

  private void string(String value) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      escaped(value.charAt(i));
    }
    out.append('"');
  }

  private void escaped(char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c < ' ' || c == 0x7f) {
      out.append("\\u%04x".formatted((int) c));
    } else {
      out.append(c);
    }
  }
}
