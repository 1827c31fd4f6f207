package dev.groundwork.base.pg.setup;

import dev.groundwork.base.config.supabase.SupabaseFolder;
import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.SqlStatementText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The migrations of a project and what became of them in a database: applies them, tells of them,
 * takes them back. One node at a time; who else comes waits.
 */
public final class Migrations {
  private static final String DOWN = "down";
  private static final String UP = MigrationLog.Kind.MIGRATION.label();

  private final PgAddress address;
  private final Ledger ledger;
  private final Interruption interruption;
  private final Observer observer;
  private final FileRun run;

  private Migrations(
      PgAddress address,
      Ledger ledger,
      MigrationConfig config,
      Interruption interruption,
      Observer observer) {
    this.address = address;
    this.ledger = ledger;
    this.interruption = interruption;
    this.observer = observer;
    this.run = new FileRun(address, config, interruption, observer);
  }

  /** Those of a project of ours. */
  public static Migrations ofProject(
      PgAddress address,
      Path folder,
      MigrationConfig config,
      Interruption interruption,
      Observer observer) {
    return new Migrations(address, new ProjectLedger(folder), config, interruption, observer);
  }

  /** Those of a project that was written for Supabase. */
  public static Migrations ofSupabase(
      PgAddress address,
      SupabaseFolder folder,
      MigrationConfig config,
      Interruption interruption,
      Observer observer) {
    Optional<Path> roles = Optional.of(folder.roles());
    Ledger ledger = new SupabaseLedger(folder.migrations(), roles, observer);
    return new Migrations(address, ledger, config, interruption, observer);
  }

  /** A file that was applied, or undone, just now. */
  public record Applied(String name, Duration took) {}

  /**
   * What to apply.
   *
   * @param to the last file; all when empty
   * @param anyOrder whether a file may be applied after one that sorts behind it
   * @param wanted which files at all, by name
   */
  public record Order(Optional<String> to, boolean anyOrder, Predicate<String> wanted) {
    public static final Order ALL = new Order(Optional.empty(), false, name -> true);
  }

  /**
   * Applies what was not applied yet.
   *
   * @throws ProblemException with a {@link MigrationProblem}; files before the one at fault stay
   *     applied
   */
  public List<Applied> up(Order order) {
    List<MigrationFile> files = ledger.files();
    if (files.isEmpty()) {
      return List.of();
    }
    try (SetupLock lock = SetupLock.take(address, interruption, observer)) {
      first(lock);
      return up(lock, files, order);
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  /** Runs what comes before the migrations, unless it was run. */
  void first(SetupLock lock) throws SQLException {
    ledger.prepare(lock.connection());
    Optional<FileRun.Job> job = ledger.first(lock.connection());
    if (job.isPresent()) {
      Duration took = run.run(job.get());
      tell("Applied " + job.get().file().name() + " in " + took.toMillis() + " ms");
    }
  }

  /** As {@link #up(Order)}, by somebody who has the lock already. */
  List<Applied> up(SetupLock lock, Order order) throws SQLException {
    return up(lock, ledger.files(), order);
  }

  private List<Applied> up(SetupLock lock, List<MigrationFile> files, Order order)
      throws SQLException {
    ledger.prepare(lock.connection());
    List<Applied> done = new ArrayList<>();
    for (MigrationFile file : pending(lock.connection(), files, order)) {
      done.add(apply(file));
    }
    return done;
  }

  /** The files that {@link #up} would apply; changes nothing. */
  public List<String> pending(Order order) {
    try (Connection connection = SetupLock.connect(address)) {
      return pending(connection, ledger.files(), order).stream().map(MigrationFile::name).toList();
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  private List<MigrationFile> pending(Connection connection, List<MigrationFile> files, Order order)
      throws SQLException {
    Map<String, StepLog.Half> half = half(connection);
    for (StepLog.Half each : half.values()) {
      if (each.work().equals(DOWN)) {
        throw new MigrationProblem.Half(each.name(), DOWN).raise();
      }
    }
    List<MigrationFile> pending =
        ledger.pending(files, ledger.past(connection), half.keySet(), order.anyOrder());
    List<MigrationFile> wanted =
        pending.stream().filter(file -> order.wanted().test(file.name())).toList();
    return order.to().map(last -> upTo(last, files, wanted)).orElse(wanted);
  }

  private static List<MigrationFile> upTo(
      String last, List<MigrationFile> files, List<MigrationFile> pending) {
    String name = named(last, files);
    return pending.stream()
        .filter(file -> MigrationFile.compareBytes(file.name(), name) <= 0)
        .toList();
  }

  /** A file may be named without its ending. */
  private static String named(String name, List<MigrationFile> files) {
    return files.stream()
        .map(MigrationFile::name)
        .filter(each -> each.equals(name) || each.equals(name + ".sql"))
        .findFirst()
        .orElseThrow(() -> new MigrationProblem.Unknown(name).raise());
  }

  private Applied apply(MigrationFile file) {
    List<SqlStatementText> statements = ledger.statements(file);
    Duration took =
        run.run(
            new FileRun.Job(
                UP,
                file.name(),
                file,
                statements,
                (session, time) -> ledger.record(session, file, statements, time)));
    tell("Applied " + file.name() + " in " + took.toMillis() + " ms");
    return new Applied(file.name(), took);
  }

  /**
   * Takes migrations back, the last one first; each whole or not at all.
   *
   * @param to the last one that stays; only the very last is taken back when empty
   * @throws ProblemException with a {@link MigrationProblem}; nothing is undone when one of them
   *     states no way back
   */
  public List<Applied> down(Optional<String> to) {
    List<MigrationFile> files = ledger.files();
    try (SetupLock lock = SetupLock.take(address, interruption, observer)) {
      List<Applied> done = new ArrayList<>();
      for (MigrationFile file : toUndo(lock.connection(), files, to)) {
        done.add(undo(file));
      }
      return done;
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  private List<MigrationFile> toUndo(
      Connection connection, List<MigrationFile> files, Optional<String> to) throws SQLException {
    for (StepLog.Half each : half(connection).values()) {
      if (!each.work().equals(DOWN)) {
        throw new MigrationProblem.Half(each.name(), each.work()).raise();
      }
    }
    Map<String, Ledger.Past> past = new TreeMap<>(MigrationFile::compareBytes);
    past.putAll(ledger.past(connection));
    List<String> applied = new ArrayList<>(past.keySet());
    Optional<String> stays = to.map(name -> named(name, files));
    List<String> names =
        stays
            .map(name ->
                applied.stream().filter(it -> MigrationFile.compareBytes(it, name) > 0).toList())
            .orElseGet(() -> applied.subList(Math.max(0, applied.size() - 1), applied.size()));
    List<MigrationFile> undone = new ArrayList<>();
    for (String name : names) {
      undone.add(undoable(name, files, past));
    }
    Collections.reverse(undone);
    return undone;
  }

  private static MigrationFile undoable(
      String name, List<MigrationFile> files, Map<String, Ledger.Past> past) {
    MigrationFile file =
        files.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new MigrationProblem.Missing(name).raise());
    Optional<String> checksum = Optional.ofNullable(past.get(name)).flatMap(Ledger.Past::checksum);
    if (checksum.isPresent() && !file.does(checksum.get())) {
      throw new MigrationProblem.Changed(name).raise();
    }
    if (file.way().isEmpty()) {
      throw new MigrationProblem.NoWayBack(name).raise();
    }
    return file;
  }

  private Applied undo(MigrationFile file) {
    MigrationFile way = file.way().orElseThrow().file();
    Duration took =
        run.run(
            new FileRun.Job(
                DOWN,
                file.name(),
                way,
                ledger.statements(way),
                (session, _) -> ledger.forget(session, file)));
    tell("Undid " + file.name() + " in " + took.toMillis() + " ms");
    return new Applied(file.name(), took);
  }

  /** What became of a migration. */
  public enum State {
    APPLIED,
    PENDING,
    /** Some of its steps are applied; the next {@link #up} continues. */
    HALF_APPLIED,
    /** Some of what undoes it has run; the next {@link #down} continues. */
    HALF_UNDONE,
    /** Applied, and its file is different now. */
    CHANGED,
    /** Applied, and its file is gone. */
    MISSING,
    /** Not applied, and one that sorts behind it is. */
    OUT_OF_ORDER
  }

  /**
   * A migration and what became of it.
   *
   * @param at when it was applied, as PostgreSQL writes a time; empty when it is not known
   * @param took how long it took
   * @param steps such as {@code 1 of 3}, when it is applied or undone in part
   * @param wayBack whether it says how it is undone
   */
  public record Standing(
      String name,
      State state,
      Optional<String> at,
      Optional<Duration> took,
      Optional<String> steps,
      boolean wayBack) {
    /** Whether there is something to do, or something is wrong. */
    public boolean isOpen() {
      return state != State.APPLIED;
    }
  }

  /** What became of all migrations, in the order of their names; changes nothing. */
  public List<Standing> status() {
    List<MigrationFile> files = ledger.files();
    try (Connection connection = SetupLock.connect(address)) {
      Map<String, Ledger.Past> past = ledger.past(connection);
      Map<String, StepLog.Half> half = half(connection);
      Map<String, Optional<MigrationFile>> all = new TreeMap<>(MigrationFile::compareBytes);
      past.keySet().forEach(name -> all.put(name, Optional.empty()));
      half.keySet().forEach(name -> all.put(name, Optional.empty()));
      files.forEach(file -> all.put(file.name(), Optional.of(file)));
      Optional<String> last = past.keySet().stream().max(MigrationFile::compareBytes);
      List<Standing> standings = new ArrayList<>();
      all.forEach((name, file) -> standings.add(standing(name, file, past, half, last)));
      return standings;
    } catch (SQLException e) {
      throw problem(e);
    }
  }

  private static Standing standing(
      String name,
      Optional<MigrationFile> file,
      Map<String, Ledger.Past> past,
      Map<String, StepLog.Half> half,
      Optional<String> last) {
    Optional<Ledger.Past> then = Optional.ofNullable(past.get(name));
    Optional<StepLog.Half> part = Optional.ofNullable(half.get(name));
    State state;
    if (part.isPresent()) {
      state = part.get().work().equals(DOWN) ? State.HALF_UNDONE : State.HALF_APPLIED;
    } else if (then.isEmpty()) {
      boolean late = last.filter(it -> MigrationFile.compareBytes(name, it) < 0).isPresent();
      state = late ? State.OUT_OF_ORDER : State.PENDING;
    } else if (file.isEmpty()) {
      state = State.MISSING;
    } else {
      boolean same = then.get().checksum().map(file.get()::does).orElse(true);
      state = same ? State.APPLIED : State.CHANGED;
    }
    return new Standing(
        name,
        state,
        then.flatMap(Ledger.Past::at),
        then.flatMap(Ledger.Past::took),
        part.map(it -> it.done() + " of " + it.total()),
        file.flatMap(MigrationFile::way).isPresent());
  }

  private static Map<String, StepLog.Half> half(Connection connection) throws SQLException {
    Set<String> works = Set.of(UP, DOWN);
    return StepLog.all(connection).stream()
        .filter(each -> works.contains(each.work()))
        .collect(Collectors.toMap(StepLog.Half::name, each -> each, (one, _) -> one, HashMap::new));
  }

  private void tell(String message) {
    observer.report(new Event.Lifecycle(message));
  }

  /** A login that may not make the table of what was applied is told who can help. */
  static ProblemException problem(SQLException e) {
    if ("42501".equals(e.getSQLState())) {
      String sql = "create schema groundwork authorization current_user";
      return new ProblemException(
          new MigrationProblem.NotAllowed(PgProblem.of(e).message(), sql), e);
    }
    return new ProblemException(PgProblem.of(e), e);
  }
}
