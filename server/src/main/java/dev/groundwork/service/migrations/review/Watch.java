package dev.groundwork.service.migrations.review;

import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.base.pg.setup.StatementSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.service.migrations.review.Step.Failure;
import dev.groundwork.service.migrations.review.Thing.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks at a session before and after it runs one statement. */
final class Watch {
  private final StatementSession session;
  private final SqlFile file;
  private final Set<String> old;
  private final Snapshot before;
  private final Snapshot.Reader reader;

  Watch(
      StatementSession session,
      SqlFile file,
      Set<String> old,
      Snapshot before,
      Snapshot.Reader reader) {
    this.session = session;
    this.file = file;
    this.old = old;
    this.before = before;
    this.reader = reader;
  }

  Step run(SqlStatementText statement) {
    if (isAboutTheServer(statement)) {
      return step(statement, true, new Observed(before, List.of(), List.of(), Set.of(), false));
    }
    if (statement.standsAlone()) {
      return alone(statement);
    }
    if (statement.beginsTransaction()) {
      return step(statement, false, new Observed(before, List.of(), List.of(), Set.of(), false));
    }
    return inTransaction(statement);
  }

  /** What must not be tried on a server that others use. */
  static boolean isAboutTheServer(SqlStatementText statement) {
    return statement.startsWith("alter", "system")
        || Stream.of("create", "drop", "alter")
            .anyMatch(verb ->
                statement.startsWith(verb, "database") || statement.startsWith(verb, "tablespace"));
  }

  private Step alone(SqlStatementText statement) {
    session.session().execute("commit");
    session.run(file.name(), statement);
    session.session().execute("begin");
    Snapshot after = reader.read(session.session());
    List<Change> changes = before.until(after);
    List<Lock> locks = AloneLocks.of(statement, changes, before, old);
    Set<String> scanned =
        changes.stream()
            .filter(each -> each.added(Kind.INDEX) && old.contains(each.thing().relation()))
            .map(each -> each.thing().relation())
            .collect(Collectors.toSet());
    return step(statement, false, new Observed(after, locks, List.of(), scanned, true));
  }

  private Step inTransaction(SqlStatementText statement) {
    Set<String> writesAll = WholeTables.written(session, statement, before);
    Traces was = Traces.read(session.session());
    try {
      session.run(file.name(), statement);
    } catch (ProblemException e) {
      return failed(statement, Reviewer.failure(e));
    }
    if (statement.endsTransaction()) {
      session.session().execute("begin");
    }
    Traces now = Traces.read(session.session());
    Snapshot after = reader.read(session.session());
    Set<String> scanned =
        old.stream().filter(each -> now.scans(each) > was.scans(each)).collect(Collectors.toSet());
    Observed seen = new Observed(after, locks(was, now), held(was), scanned, false);
    return step(statement, false, seen, writesAll, now.hasLockTimeout(), Optional.empty());
  }

  private Step failed(SqlStatementText statement, Optional<Failure> failure) {
    session.session().execute("rollback");
    Observed nothing = new Observed(before, List.of(), List.of(), Set.of(), false);
    return step(statement, false, nothing, Set.of(), true, failure);
  }

  /** Locks that were not there before, on old tables, the strongest of each. */
  private List<Lock> locks(Traces was, Traces now) {
    Map<String, LockMode> strongest = new HashMap<>();
    now.locks()
        .forEach((relation, modes) ->
            modes.stream()
                .filter(mode -> !was.hasLock(relation, mode))
                .forEach(mode -> note(strongest, relation, mode)));
    return sorted(strongest);
  }

  private void note(Map<String, LockMode> strongest, String relation, LockMode mode) {
    if (old.contains(relation)) {
      strongest.merge(relation, mode, Watch::stronger);
    }
  }

  private List<Lock> held(Traces was) {
    Map<String, LockMode> strongest = new HashMap<>();
    was.locks()
        .forEach((relation, modes) -> modes.forEach(mode -> note(strongest, relation, mode)));
    return sorted(strongest);
  }

  private static LockMode stronger(LockMode left, LockMode right) {
    return left.compareTo(right) > 0 ? left : right;
  }

  private List<Lock> sorted(Map<String, LockMode> strongest) {
    List<Lock> locks = new ArrayList<>();
    strongest.forEach((relation, mode) -> locks.add(new Lock(relation, mode)));
    locks.sort(
        Comparator.comparing(Lock::mode)
            .reversed()
            .thenComparing(lock -> before.relationName(lock.relation())));
    return locks;
  }

  /** What was seen of a statement. */
  private record Observed(
      Snapshot after, List<Lock> locks, List<Lock> held, Set<String> scanned, boolean alone) {}

  private Step step(SqlStatementText statement, boolean skipped, Observed seen) {
    return step(statement, skipped, seen, Set.of(), true, Optional.empty());
  }

  private Step step(
      SqlStatementText statement,
      boolean skipped,
      Observed seen,
      Set<String> writesAll,
      boolean hasLockTimeout,
      Optional<Failure> failure) {
    List<Change> changes = before.until(seen.after());
    Set<String> written = new HashSet<>(writesAll);
    written.retainAll(old);
    return new Step(
        file.name(),
        statement,
        isAfterOthers(statement),
        seen.alone(),
        skipped,
        hasLockTimeout,
        old,
        seen.locks(),
        seen.held(),
        seen.scanned(),
        rewritten(changes),
        written,
        changes,
        before,
        seen.after(),
        failure);
  }

  private boolean isAfterOthers(SqlStatementText statement) {
    List<SqlStatementText> all = file.statements();
    return all.subList(0, all.indexOf(statement)).stream().anyMatch(each -> !each.standsAlone());
  }

  private Set<String> rewritten(List<Change> changes) {
    return changes.stream()
        .filter(each -> each.altered(Kind.RELATION, "file"))
        .map(each -> each.thing().id())
        .filter(old::contains)
        .collect(Collectors.toSet());
  }
}
