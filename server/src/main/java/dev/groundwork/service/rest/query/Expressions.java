package dev.groundwork.service.rest.query;

import dev.groundwork.service.rest.parse.DatePart;
import dev.groundwork.service.rest.parse.Field.JsonStep;
import dev.groundwork.service.rest.parse.Operation;
import dev.groundwork.service.rest.plan.ReadNode.ColumnRef;
import dev.groundwork.service.rest.plan.ReadNode.Condition;
import dev.groundwork.service.rest.plan.ReadNode.Part;
import dev.groundwork.service.rest.plan.RowVersion;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Writes columns and conditions. */
final class Expressions {
  private final Sql sql;

  Expressions(Sql sql) {
    this.sql = sql;
  }

  /** A column, and the steps into it. */
  void column(String alias, ColumnRef column) {
    column.fold().ifPresent(fold -> sql.add(fold.sql()).add("("));
    column.part().ifPresent(this::openPart);
    if (column.name().isEmpty()) {
      sql.add("*");
    } else {
      value(alias, column);
    }
    column.part().ifPresent(this::closePart);
    column.fold().ifPresent(_ -> sql.add(")"));
  }

  /** Seconds have a fraction, and the year of infinity is infinite. */
  private void openPart(Part part) {
    DatePart what = part.what();
    if (what.isMoment()) {
      sql.add("date_trunc('").add(what.unit()).add("', ");
      return;
    }
    sql.add(what == DatePart.YEAR ? "nullif(nullif(" : "");
    sql.add(what == DatePart.SECOND ? "trunc(" : "");
    sql.add("extract(").add(what.unit()).add(" from ");
  }

  private void closePart(Part part) {
    switch (part.what()) {
      case YEAR -> sql.add("), 'Infinity'), '-Infinity')::integer");
      case SECOND -> sql.add("))::integer");
      default -> {
        if (!part.what().isMoment()) {
          sql.add(")::integer");
        } else {
          sql.add(part.ofDate() ? "::timestamp)::date" : ")");
        }
      }
    }
  }

  private void value(String alias, ColumnRef column) {
    if (column.path().isEmpty()) {
      sql.column(alias, column.name());
      return;
    }
    sql.add(column.json() ? "" : "to_jsonb(")
        .column(alias, column.name())
        .add(column.json() ? "" : ")");
    column.path().forEach(this::step);
  }

  private void step(JsonStep step) {
    sql.add(step.asText() ? "->>" : "->");
    switch (step) {
      case JsonStep.Key(String key, _) -> sql.literal(key);
      case JsonStep.Index(int index, _) ->
          sql.add(index < 0 ? "(" + index + ")" : Integer.toString(index));
    }
  }

  /** A column as clients see it. */
  void shown(String alias, ColumnRef column) {
    column.function().ifPresent(function -> sql.name(function).add("("));
    column(alias, column);
    column.function().ifPresent(_ -> sql.add(")"));
  }

  /** The version of a row, as text. */
  void version(String alias, RowVersion version) {
    switch (version) {
      case RowVersion.Writer _ -> sql.name(alias).add(".xmin");
      case RowVersion.Marked(String column) -> sql.column(alias, column);
    }
    sql.add("::text");
  }

  /** Conditions that must all hold. */
  void conditions(String alias, List<Condition> conditions, Consumer<Condition.Exists> exists) {
    sql.each(conditions, " and ", condition -> condition(alias, condition, exists));
  }

  private void condition(String alias, Condition condition, Consumer<Condition.Exists> exists) {
    switch (condition) {
      case Condition.Group group -> {
        String connective = " " + group.connective().name().toLowerCase(Locale.ROOT) + " ";
        sql.add(group.negated() ? "not (" : "(");
        sql.each(group.members(), connective, member -> condition(alias, member, exists));
        sql.add(")");
      }
      case Condition.Test test -> test(alias, test);
      case Condition.Exists e -> exists.accept(e);
      case Condition.HasVersion(RowVersion version, int versions) -> {
        version(alias, version);
        sql.add(" = any (").value(versions).add("::text[])");
      }
    }
  }

  private void test(String alias, Condition.Test test) {
    sql.add(test.negated() ? "not " : "");
    switch (test.operation()) {
      case Operation.Compare(var operator, int value) -> {
        column(alias, test.column());
        sql.add(" ").add(operator.sql()).add(" ");
        operand(operator.pattern() ? plain(test.column()) : test.column(), value);
      }
      case Operation.CompareEach(var operator, var quantifier, int value) -> {
        column(alias, test.column());
        sql.add(" ").add(operator.sql()).add(" ").add(quantifier.name().toLowerCase(Locale.ROOT));
        elements(operator.pattern() ? plain(test.column()) : test.column(), value);
      }
      case Operation.In(int values) -> {
        column(alias, test.column());
        sql.add(" = any");
        elements(test.column(), values);
      }
      case Operation.Is(var truth) -> {
        column(alias, test.column());
        sql.add(" is ").add(truth.sql());
      }
      case Operation.IsDistinct(int value) -> {
        column(alias, test.column());
        sql.add(" is distinct from ");
        sql.value(value);
      }
      case Operation.FullText search -> search(alias, test, search);
    }
  }

  /** An operand, read by the domain's function where there is one. */
  private void operand(ColumnRef column, int value) {
    column.function().ifPresent(function -> sql.name(function).add("("));
    sql.value(value);
    column.function().ifPresent(_ -> sql.add("::text)"));
  }

  /** Patterns are no values of the domain, so its function does not read them. */
  private static ColumnRef plain(ColumnRef column) {
    return column.bare();
  }

  private void elements(ColumnRef column, int values) {
    if (column.function().isPresent()) {
      sql.add(" (select ")
          .name(column.function().get())
          .add("(unnest(")
          .value(values)
          .add("::text[])))");
    } else {
      sql.add(" (").value(values).add(")");
    }
  }

  private void search(String alias, Condition.Test test, Operation.FullText search) {
    if (test.vectorize()) {
      sql.add("to_tsvector(");
      search.language().ifPresent(language -> sql.value(language).add(", "));
      column(alias, test.column());
      sql.add(")");
    } else {
      column(alias, test.column());
    }
    sql.add(" @@ ").add(search.query().function()).add("(");
    search.language().ifPresent(language -> sql.value(language).add(", "));
    sql.value(search.value()).add(")");
  }
}
