package dev.groundwork.service.auth.hook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.Database;
import dev.groundwork.base.pg.PgProblem;
import dev.groundwork.base.pg.Rows;
import dev.groundwork.base.problem.ProblemException;
import dev.groundwork.base.sql.Identifier;
import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import dev.groundwork.service.auth.hook.HookTarget.DatabaseFunction;
import java.util.Optional;

/** Hooks that are functions of the database. */
final class FunctionHooks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TIMEOUT_MS = "2000";
  private static final String CANCELLED = "57014";

  private final Database database;
  private final Statement settings;

  FunctionHooks(Database database, Optional<String> role) {
    this.database = database;
    String timeout = "select set_config('statement_timeout', ?, true)";
    this.settings =
        role.map(it -> Statement.of(timeout + ", set_config('role', ?, true)", TIMEOUT_MS, it))
            .orElseGet(() -> Statement.of(timeout, TIMEOUT_MS));
  }

  HookOutcome call(DatabaseFunction target, ObjectNode input) {
    String name = Identifier.quote(target.schema(), target.function());
    Statement call = Statement.of("select " + name + "(?::jsonb)", input.toString());
    try {
      Rows rows = database.run(Script.of(settings, call)).getLast();
      Optional<String> answer = rows.size() == 1 ? rows.text(0, 0) : Optional.empty();
      return answer.isEmpty()
          ? new HookOutcome.Failed(name + " returned nothing")
          : HookOutcome.of(JSON.readTree(answer.get()));
    } catch (JsonProcessingException malformed) {
      return new HookOutcome.Failed(name + " returned no JSON");
    } catch (ProblemException refused) {
      boolean late =
          refused.problem() instanceof PgProblem problem
              && problem.sqlState().filter(CANCELLED::equals).isPresent();
      return late
          ? new HookOutcome.TimedOut(1)
          : new HookOutcome.Failed(name + " failed: " + refused.problem().code());
    }
  }
}
