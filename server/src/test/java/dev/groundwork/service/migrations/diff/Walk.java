package dev.groundwork.service.migrations.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.service.migrations.catalog.CatalogReader;
import dev.groundwork.service.migrations.catalog.Snapshot;
import dev.groundwork.service.migrations.diff.SchemaDiff.Use;
import dev.groundwork.testing.TestPostgres;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A database that is led from schema to schema by what the diff writes. */
final class Walk implements AutoCloseable {
  private final PlainSession session;
  private Snapshot here;

  Walk(TestPostgres postgres) {
    session = PlainSession.open(postgres.address());
    here = read();
  }

  /** What statements make of an empty database; nothing stays of it. */
  Snapshot schema(String sql) {
    List<String> statements =
        new ArrayList<>(SchemaDiff.between(here, EmptySchema.of(here), Use.NONE).statements());
    session.execute("begin");
    try {
      statements.forEach(session::execute);
      session.execute(sql);
      return CatalogReader.within(session);
    } finally {
      session.execute("rollback");
    }
  }

  private Snapshot read() {
    session.execute("begin isolation level repeatable read");
    Snapshot found = CatalogReader.within(session);
    session.execute("rollback");
    return found;
  }

  void execute(String sql) {
    session.execute(sql);
  }

  String value(String sql) {
    return String.valueOf(session.rows(sql).getFirst().getFirst());
  }

  /**
   * Goes to a schema, and proves that nothing is left to do. What PostgreSQL leaves of a partition
   * that was detached takes a second step.
   *
   * @return what the first step did
   */
  SchemaDiff.Change to(Snapshot target, Use use) {
    SchemaDiff.Change change = step(target, use);
    if (!SchemaDiff.differences(here, target).isEmpty()) {
      step(target, use);
    }
    assertThat(SchemaDiff.differences(here, target))
        .as(() -> String.join(";\n", change.statements()))
        .isEmpty();
    assertThat(SchemaDiff.between(here, target, use).isEmpty()).isTrue();
    return change;
  }

  private SchemaDiff.Change step(Snapshot target, Use use) {
    SchemaDiff.Change change = SchemaDiff.between(here, target, use);
    change.before().forEach(statement -> execute(statement, change));
    session.execute("begin");
    session.execute("set local check_function_bodies = off");
    change.statements().forEach(statement -> execute(statement, change));
    session.execute("commit");
    change.after().forEach(statement -> execute(statement, change));
    here = read();
    return change;
  }

  private void execute(String statement, SchemaDiff.Change change) {
    try {
      session.execute(statement);
    } catch (RuntimeException e) {
      session.execute("rollback");
      String all = String.join(";\n", change.statements());
      throw new AssertionError(
          Objects.requireNonNullElse(e.getMessage(), "") + "\nin: " + statement + "\nof:\n" + all,
          e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
