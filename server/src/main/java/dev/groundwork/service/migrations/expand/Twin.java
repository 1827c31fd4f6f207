package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A column in two versions. A trigger keeps them in step: whichever of the two a statement writes,
 * the other follows. All methods may be repeated; what is there already is left alone.
 */
final class Twin {
  private final PatientSession session;
  private final Observer observer;
  private final long id;
  private final Change change;
  private final Column column;
  private final String twin;
  private final Shadow shadow;

  private Twin(
      PatientSession session,
      Observer observer,
      long id,
      Change change,
      Column column,
      String twin,
      Shadow shadow) {
    this.session = session;
    this.observer = observer;
    this.id = id;
    this.change = change;
    this.column = column;
    this.twin = twin;
    this.shadow = shadow;
  }

  /**
   * The versions of a column.
   *
   * @throws ProblemException with {@link ExpansionProblem.Impossible} when the change is none that
   *     PostgreSQL could do in one step
   */
  static Twin of(PatientSession session, Observer observer, long id, Change change, Column column) {
    String twin = name(change);
    try {
      Shadow shadow = Shadow.of(session, id, column, twin, alteration(change));
      return new Twin(session, observer, id, change, column, twin, shadow);
    } catch (ProblemException e) {
      if (e.problem() instanceof PgProblem.Refused refused) {
        throw new ProblemException(
            new ExpansionProblem.Impossible(change.name(), refused.message(), refused.hint()), e);
      }
      throw e;
    }
  }

  /** What the second version is called. */
  static String name(Change change) {
    return switch (change) {
      case Change.RenameColumn it -> it.newName();
      case Change.ChangeType it -> it.column() + "_new";
      case Change.RenameTable it -> it.newName();
      case Change.SetNotNull it -> it.column();
    };
  }

  private static Optional<String> alteration(Change change) {
    return change instanceof Change.ChangeType it
        ? Optional.of(
            "type "
                + it.type()
                + it.using().map(expression -> " using (" + expression + ")").orElse(""))
        : Optional.empty();
  }

  void expand() {
    if (Column.find(session, column.schema(), column.tableName(), twin).isEmpty()) {
      addColumn();
    }
    new Backfill(session, observer, id, column, twin).run();
    copyIndexes();
    copyConstraints();
    if (column.notNull()) {
      new NotNull(session, column.schema(), column.tableName(), twin, "gw" + id + "_not_null")
          .ensure();
    }
    session.together("expanding", List.of(ExpansionLog.expanded(id)));
  }

  private void addColumn() {
    List<String> sql = new ArrayList<>();
    String table = column.quotedTable();
    sql.add("alter table " + table + " add column " + quoted() + " " + shadow.type());
    String comment = column.comment().orElse("");
    if (!comment.isEmpty()) {
      String on = "comment on column " + table + "." + quoted();
      sql.add(on + " is " + Identifier.literal(comment));
    }
    sql.addAll(column.grantsFor(session, twin));
    sql.add(
        "create or replace function "
            + function()
            + "() returns trigger language plpgsql"
            + searchPath()
            + " as "
            + Identifier.literal(body()));
    sql.add(
        "create trigger %s before insert or update on %s for each row execute function %s()"
            .formatted(trigger(), table, function()));
    sql.add("alter table " + table + " enable always trigger " + trigger());
    together("adding " + twin, sql);
  }

  private String function() {
    return "groundwork." + Identifier.quote("expand_" + id);
  }

  /** Its name sorts behind others, so that it sees what they have changed. */
  private String trigger() {
    return Identifier.quote("~groundwork_expand_" + id);
  }

  /** Expressions mean what they mean here, whoever writes later. */
  private String searchPath() {
    boolean given =
        change instanceof Change.ChangeType it && (it.using().isPresent() || it.back().isPresent());
    return given
        ? " set search_path = " + Identifier.quote(column.schema()) + ", public, extensions"
        : "";
  }

  /** Compared as text: not every type can be compared, and 1.0 is not 1.00. */
  private String body() {
    return """
    begin
      if tg_op = 'INSERT' then
        if new.%2$s is not null then new.%1$s := %4$s; else new.%2$s := %3$s; end if;
      elsif new.%2$s::text is distinct from old.%2$s::text then
        new.%1$s := %4$s;
      elsif new.%2$s is null or new.%1$s::text is distinct from old.%1$s::text then
        new.%2$s := %3$s;
      end if;
      return new;
    end
    """
        .formatted(column.quoted(), quoted(), forward(), back());
  }

  private String forward() {
    String value = "new." + column.quoted();
    return change instanceof Change.ChangeType it
        ? converted(it.using(), value, shadow.type())
        : value;
  }

  private String back() {
    String value = "new." + quoted();
    return change instanceof Change.ChangeType it
        ? converted(it.back(), value, column.type())
        : value;
  }

  private String converted(Optional<String> expression, String value, String type) {
    String bare = type.replaceFirst(" collate .*", "");
    return expression
        .map(it -> "(select (%s) from (select %s as %s) v)".formatted(it, value, column.quoted()))
        .orElse(value + "::" + bare);
  }

  private void copyIndexes() {
    for (Shadow.IndexCopy copy : shadow.indexes()) {
      String name = Identifier.quote(column.schema(), copy.temporary());
      List<List<@Nullable String>> found =
          session.rows(
              "select indisvalid from pg_index where indexrelid = to_regclass(?::text)", name);
      boolean valid = !found.isEmpty() && "t".equals(found.getFirst().getFirst());
      if (!found.isEmpty() && !valid) {
        session.alone("dropping " + name, "drop index concurrently " + name);
      }
      if (!valid) {
        String sql =
            "create %s index concurrently %s on %s%s"
                .formatted(
                    copy.unique(),
                    Identifier.quote(copy.temporary()),
                    column.quotedTable(),
                    copy.rest());
        session.alone("building " + copy.original() + " for " + twin, sql);
      }
    }
  }

  /** What the first version obeys, a second one of the same type obeys, too. */
  private void copyConstraints() {
    if (change instanceof Change.RenameColumn) {
      return;
    }
    for (Shadow.ConstraintCopy copy : shadow.constraints()) {
      String what = copy.original() + " for " + twin;
      Optional<Boolean> valid = validity(copy.temporary());
      String table = "alter table " + column.quotedTable();
      String name = Identifier.quote(copy.temporary());
      if (valid.isEmpty()) {
        String definition = copy.definition().replaceFirst(" NOT VALID$", "");
        together(
            "adding " + what,
            List.of(table + " add constraint " + name + " " + definition + " not valid"));
      }
      if (copy.validated() && !valid.orElse(false)) {
        together("checking " + what, List.of(table + " validate constraint " + name));
      }
    }
  }

  private Optional<Boolean> validity(String constraint) {
    return session
        .rows(
            "select convalidated from pg_constraint where conrelid = ?::oid and conname = ?::text",
            column.table(),
            constraint)
        .stream()
        .findFirst()
        .map(row -> "t".equals(row.getFirst()));
  }

  /**
   * Leaves the new name alone. The second version goes and the first takes its name: all that
   * stands on the column follows, as in one step.
   */
  void contractName() {
    String table = "alter table " + column.quotedTable();
    List<String> sql = new ArrayList<>();
    sql.add("lock table " + column.quotedTable() + " in access exclusive mode");
    dropTrigger(sql);
    sql.add(table + " drop column " + quoted());
    sql.add(table + " rename column " + column.quoted() + " to " + quoted());
    contracting(sql, List.of());
  }

  /** Leaves the new version alone, with the names of everything as if there had been one step. */
  void contractType(Dependents dependents) {
    copyIndexes();
    copyConstraints();
    String table = "alter table " + column.quotedTable();
    String start = table + " alter column " + column.quoted();
    List<String> sql = new ArrayList<>();
    sql.add("lock table " + column.quotedTable() + " in access exclusive mode");
    sql.addAll(dependents.drops());
    dropTrigger(sql);
    column
        .sequence()
        .ifPresent(it ->
            sql.add(
                "alter sequence %s owned by %s.%s".formatted(it, column.quotedTable(), quoted())));
    column.identity().ifPresent(it -> sql.add(keepPlace(it)));
    sql.add(table + " drop column " + column.quoted());
    sql.add(table + " rename column " + quoted() + " to " + column.quoted());
    shadow.standard().ifPresent(it -> sql.add(start + " set default " + it));
    column
        .identity()
        .ifPresent(it -> {
          sql.add(start + " add " + shadow.identity().orElseThrow().formatted(it));
          sql.add(goOnFromPlace(it));
        });
    shadow.indexes().forEach(copy -> sql.add(named(table, copy)));
    for (Shadow.ConstraintCopy copy : shadow.constraints()) {
      String original = Identifier.quote(copy.original());
      String temporary = Identifier.quote(copy.temporary());
      sql.add(table + " rename constraint " + temporary + " to " + original);
    }
    renameNotNull(table, sql);
    sql.addAll(dependents.makes());
    contracting(sql, dependents.later());
  }

  /** Where a sequence stands, until another one has its name. */
  private static String keepPlace(String sequence) {
    return "select set_config('groundwork.place', last_value || ' ' || is_called, true) from "
        + sequence;
  }

  private static String goOnFromPlace(String sequence) {
    return "select setval(%s, split_part(current_setting('groundwork.place'), ' ', 1)::bigint,"
            .formatted(Identifier.literal(sequence))
        + " split_part(current_setting('groundwork.place'), ' ', 2)::boolean)";
  }

  private void contracting(List<String> sql, List<String> later) {
    List<Statement> statements = new ArrayList<>(sql.stream().map(Statement::of).toList());
    statements.add(ExpansionLog.contracted(id, later));
    session.together("contracting " + change.name(), statements);
  }

  private String named(String table, Shadow.IndexCopy copy) {
    String temporary = Identifier.quote(copy.temporary());
    return copy.constraint()
        .map(name ->
            "%s add constraint %s %s using index %s %s"
                .formatted(table, Identifier.quote(name), copy.key(), temporary, copy.timing()))
        .orElseGet(() ->
            "alter index %s rename to %s"
                .formatted(
                    Identifier.quote(column.schema(), copy.temporary()),
                    Identifier.quote(copy.original())));
  }

  private void renameNotNull(String table, List<String> sql) {
    Optional<String> ours =
        Column.find(session, column.schema(), column.tableName(), twin)
            .flatMap(Column::notNullName);
    if (column.notNull() && ours.isPresent() && column.notNullName().isPresent()) {
      sql.add(
          "%s rename constraint %s to %s"
              .formatted(
                  table,
                  Identifier.quote(ours.get()),
                  Identifier.quote(column.notNullName().get())));
    }
  }

  private void dropTrigger(List<String> sql) {
    sql.add("drop trigger if exists " + trigger() + " on " + column.quotedTable());
    sql.add("drop function if exists " + function() + "()");
  }

  /** Leaves the old version alone. */
  void rollBack() {
    List<String> sql = new ArrayList<>();
    sql.add("lock table " + column.quotedTable() + " in access exclusive mode");
    dropTrigger(sql);
    sql.add("alter table " + column.quotedTable() + " drop column if exists " + quoted());
    List<Statement> statements = new ArrayList<>(sql.stream().map(Statement::of).toList());
    statements.add(ExpansionLog.rolledBack(id));
    session.together("rolling back " + change.name(), statements);
    observer.report(new Event.Lifecycle("rolled back " + change.name()));
  }

  private void together(String what, List<String> sql) {
    session.together(what, sql.stream().map(Statement::of).toList());
  }

  private String quoted() {
    return Identifier.quote(twin);
  }
}
