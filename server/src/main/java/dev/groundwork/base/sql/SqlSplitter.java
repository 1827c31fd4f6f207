package dev.groundwork.base.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds where the statements of an SQL text end: at semicolons outside quotes, dollar quotes,
 * comments, parentheses and {@code begin atomic ... end} bodies.
 *
 * @see <a href="https://www.postgresql.org/docs/18/sql-syntax-lexical.html">Lexical structure</a>
 */
public final class SqlSplitter {
  private static final int WORDS = 4;
  private static final int NONE = -1;

  private final String text;
  private final List<SqlStatementText> statements = new ArrayList<>();
  private int at;
  private int start = NONE;
  private String comment = "";
  private int startLine = 1;
  private int countedTo;
  private int line = 1;
  private int commentFrom;
  private int parentheses;
  private int bodies;
  private List<String> words = new ArrayList<>();

  private SqlSplitter(String text) {
    this.text = text;
  }

  /** The statements of a text, in order; one without an end counts, too. */
  public static List<SqlStatementText> split(String text) {
    return new SqlSplitter(text).split();
  }

  private List<SqlStatementText> split() {
    while (at < text.length()) {
      step();
    }
    finish();
    return statements;
  }

  private void step() {
    char c = text.charAt(at);
    if (Character.isWhitespace(c)) {
      at++;
    } else if (text.startsWith("--", at)) {
      skipLine();
    } else if (text.startsWith("/*", at)) {
      skipComment();
    } else if (c == ';' && parentheses == 0 && bodies == 0) {
      finish();
      at++;
      commentFrom = at;
    } else {
      token(c);
    }
  }

  private void token(char c) {
    if (start == NONE) {
      start = at;
      startLine = lineHere();
      comment = text.substring(commentFrom, at).strip();
    }
    switch (c) {
      case '\'' -> skipQuoted('\'', false);
      case '"' -> skipQuoted('"', false);
      case '$' -> skipDollarQuoted();
      case '(' -> nest(1);
      case ')' -> nest(-1);
      default -> {
        if (startsWord(c)) {
          word();
        } else {
          at++;
        }
      }
    }
  }

  private void nest(int by) {
    parentheses = Math.max(0, parentheses + by);
    at++;
  }

  private void finish() {
    if (start != NONE) {
      statements.add(
          new SqlStatementText(
              text.substring(start, at).stripTrailing(), startLine, words, comment));
    }
    start = NONE;
    parentheses = 0;
    bodies = 0;
    words = new ArrayList<>();
  }

  private void word() {
    int from = at;
    while (at < text.length() && continuesWord(text.charAt(at))) {
      at++;
    }
    String word = text.substring(from, at).toLowerCase(Locale.ROOT);
    if (word.equals("e") && at < text.length() && text.charAt(at) == '\'') {
      skipQuoted('\'', true);
      return;
    }
    if (words.size() < WORDS) {
      words.add(word);
    }
    if (parentheses == 0 && createsRoutine()) {
      countBodies(word);
    }
  }

  /** As psql does: {@code case} has an {@code end} as well. */
  private void countBodies(String word) {
    switch (word) {
      case "begin" -> bodies++;
      case "case" -> bodies += bodies > 0 ? 1 : 0;
      case "end" -> bodies -= bodies > 0 ? 1 : 0;
      default -> {}
    }
  }

  private boolean createsRoutine() {
    if (words.isEmpty() || !words.getFirst().equals("create")) {
      return false;
    }
    int kind = words.size() > 2 && words.get(1).equals("or") ? 3 : 1;
    return words.size() > kind
        && (words.get(kind).equals("function") || words.get(kind).equals("procedure"));
  }

  private void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  /** Comments nest. */
  private void skipComment() {
    int depth = 0;
    do {
      if (text.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (text.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        at++;
      }
    } while (depth > 0 && at < text.length());
    at = Math.min(at, text.length());
  }

  /** A doubled quote ends one part and begins the next, which comes to the same. */
  private void skipQuoted(char quote, boolean backslashes) {
    at++;
    while (at < text.length() && text.charAt(at) != quote) {
      at += backslashes && text.charAt(at) == '\\' ? 2 : 1;
    }
    at = Math.min(at + 1, text.length());
    if (backslashes && at < text.length() && text.charAt(at) == quote) {
      skipQuoted(quote, true);
    }
  }

  private void skipDollarQuoted() {
    int tagEnd = at + 1;
    while (tagEnd < text.length() && continuesTag(text.charAt(tagEnd), tagEnd == at + 1)) {
      tagEnd++;
    }
    if (tagEnd >= text.length() || text.charAt(tagEnd) != '$') {
      at++; // a parameter such as $1
      return;
    }
    String tag = text.substring(at, tagEnd + 1);
    int end = text.indexOf(tag, tagEnd + 1);
    at = end < 0 ? text.length() : end + tag.length();
  }

  private int lineHere() {
    for (; countedTo < at; countedTo++) {
      line += text.charAt(countedTo) == '\n' ? 1 : 0;
    }
    return line;
  }

  private static boolean startsWord(char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c > 127;
  }

  private static boolean continuesWord(char c) {
    return startsWord(c) || c == '$' || (c >= '0' && c <= '9');
  }

  private static boolean continuesTag(char c, boolean first) {
    return startsWord(c) || (!first && c >= '0' && c <= '9');
  }
}
