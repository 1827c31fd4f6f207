package dev.groundwork.base.config;

import java.nio.file.Path;

/**
 * Where a value comes from, in words: {@code default}, {@code groundwork.toml}, {@code environment
 * GROUNDWORK_HTTP_PORT}, {@code option --port}.
 */
public record Origin(String words) {

  public static final Origin DEFAULT = new Origin("default");

  /** A file. */
  public static Origin file(Path path) {
    return new Origin(path.toString());
  }

  /** An environment variable. */
  public static Origin environment(String variable) {
    return new Origin("environment " + variable);
  }

  /** An option of the command line. */
  public static Origin option(String option) {
    return new Origin("option " + option);
  }

  @Override
  public String toString() {
    return words;
  }
}
