package dev.groundwork.service.migrations.rules;

import dev.groundwork.base.sql.SqlStatementText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the comment before a statement allows: {@code -- groundwork: allow GWML001 reason}.
 *
 * @param reasons by the code of the rule
 * @param faults lines that allow nothing, with what is wrong
 */
record Exceptions(Map<String, String> reasons, List<String> faults) {
  private static final Pattern LINE =
      Pattern.compile("--\\s*groundwork:\\s*(\\S*)\\s*(\\S*)\\s*(.*)", Pattern.CASE_INSENSITIVE);

  static Exceptions of(SqlStatementText statement) {
    Map<String, String> reasons = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (String line : statement.comment().lines().toList()) {
      Matcher found = LINE.matcher(line.strip());
      if (found.matches()) {
        String code = found.group(2);
        if (!found.group(1).equalsIgnoreCase("allow")) {
          faults.add("'" + found.group(1) + "' means nothing here: allow CODE REASON");
        } else if (Rules.find(code).isEmpty()) {
          faults.add("there is no rule " + code);
        } else if (found.group(3).isBlank()) {
          faults.add(code + " is allowed without a reason");
        } else {
          reasons.put(code, found.group(3).strip());
        }
      }
    }
    return new Exceptions(reasons, faults);
  }
}
