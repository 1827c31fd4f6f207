package dev.groundwork.service.migrations.write;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.Workbench.Scratch;
import dev.groundwork.service.migrations.catalog.CatalogReader;
import dev.groundwork.service.migrations.catalog.Snapshot;
import dev.groundwork.service.migrations.diff.DiffProblem;
import dev.groundwork.service.migrations.diff.Difference;
import dev.groundwork.service.migrations.diff.SchemaDiff;
import dev.groundwork.service.migrations.diff.SchemaDiff.Change;
import dev.groundwork.service.migrations.diff.SchemaDiff.Use;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes migrations that lead to a desired schema, and schemas as SQL. What is written was run: a
 * migration on a scratch database, where it led to the desired schema exactly.
 */
public final class SchemaFiles {
  /** How often what is left is looked at again; what a detached partition keeps takes two. */
  private static final int ROUNDS = 3;

  /** The text of a function may name what comes after it. */
  private static final String NO_BODIES = "set check_function_bodies = off";

  private static final String NO_BODIES_HERE = "set local check_function_bodies = off";

  private final Workbench bench;
  private final Clock clock;

  public SchemaFiles(Workbench bench, Clock clock) {
    this.bench = bench;
    this.clock = clock;
  }

  /** An empty file after all that are there. */
  public Path newFile(String name) {
    String text =
        "-- What it changes and why.\n-- groundwork migrate plan shows what it will do; migrate up"
            + " applies it.\n";
    return write(List.of(name), List.of(text)).getFirst();
  }

  /**
   * The files that lead from the migrations to the desired schema; none when they are there.
   *
   * @param name what the change is about
   * @throws ProblemException with a {@link DiffProblem}
   */
  public List<Path> diff(String name, Answers answers) {
    Found found = find(answers);
    prove(found);
    return write(name, found.change(), "Leads from the migrations before to the desired schema.");
  }

  /** A change, and where it shall lead. */
  private record Found(Change change, Snapshot desired) {}

  private Found find(Answers answers) {
    try (Scratch scratch = bench.scratch()) {
      bench.replay(scratch.address());
      Snapshot desired = desired();
      return new Found(path(scratch.address(), desired, answers), desired);
    }
  }

  /** What was found in rounds is run once more as it will stand in the files. */
  private void prove(Found found) {
    if (found.change().isEmpty()) {
      return;
    }
    try (Scratch scratch = bench.scratch()) {
      bench.replay(scratch.address());
      run(scratch.address(), found.change());
      requireSame(CatalogReader.read(scratch.address()), found.desired());
    }
  }

  private static void requireSame(Snapshot reached, Snapshot desired) {
    List<Difference> left = SchemaDiff.differences(reached, desired);
    if (!left.isEmpty()) {
      throw new DiffProblem.NotReached(left.toString()).raise();
    }
  }

  /** The first migration of a project whose database is there already. */
  public List<Path> capture(String name) {
    Change change = whole(read(bench.target()));
    return write(name, change, "What the database held before its first migration.");
  }

  /** The project's database as SQL: the same text for the same schema. */
  public String dump() {
    Snapshot schema = read(bench.target());
    Change change = whole(schema);
    List<String> statements = new ArrayList<>(change.before());
    statements.add(NO_BODIES);
    statements.addAll(change.statements());
    return SqlText.of("The schema as PostgreSQL has it.", statements);
  }

  /** Reads what is compared or written, and says what of it is not. */
  private Snapshot read(PgAddress database) {
    Snapshot found = CatalogReader.read(database);
    if (!found.others().isEmpty()) {
      String message = "not looked at: " + String.join(", ", found.others());
      bench.observer().report(new Event.Warning(message, Optional.empty()));
    }
    return found;
  }

  private Change whole(Snapshot schema) {
    try (Scratch scratch = bench.scratch()) {
      return SchemaDiff.between(CatalogReader.read(scratch.address()), schema, Use.NONE);
    }
  }

  /**
   * In what the project's database differs from its migrations, a line each; empty when in nothing.
   * Whether it has what every project's database has from the start is not looked at.
   */
  public List<String> verify() {
    Snapshot actual = read(bench.target());
    try (Scratch scratch = bench.scratch()) {
      Snapshot empty = CatalogReader.read(scratch.address());
      bench.replay(scratch.address());
      Snapshot expected = CatalogReader.read(scratch.address());
      return SchemaDiff.differences(expected, actual).stream()
          .filter(each -> !isFromTheStart(each.id(), empty, expected))
          .map(SchemaFiles::line)
          .toList();
    }
  }

  private static boolean isFromTheStart(String id, Snapshot empty, Snapshot expected) {
    return empty
        .find(id)
        .filter(object -> expected.find(id).filter(object::sameAs).isPresent())
        .isPresent();
  }

  private static String line(Difference difference) {
    return switch (difference.side()) {
      case FIRST -> "missing in the database: " + difference.id();
      case SECOND -> "not from the migrations: " + difference.id();
      case BOTH ->
          "different: " + difference.id() + " (" + String.join(", ", difference.properties()) + ")";
    };
  }

  /** Beside the database of the migrations, whose roles the desired schema may name. */
  private Snapshot desired() {
    try (Scratch scratch = bench.scratch()) {
      new SqlFolder(bench.desired()).apply(scratch.address());
      return read(scratch.address());
    }
  }

  /** The change, which the database has then gone through. */
  private static Change path(PgAddress database, Snapshot desired, Answers answers) {
    List<String> before = new ArrayList<>();
    List<String> statements = new ArrayList<>(renames(database, desired, answers));
    List<String> after = new ArrayList<>();
    Snapshot here = CatalogReader.read(database);
    for (int round = 0; round < ROUNDS && !isReached(here, desired); round++) {
      Change change = SchemaDiff.between(here, desired, Use.LIVE);
      run(database, change);
      before.addAll(change.before());
      statements.addAll(change.statements());
      after.addAll(change.after());
      here = CatalogReader.read(database);
    }
    requireSame(here, desired);
    return new Change(before, statements, after);
  }

  private static boolean isReached(Snapshot here, Snapshot desired) {
    return SchemaDiff.differences(here, desired).isEmpty();
  }

  private static List<String> renames(PgAddress database, Snapshot desired, Answers answers) {
    List<String> statements = new ArrayList<>();
    List<Answers.Question> open = new ArrayList<>();
    // tables first: the columns in question are those of a table by its new name
    for (boolean columns : new boolean[] {false, true}) {
      List<String> step = new ArrayList<>();
      for (Answers.Question question : Answers.questions(CatalogReader.read(database), desired)) {
        if (columns == question.object().parent().isPresent()) {
          Optional<Answers.Answer> answer = answers.to(question);
          answer.ifPresentOrElse(
              given -> step.addAll(statements(question, given)), () -> open.add(question));
        }
      }
      runAll(database, step);
      statements.addAll(step);
    }
    if (!open.isEmpty()) {
      throw new DiffProblem.Unanswered(shown(open)).raise();
    }
    answers.complete();
    List<String> parts = Renames.ofParts(CatalogReader.read(database), desired);
    runAll(database, parts);
    statements.addAll(parts);
    return statements;
  }

  private static List<String> statements(Answers.Question question, Answers.Answer answer) {
    return switch (answer) {
      case Answers.Answer.Drop() -> List.of();
      case Answers.Answer.Rename(var then) -> Renames.statements(question.object(), then);
    };
  }

  private static String shown(List<Answers.Question> questions) {
    List<String> lines = new ArrayList<>();
    for (Answers.Question question : questions) {
      String object = question.object().kind().label() + " " + question.object().name();
      lines.add(
          question.candidates().isEmpty()
              ? object
              : object + " (renamed to " + question.candidates().getFirst().name() + "?)");
    }
    return String.join(", ", lines);
  }

  private static void run(PgAddress database, Change change) {
    runAll(database, change.before());
    try (PlainSession session = PlainSession.open(database)) {
      session.execute("begin");
      session.execute(NO_BODIES_HERE);
      change.statements().forEach(session::execute);
      session.execute("commit");
    }
    runAll(database, change.after());
  }

  private static void runAll(PgAddress database, List<String> statements) {
    try (PlainSession session = PlainSession.open(database)) {
      statements.forEach(session::execute);
    }
  }

  private List<Path> write(String name, Change change, String head) {
    List<String> names = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    if (!change.before().isEmpty()) {
      names.add(name + "_labels");
      texts.add(
          SqlText.of(
              "New labels, which nothing may use before they are committed.", change.before()));
    }
    if (!change.statements().isEmpty()) {
      List<String> statements = new ArrayList<>(change.statements());
      if (statements.stream().anyMatch(SchemaFiles::makesRoutine)) {
        statements.addFirst(NO_BODIES_HERE);
      }
      names.add(name);
      texts.add(SqlText.of(head, statements));
    }
    if (!change.after().isEmpty()) {
      names.add(name + "_after");
      texts.add(
          SqlText.of("What takes long, and lets others read and write meanwhile.", change.after()));
    }
    return write(names, texts);
  }

  private static boolean makesRoutine(String statement) {
    return statement.matches("(?s)create (or replace )?(FUNCTION|PROCEDURE) .*");
  }

  private List<Path> write(List<String> names, List<String> texts) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    List<Path> files = new FileNames(bench.migrations(), now).next(names);
    try {
      Files.createDirectories(bench.migrations());
      for (int i = 0; i < files.size(); i++) {
        Files.writeString(files.get(i), texts.get(i), StandardOpenOption.CREATE_NEW);
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
