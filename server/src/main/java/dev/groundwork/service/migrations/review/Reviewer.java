package dev.groundwork.service.migrations.review;

import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.setup.MigrationProblem;
import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.base.pg.setup.StatementSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.service.migrations.review.Step.Failure;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs files on a scratch database and watches. Each file has a transaction of its own, as when it
 * is applied; what cannot run in one runs between two. What a file sets does not reach the next.
 */
public final class Reviewer {
  /** A new value of an enum type was used in the transaction that added it. */
  public static final String UNSAFE_ENUM_VALUE = "55P04";

  /** Makes the session as good as new, and keeps what it knows of the catalogs. */
  private static final List<String> FRESH =
      List.of("reset session authorization", "reset all", "unlisten *", "discard temp");

  private final PgAddress scratch;
  private final boolean fileByFile;
  private final Snapshot.Reader reader = new Snapshot.Reader();
  private final List<Step> steps = new ArrayList<>();
  private Set<String> old = Set.of();

  /**
   * A reviewer.
   *
   * @param scratch a database in the state before the files
   * @param fileByFile whether tables of one file are in use when the next is applied; otherwise all
   *     files are applied at one go
   */
  public Reviewer(PgAddress scratch, boolean fileByFile) {
    this.scratch = scratch;
    this.fileByFile = fileByFile;
  }

  /**
   * Runs the files.
   *
   * @throws ProblemException with a {@link MigrationProblem} when a statement fails for a reason
   *     that is not a matter of how files are cut
   */
  public Review review(List<SqlFile> files) {
    try (StatementSession session = StatementSession.open(scratch)) {
      Snapshot start = reader.read(session.session());
      old = relations(start);
      Snapshot last = start;
      for (SqlFile file : files) {
        if (fileByFile) {
          old = relations(last);
        }
        last = review(session, file, last);
        if (hasFailed()) {
          break;
        }
        FRESH.forEach(session.session()::execute);
      }
      return new Review(start, steps, last);
    }
  }

  private boolean hasFailed() {
    return !steps.isEmpty() && steps.getLast().failure().isPresent();
  }

  private static Set<String> relations(Snapshot snapshot) {
    return snapshot
        .all(Kind.RELATION)
        .filter(each -> !each.isView())
        .map(Thing::id)
        .collect(Collectors.toSet());
  }

  private Snapshot review(StatementSession session, SqlFile file, Snapshot start) {
    Snapshot last = start;
    session.session().execute("begin");
    for (SqlStatementText statement : file.statements()) {
      Step step = new Watch(session, file, old, last, reader).run(statement);
      steps.add(step);
      last = step.after();
      if (step.failure().isPresent()) {
        return last;
      }
    }
    int line = file.statements().isEmpty() ? 1 : file.statements().getLast().line();
    session.run(file.name(), new SqlStatementText("commit", line, List.of("commit")));
    return last;
  }

  /** What of a failure is told as a step; anything else ends the review. */
  static Optional<Failure> failure(ProblemException e) {
    if (e.problem() instanceof MigrationProblem.Failed failed
        && failed.sqlState().equals(UNSAFE_ENUM_VALUE)) {
      return Optional.of(new Failure(failed.sqlState(), failed.reason(), failed.line()));
    }
    throw e;
  }
}
