package dev.groundwork.house;

import dev.groundwork.service.migrations.rules.Rule;
import dev.groundwork.service.migrations.rules.Rules;
import java.util.List;

/** The page about the rules of {@code groundwork migrate lint}, made from the rules. */
final class LintRulesPage {
  private static final String INTRODUCTION =
      """
      # Lint rules

      What `groundwork migrate lint` says against migrations. An error is refused: the command exits with 1. A warning is told.
      A comment before a statement allows what a rule refuses there, with a reason:

      ```sql
      -- groundwork: allow GWML003 the table is empty in production
      alter table orders add constraint orders_total_check check (total >= 0);
      ```

      Rules go by what PostgreSQL does with a statement on a scratch database, also within `do` blocks and functions, not by its text. Tables
      that the checked files make themselves are in nobody's way. Each part of a recipe below is a file of its own. Tests run every
      example: the rule finds the first, and no rule says anything about the second.

      All examples start from these tables in use:

      ```sql
      """;

  private static final String LIST =
      """
      ```

      | code | name | | what is wrong |
      | --- | --- | --- | --- |
      """;

  private LintRulesPage() {}

  static String text() {
    StringBuilder page = new StringBuilder(INTRODUCTION + Rules.FIXTURE + LIST);
    for (Rule rule : Rules.all()) {
      page.append(
          "| [%s](#%s) | %s | %s | %s |\n"
              .formatted(rule.code(), anchor(rule), rule.name(), severity(rule), rule.title()));
    }
    Rules.all().forEach(rule -> page.append(section(rule)));
    return page.toString();
  }

  private static String anchor(Rule rule) {
    return rule.code().toLowerCase(java.util.Locale.ROOT);
  }

  private static String severity(Rule rule) {
    return rule.isError() ? "error" : "warning";
  }

  private static String section(Rule rule) {
    Rule.Example example = rule.example();
    String setup =
        example.setup().isEmpty()
            ? ""
            : "There is already:\n\n" + block(List.of(example.setup())) + "\n";
    return """

    ## %s

    `%s`, %s. %s %s

    %s%s
    %s

    %s\
    """
        .formatted(
            rule.code(),
            rule.name(),
            severity(rule),
            rule.title(),
            rule.why(),
            setup,
            block(List.of(example.bad())),
            rule.recipe(),
            block(example.good()));
  }

  private static String block(List<String> files) {
    StringBuilder text = new StringBuilder("```sql\n");
    for (int i = 0; i < files.size(); i++) {
      text.append(files.size() > 1 ? "-- file " + (i + 1) + "\n" : "");
      text.append(files.get(i).strip()).append('\n');
    }
    return text.append("```\n").toString();
  }
}
