package dev.groundwork.bench.subject;

import dev.groundwork.base.sql.Script;
import dev.groundwork.base.sql.Statement;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A script for pgbench: statements with variables in the place of values, in a pipeline as the
 * server sends them.
 *
 * @param variables that the text refers to as {@code :name}
 */
record PgbenchScript(String text, Map<String, String> variables) {
  /** Stands for the key while the statements are made. */
  static final String KEY = "987654321";

  /** Stands for the number of the key's owner. */
  static final String USER = "912345678";

  static PgbenchScript of(Scenario scenario, Target target) throws IOException {
    Script script = Statements.of(scenario, target);
    StringBuilder text = new StringBuilder();
    text.append("\\set key random(1, " + scenario.keys() + ")\n");
    if (scenario.caller() == Scenario.Caller.OWNER) {
      text.append("\\set user 1 + (:key - 1) % " + Scenario.USERS + "\n");
    }
    text.append("\\startpipeline\n");
    Map<String, String> variables = new LinkedHashMap<>();
    boolean readOnly = script.access() == Script.Access.READ_ONLY;
    for (Statement statement : script.statements()) {
      String sql = readOnly ? readOnly(statement.sql()) : statement.sql();
      readOnly = false;
      text.append(named(sql, statement.values(), variables)).append(";\n");
    }
    return new PgbenchScript(text.append("\\endpipeline\n").toString(), variables);
  }

  /** The server sets a read's transaction to read-only along with its first settings. */
  private static String readOnly(String settings) {
    return settings.replaceFirst(
        "select ", "select set_config('transaction_read_only', 'on', true), ");
  }

  /** Question marks become variables; the statements of the scenarios have none inside quotes. */
  private static String named(String sql, List<?> values, Map<String, String> variables) {
    StringBuilder text = new StringBuilder();
    int next = 0;
    for (int i = 0; i < sql.length(); i++) {
      char c = sql.charAt(i);
      if (c == '?') {
        text.append(expression(String.valueOf(values.get(next++)), variables));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /** The claims differ only in a number, and pgbench's variables that change are numbers. */
  private static String expression(String value, Map<String, String> variables) {
    int user = value.indexOf(USER);
    if (user >= 0) {
      String before = variable(value.substring(0, user), variables);
      String after = variable(value.substring(user + USER.length()), variables);
      return before + "::text || :user || " + after + "::text";
    }
    return value.equals(KEY) ? ":key" : variable(value, variables);
  }

  private static String variable(String value, Map<String, String> variables) {
    String name = "v" + variables.size();
    variables.put(name, value);
    return ":" + name;
  }
}
