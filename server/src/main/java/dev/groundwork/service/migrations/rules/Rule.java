package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Step;
import java.util.List;
import java.util.stream.Stream;

/**
 * Something that migrations should not do.
 *
 * @param code stable
 * @param title what is wrong, in a sentence
 * @param why what comes of it
 * @param recipe the safe way
 * @param check finds what is wrong with a statement, by name
 */
public record Rule(
    String code,
    String name,
    Severity severity,
    String title,
    String why,
    String recipe,
    Example example,
    Check check) {

  /** How bad it is. */
  public enum Severity {
    /** Refused. */
    ERROR,
    /** Told. */
    WARNING
  }

  /**
   * A file that the rule objects to, and what is done in its place. Both are tried by the tests.
   *
   * @param setup what else is in the database before, beside {@link Rules#FIXTURE}
   * @param good files, to be applied one after the other
   */
  public record Example(String setup, String bad, List<String> good) {
    public Example {
      good = List.copyOf(good);
    }

    static Example of(String bad, String... good) {
      return new Example("", bad, List.of(good));
    }

    static Example after(String setup, String bad, String... good) {
      return new Example(setup, bad, List.of(good));
    }
  }

  /** Names what is wrong with a statement. */
  interface Check {
    Stream<String> subjects(Step step, Scene scene);
  }

  static Rule error(
      String code,
      String name,
      String title,
      String why,
      String recipe,
      Example example,
      Check check) {
    return new Rule(code, name, Severity.ERROR, title, why, recipe, example, check);
  }

  static Rule warning(
      String code,
      String name,
      String title,
      String why,
      String recipe,
      Example example,
      Check check) {
    return new Rule(code, name, Severity.WARNING, title, why, recipe, example, check);
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }
}
