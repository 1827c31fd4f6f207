package dev.groundwork.base.pg.setup;

import dev.groundwork.base.sql.SqlStatementText;
import dev.groundwork.base.text.Hashes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A part of a file that takes effect whole or not at all. Most files are one. */
sealed interface MigrationStep {
  List<SqlStatementText> statements();

  /** Statements of one transaction. */
  record Together(List<SqlStatementText> statements) implements MigrationStep {
    public Together {
      statements = List.copyOf(statements);
    }
  }

  /** Statements of a transaction that the last one ends in its own way, by a rollback for one. */
  record EndedByItself(List<SqlStatementText> statements) implements MigrationStep {
    public EndedByItself {
      statements = List.copyOf(statements);
    }
  }

  /** A statement that PostgreSQL runs outside of transactions only. */
  record Alone(SqlStatementText statement) implements MigrationStep {
    @Override
    public List<SqlStatementText> statements() {
      return List.of(statement);
    }
  }

  /** The steps of a file; never none. */
  static List<MigrationStep> of(List<SqlStatementText> statements) {
    List<MigrationStep> steps = new ArrayList<>();
    List<SqlStatementText> open = new ArrayList<>();
    for (SqlStatementText statement : statements) {
      if (statement.standsAlone()) {
        close(open, steps);
        steps.add(new Alone(statement));
      } else if (statement.commits()) {
        close(open, steps);
      } else if (statement.endsTransaction()) {
        open.add(statement);
        steps.add(new EndedByItself(open));
        open.clear();
      } else if (!statement.beginsTransaction()) {
        open.add(statement);
      }
    }
    close(open, steps);
    return steps.isEmpty() ? List.of(new Together(List.of())) : List.copyOf(steps);
  }

  private static void close(List<SqlStatementText> open, List<MigrationStep> steps) {
    if (!open.isEmpty()) {
      steps.add(new Together(open));
      open.clear();
    }
  }

  /** What the session keeps of steps that were done in an earlier one. */
  static List<SqlStatementText> settings(List<MigrationStep> done) {
    return done.stream()
        .flatMap(step -> step.statements().stream())
        .filter(MigrationStep::outlastsTransaction)
        .toList();
  }

  private static boolean outlastsTransaction(SqlStatementText statement) {
    List<String> words = statement.words();
    if (words.isEmpty()) {
      return false;
    }
    boolean local =
        words.size() > 1 && Set.of("local", "transaction", "constraints").contains(words.get(1));
    return switch (words.getFirst()) {
      case "set" -> !local;
      case "reset" -> true;
      case "select" -> words.contains("set_config");
      default -> false;
    };
  }

  /** Says whether steps are what they were when they were done. */
  static String checksum(List<MigrationStep> steps) {
    StringBuilder text = new StringBuilder();
    for (MigrationStep step : steps) {
      step.statements().forEach(each -> text.append(each.sql().replace("\r\n", "\n")).append(';'));
      text.append('\n');
    }
    return Hashes.sha256Hex(text.toString());
  }
}
