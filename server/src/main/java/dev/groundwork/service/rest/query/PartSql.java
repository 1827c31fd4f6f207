package dev.groundwork.service.rest.query;

import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Script.Access;
import dev.groundwork.base.sql.Script.Ending;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.rest.plan.Plan;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The script of one of several requests that share a transaction: nothing that was set for the one
 * before holds for it, and one that reads cannot write.
 */
public final class PartSql {
  private static final Statement DEFER = Statement.of("set constraints all deferred");

  /** Settings of a session are its login's to make. */
  private static final Statement NOBODY = Statement.of("set local role none");

  /** What requests leave for their answers. */
  private static final Statement FORGET =
      Statement.of(
          "select set_config('response.headers', '', true), set_config('response.status', '',"
              + " true), set_config('groundwork.inserted', '', true)");

  private static final Statement BEGIN_READING = Statement.of("savepoint groundwork_part");

  /**
   * Comes after a statement that takes a snapshot: a serializable transaction whose first snapshot
   * is taken while it is read-only counts as one that never writes, and no conflict is found.
   *
   * @see <a
   *     href="https://github.com/postgres/postgres/blob/master/src/backend/storage/lmgr/README-SSI">README-SSI</a>
   */
  private static final Statement READ_ONLY = Statement.of("set local transaction_read_only = on");

  /** With it, the transaction may write again. */
  private static final Statement END_READING = Statement.of("release savepoint groundwork_part");

  /** The time that is left, when the caller may not have less for a statement anyway. */
  private static final String TIME =
      "select set_config('statement_timeout', case when allowed between 1 and ?::bigint then"
          + " allowed else ?::bigint end::text, true) from (select (extract(epoch from"
          + " current_setting('statement_timeout')::interval) * 1000)::bigint as allowed) t";

  private PartSql() {}

  /**
   * What is the same for a part in whatever way it runs.
   *
   * @param first whether the transaction begins with it
   * @param deferred whether constraints wait for the transaction's end
   * @param isolation of the transaction
   * @param before settings of parts before that must not hold any more
   */
  public record Surroundings(
      boolean first, boolean deferred, Optional<String> isolation, Set<String> before) {
    public Surroundings {
      before = Set.copyOf(before);
    }
  }

  /** Settings that a plan's request makes beside those that every request makes. */
  public static Set<String> settings(Plan.Execution plan) {
    Set<String> names = new TreeSet<>(Set.of("timezone", "plan_cache_mode", "statement_timeout"));
    if (plan instanceof Plan.Call call) {
      names.addAll(call.routine().settings().keySet());
    }
    return names;
  }

  /** Whether a plan's request may not write. */
  public static boolean reads(Plan.Execution plan) {
    return switch (plan) {
      case Plan.Read _ -> true;
      case Plan.Write _ -> false;
      case Plan.Call call -> call.readOnly();
    };
  }

  /**
   * All of a part's script but its last statements.
   *
   * @param own the script that it would be by itself
   * @param last so many statements at the end are left out
   * @param milliseconds that are left
   */
  public static Script beginning(
      Script own, int last, boolean reads, Surroundings around, long milliseconds) {
    List<Statement> statements = new ArrayList<>();
    if (around.first() && around.deferred()) {
      statements.add(DEFER);
    }
    if (!around.first()) {
      statements.add(NOBODY);
      around.before().stream().sorted().map(PartSql::reset).forEach(statements::add);
      statements.add(FORGET);
    }
    if (reads) {
      statements.add(BEGIN_READING);
    }
    statements.add(own.statements().getFirst());
    statements.add(Statement.of(TIME, Long.toString(milliseconds), Long.toString(milliseconds)));
    if (reads) {
      statements.add(READ_ONLY);
    }
    statements.addAll(own.statements().subList(1, own.statements().size() - last));
    return script(statements, around);
  }

  /** The statements that the beginning left out. */
  public static Script end(Script own, int last, boolean reads, Surroundings around) {
    int size = own.statements().size();
    List<Statement> statements = new ArrayList<>(own.statements().subList(size - last, size));
    if (reads) {
      statements.add(END_READING);
    }
    return script(statements, around);
  }

  /** A script that begins with a statement more. */
  public static Script after(Statement first, Script script) {
    List<Statement> statements = new ArrayList<>(List.of(first));
    statements.addAll(script.statements());
    return new Script(statements, script.access(), script.isolation(), script.ending());
  }

  /** Two scripts as one. */
  public static Script joined(Script first, Script second) {
    List<Statement> statements = new ArrayList<>(first.statements());
    statements.addAll(second.statements());
    return new Script(statements, first.access(), first.isolation(), first.ending());
  }

  private static Script script(List<Statement> statements, Surroundings around) {
    return new Script(statements, Access.READ_WRITE, around.isolation(), Ending.COMMIT);
  }

  private static Statement reset(String name) {
    String quoted =
        Arrays.stream(name.split("\\.", -1))
            .map(Identifier::quote)
            .collect(Collectors.joining("."));
    return Statement.of("set local " + quoted + " to default");
  }
}
