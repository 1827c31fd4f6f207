package dev.groundwork.service.migrations.expand;

import dev.groundwork.base.observe.Event;
import dev.groundwork.base.observe.Observer;
import dev.groundwork.base.pg.PgAddress;
import dev.groundwork.base.pg.PlainSession;
import dev.groundwork.base.pg.setup.PatientSession;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.catalog.CatalogReader;
import dev.groundwork.service.migrations.expand.ExpansionLog.Open;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Changes in two steps: begun, continued, ended, taken back. */
public final class Expansions implements AutoCloseable {
  private final PgAddress target;
  private final PatientSession session;
  private final Observer observer;

  private Expansions(PgAddress target, PatientSession session, Observer observer) {
    this.target = target;
    this.session = session;
    this.observer = observer;
  }

  /** Those of a project's database; waits until no other node changes its schema. */
  public static Expansions open(Workbench workbench) {
    PgAddress target = workbench.target();
    return new Expansions(
        target,
        PatientSession.open(
            target, workbench.waits(), workbench.interruption(), workbench.observer()),
        workbench.observer());
  }

  /** A change that waits for something. */
  public record Waiting(String name, Phase phase) {}

  /** Changes of a database that are neither contracted nor rolled back; waits for nobody. */
  public static List<Waiting> waiting(PgAddress target) {
    try (PlainSession session = PlainSession.open(target)) {
      return ExpansionLog.open(session::rows).stream()
          .map(open -> new Waiting(open.change().name(), open.phase()))
          .toList();
    }
  }

  /**
   * Makes the second version of something, or continues to.
   *
   * @param table as SQL writes it, with or without its schema
   * @param change what shall change, given the schema and the name of the table
   * @return the name of the expansion
   * @throws dev.groundwork.base.problem.ProblemException with an {@link ExpansionProblem}
   */
  public String expand(String table, Function<Table, Change> change) {
    ExpansionLog.create(session);
    Change wanted = change.apply(resolve(table));
    Open open = begunOrContinued(wanted);
    if (open.phase() != Phase.EXPANDING) {
      tell(wanted.name() + " is expanded already");
      return wanted.name();
    }
    expand(open);
    tell("expanded " + wanted.name());
    return wanted.name();
  }

  /** A table's place and name, without quotes. */
  public record Table(String schema, String name) {}

  /** An expansion that was cut short may have renamed it already. */
  private Table resolve(String table) {
    List<List<@Nullable String>> found =
        session.rows(
            "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid ="
                + " c.relnamespace where c.oid = to_regclass(?::text)",
            table);
    if (found.isEmpty()) {
      throw new ExpansionProblem.NotThere("table " + table).raise();
    }
    return new Table(text(found.getFirst(), 0), text(found.getFirst(), 1));
  }

  private Open begunOrContinued(Change wanted) {
    for (Open open : ExpansionLog.open(session::rows)) {
      if (open.change().equals(wanted)) {
        return open;
      }
      if (open.change().schema().equals(wanted.schema())
          && open.change().table().equals(wanted.table())) {
        throw new ExpansionProblem.Busy(wanted.table(), open.change().name()).raise();
      }
    }
    check(wanted);
    List<List<@Nullable String>> id =
        session.together("beginning " + wanted.name(), List.of(ExpansionLog.begin(wanted)));
    return new Open(Long.parseLong(text(id.getFirst(), 0)), wanted, Phase.EXPANDING);
  }

  private void check(Change wanted) {
    switch (wanted) {
      case Change.RenameColumn it -> {
        checkColumn(column(it, it.column()), List.of());
        free(it, it.newName());
        twin(0, it);
      }
      case Change.ChangeType it -> {
        checkColumn(column(it, it.column()), dependents(it).reasons());
        free(it, Twin.name(it));
        twin(0, it);
      }
      case Change.SetNotNull it -> column(it, it.column());
      case Change.RenameTable it -> checkTable(it);
    }
  }

  private Column column(Change change, String name) {
    return Column.find(session, change.schema(), change.table(), name)
        .orElseThrow(() ->
            new ExpansionProblem.NotThere(
                    "column " + change.schema() + "." + change.table() + "." + name)
                .raise());
  }

  private Dependents dependents(Change.ChangeType change) {
    return Dependents.of(CatalogReader.read(target), column(change, change.column()));
  }

  private void checkColumn(Column column, List<String> more) {
    List<String> reasons = new ArrayList<>(column.reasonsAgainst(session));
    reasons.addAll(more);
    if (!reasons.isEmpty()) {
      throw new ExpansionProblem.Unsuited(
              column.shown(),
              reasons,
              "Drop what depends on it before, and make it anew after the contraction; or change"
                  + " the column in one step, by a migration")
          .raise();
    }
  }

  private void free(Change change, String name) {
    if (Column.find(session, change.schema(), change.table(), name).isPresent()) {
      String what = "column " + change.schema() + "." + change.table() + "." + name;
      throw new ExpansionProblem.Taken(what).raise();
    }
  }

  private void checkTable(Change.RenameTable change) {
    String old = Identifier.quote(change.schema(), change.table());
    String kind =
        text(
            session
                .rows("select relkind from pg_class where oid = to_regclass(?::text)", old)
                .getFirst(),
            0);
    boolean open =
        text(
                session
                    .rows(
                        "select relrowsecurity and current_setting('server_version_num')::int <"
                            + " 150000 from pg_class where oid = to_regclass(?::text)",
                        old)
                    .getFirst(),
                0)
            .equals("t");
    if (!kind.equals("r") && !kind.equals("p")) {
      throw unsuited(change, "it is not a table");
    }
    if (open) {
      throw unsuited(change, "PostgreSQL 14 has no views under row-level security");
    }
    String taken = Identifier.quote(change.schema(), change.newName());
    if (session.rows("select to_regclass(?::text)", taken).getFirst().getFirst() != null) {
      throw new ExpansionProblem.Taken("table " + change.schema() + "." + change.newName()).raise();
    }
  }

  private static RuntimeException unsuited(Change.RenameTable change, String reason) {
    return new ExpansionProblem.Unsuited(
            change.schema() + "." + change.table(), List.of(reason), "Rename it by a migration")
        .raise();
  }

  private void expand(Open open) {
    switch (open.change()) {
      case Change.RenameColumn it -> twin(open.id(), it).expand();
      case Change.ChangeType it -> twin(open.id(), it).expand();
      case Change.RenameTable it -> new Alias(session, open.id(), it).expand();
      case Change.SetNotNull it -> {
        notNull(open, it).ensure();
        session.together("setting not null", List.of(ExpansionLog.contracted(open.id())));
      }
    }
  }

  private Twin twin(long id, Change.RenameColumn change) {
    return Twin.of(session, observer, id, change, column(change, change.column()));
  }

  private Twin twin(long id, Change.ChangeType change) {
    return Twin.of(session, observer, id, change, column(change, change.column()));
  }

  private NotNull notNull(Open open, Change.SetNotNull it) {
    String check = "gw" + open.id() + "_not_null";
    return new NotNull(session, it.schema(), it.table(), it.column(), check);
  }

  /**
   * Removes the old version.
   *
   * @param name of the expansion; the only one that is open when empty
   */
  public String contract(Optional<String> name) {
    Open open = named(name);
    switch (open.phase()) {
      case EXPANDING -> throw new ExpansionProblem.Unfinished(open.change().name()).raise();
      case EXPANDED -> contract(open);
      case CONTRACTING -> {}
    }
    checkWhatIsLeft(open);
    return open.change().name();
  }

  private void contract(Open open) {
    switch (open.change()) {
      case Change.RenameColumn it -> twin(open.id(), it).contractName();
      case Change.ChangeType it -> twin(open.id(), it).contractType(dependents(it));
      case Change.RenameTable it -> new Alias(session, open.id(), it).contract();
      case Change.SetNotNull _ -> throw new IllegalStateException("has nothing to contract");
    }
  }

  private void checkWhatIsLeft(Open open) {
    List<Statement> done = List.of(ExpansionLog.contracted(open.id()));
    List<String> later = ExpansionLog.later(session, open.id());
    for (String sql : later) {
      session.together("contracting " + open.change().name(), List.of(Statement.of(sql)));
    }
    if (!later.isEmpty()) {
      session.together("contracting " + open.change().name(), done);
    }
    tell("contracted " + open.change().name());
  }

  /**
   * Removes the new version.
   *
   * @param name of the expansion; the only one that is open when empty
   */
  public String rollBack(Optional<String> name) {
    Open open = named(name);
    if (open.phase() == Phase.CONTRACTING) {
      throw new ExpansionProblem.HalfContracted(open.change().name()).raise();
    }
    switch (open.change()) {
      case Change.RenameColumn it -> twin(open.id(), it).rollBack();
      case Change.ChangeType it -> twin(open.id(), it).rollBack();
      case Change.RenameTable it ->
          new Alias(session, open.id(), it).rollBack(open.phase() == Phase.EXPANDED);
      case Change.SetNotNull it -> notNull(open, it).undo(open.id());
    }
    return open.change().name();
  }

  private Open named(Optional<String> name) {
    List<Open> all = ExpansionLog.open(session::rows);
    List<Open> meant =
        all.stream()
            .filter(open -> name.isEmpty() || open.change().name().equals(name.get()))
            .toList();
    if (meant.isEmpty()) {
      throw new ExpansionProblem.NoneOpen(name.orElse("")).raise();
    }
    if (meant.size() > 1) {
      throw new ExpansionProblem.SeveralOpen(
              meant.stream().map(open -> open.change().name()).toList())
          .raise();
    }
    return meant.getFirst();
  }

  private void tell(String message) {
    observer.report(new Event.Lifecycle(message));
  }

  private static String text(List<@Nullable String> row, int at) {
    return Objects.requireNonNull(row.get(at));
  }

  @Override
  public void close() {
    session.close();
  }
}
