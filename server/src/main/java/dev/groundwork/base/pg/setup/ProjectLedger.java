package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.SqlStatementText;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The migrations of a project of ours: what was applied stays as it was. */
record ProjectLedger(Path folder) implements Ledger {

  @Override
  public List<MigrationFile> files() {
    List<MigrationFile> files = MigrationFile.in(folder);
    for (MigrationFile file : files) {
      file.undoes().ifPresent(undone -> lonely(file, undone));
    }
    return files;
  }

  private static void lonely(MigrationFile file, String undone) {
    throw new MigrationProblem.WayBackAlone(file.name(), undone).raise();
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
    if (MigrationLog.exists(connection)) {
      MigrationLog.entries(connection, MigrationLog.Kind.MIGRATION)
          .forEach((name, entry) ->
              past.put(
                  name,
                  new Past(
                      Optional.of(entry.checksum()),
                      Optional.of(entry.at()),
                      Optional.of(entry.took()))));
    }
    return past;
  }

  @Override
  public List<MigrationFile> pending(
      List<MigrationFile> files, Map<String, Past> past, Set<String> half, boolean anyOrder) {
    Map<String, String> checksums = new HashMap<>();
    past.forEach((name, each) -> checksums.put(name, each.checksum().orElse("")));
    return MigrationPlan.pending(files, checksums, half, anyOrder);
  }

  @Override
  public List<SqlStatementText> statements(MigrationFile file) {
    return FileCheck.statements(file);
  }

  @Override
  public void record(
      Connection session, MigrationFile file, List<SqlStatementText> statements, Duration took)
      throws SQLException {
    MigrationLog.record(session, file, MigrationLog.Kind.MIGRATION, took);
  }

  @Override
  public void forget(Connection session, MigrationFile file) throws SQLException {
    MigrationLog.forget(session, file.name());
  }
}
