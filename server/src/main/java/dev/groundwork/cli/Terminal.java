package dev.groundwork.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.Optional;

/**
 * Where people read: results on standard output, everything else on standard error. Colours only on
 * a terminal, and not when {@code NO_COLOR} is set.
 */
public final class Terminal {
  private static final String BOLD = "\u001b[1m";
  private static final String RED = "\u001b[31m";
  private static final String GREEN = "\u001b[32m";
  private static final String FAINT = "\u001b[2m";
  private static final String PLAIN = "\u001b[0m";

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean colours;
  private boolean passing;

  public Terminal(PrintWriter out, PrintWriter err, boolean colours) {
    this.out = out;
    this.err = err;
    this.colours = colours;
  }

  /** This process's terminal, or the files and pipes in its place. */
  public static Terminal ofProcess(Map<String, String> environment) {
    boolean wanted =
        environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !environment.getOrDefault("TERM", "dumb").equals("dumb");
    return new Terminal(writer(System.out), writer(System.err), person().isPresent() && wanted);
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, stream.charset());
  }

  PrintWriter err() {
    return err;
  }

  /** A line of a result. */
  synchronized void line(String text) {
    clear();
    out.println(text);
  }

  /** Several lines of a result. */
  synchronized void block(String text) {
    clear();
    out.print(text);
    out.flush();
  }

  /** Asks for what must not be seen; empty when there is nobody to answer. */
  String secret(String question) {
    return person().map(console -> hidden(console, question)).orElseGet(() -> piped(question));
  }

  private static String hidden(Console console, String question) {
    char[] answer = console.readPassword("%s", question);
    return answer == null ? "" : String.valueOf(answer);
  }

  private String piped(String question) {
    err.print(question);
    err.flush();
    try {
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
      return Optional.ofNullable(lines.readLine()).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether somebody is there to answer. */
  boolean isInteractive() {
    return person().isPresent();
  }

  private static Optional<Console> person() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  /** Asks for a line; empty when none comes. */
  String answer(String question) {
    return piped(question).strip();
  }

  /** A line beside the result, such as what was done. */
  synchronized void aside(String text) {
    clear();
    err.println(text);
  }

  /** Whether a line can be written over. */
  boolean rewrites() {
    return colours;
  }

  /** A line that the next one replaces. */
  synchronized void passing(String text) {
    clear();
    err.print(faint(text));
    err.flush();
    passing = true;
  }

  private void clear() {
    if (passing) {
      err.print("\r\u001b[K");
      passing = false;
    }
  }

  /** What went wrong. */
  synchronized void error(String text) {
    clear();
    err.println(style(RED, "groundwork: ") + text);
  }

  String bold(String text) {
    return style(BOLD, text);
  }

  String good(String text) {
    return style(GREEN, text);
  }

  String bad(String text) {
    return style(RED, text);
  }

  String faint(String text) {
    return style(FAINT, text);
  }

  private String style(String code, String text) {
    return colours ? code + text + PLAIN : text;
  }
}
