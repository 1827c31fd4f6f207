package dev.groundwork.base.pg.setup;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.sql.SqlStatementText;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The migrations of a Supabase project: known by version, in the table of its command line as well.
 * A file that changed, is missing or comes late is nothing to stop for, as there.
 */
record SupabaseLedger(Path folder, Optional<Path> roles, Observer observer) implements Ledger {

  @Override
  public List<MigrationFile> files() {
    return ProjectFiles.migrations(folder, observer).stream()
        .map(ProjectFiles.Versioned::file)
        .toList();
  }

  /** The roles that the migrations may name. */
  @Override
  public Optional<FileRun.Job> first(Connection connection) throws SQLException {
    if (roles.filter(Files::exists).isEmpty()) {
      return Optional.empty();
    }
    MigrationFile file = MigrationFile.read(roles.get());
    MigrationLog.Kind kind = MigrationLog.Kind.SEED;
    if (MigrationLog.applied(connection, kind).containsKey(file.name())) {
      return Optional.empty();
    }
    return Optional.of(
        new FileRun.Job(
            kind.label(),
            file.name(),
            file,
            FileCheck.anyTransactions(file),
            (session, took) -> MigrationLog.record(session, file, kind, took)));
  }

  @Override
  public void prepare(Connection connection) throws SQLException {
    if (!MigrationLog.exists(connection)) {
      MigrationLog.create(connection);
    }
  }

  @Override
  public Map<String, Past> past(Connection connection) throws SQLException {
    Map<String, Past> past = new HashMap<>();
    if (SupabaseLog.exists(connection)) {
      List<SupabaseLog.Entry> entries = SupabaseLog.entries(connection);
      ProjectFiles.migrations(folder, observer).stream()
          .filter(each -> SupabaseLog.has(entries, each))
          .forEach(each -> past.put(each.file().name(), elsewhere()));
    }
    past.putAll(new ProjectLedger(folder).past(connection));
    return past;
  }

  private static Past elsewhere() {
    return new Past(Optional.empty(), Optional.empty(), Optional.empty());
  }

  @Override
  public List<MigrationFile> pending(
      List<MigrationFile> files, Map<String, Past> past, Set<String> half, boolean anyOrder) {
    files.forEach(file -> warnIfChanged(file, past));
    return files.stream().filter(file -> !past.containsKey(file.name())).toList();
  }

  private void warnIfChanged(MigrationFile file, Map<String, Past> past) {
    Optional<String> checksum = Optional.ofNullable(past.get(file.name())).flatMap(Past::checksum);
    if (checksum.isPresent() && !file.does(checksum.get())) {
      String message =
          file.name() + " was changed after it had been applied; the change has no effect";
      observer.report(new Event.Warning(message, Optional.empty()));
    }
  }

  @Override
  public List<SqlStatementText> statements(MigrationFile file) {
    return FileCheck.anyTransactions(file);
  }

  @Override
  public void record(
      Connection session, MigrationFile file, List<SqlStatementText> statements, Duration took)
      throws SQLException {
    MigrationLog.record(session, file, MigrationLog.Kind.MIGRATION, took);
    Optional<ProjectFiles.Versioned> versioned = ProjectFiles.versioned(file);
    if (versioned.isPresent()) {
      SupabaseLog.record(session, versioned.get(), statements);
    }
  }

  @Override
  public void forget(Connection session, MigrationFile file) throws SQLException {
    MigrationLog.forget(session, file.name());
    Optional<ProjectFiles.Versioned> versioned = ProjectFiles.versioned(file);
    if (versioned.isPresent()) {
      SupabaseLog.forget(session, versioned.get());
    }
  }
}
