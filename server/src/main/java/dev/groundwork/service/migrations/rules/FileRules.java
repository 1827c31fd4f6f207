package dev.groundwork.service.migrations.rules;

import dev.groundwork.service.migrations.review.Step;
import dev.groundwork.service.migrations.rules.Rule.Example;
import java.util.List;
import java.util.stream.Stream;

/** How files are cut, and what they say about these rules. */
final class FileRules {
  /** The code of the rule about exceptions that are not well said. */
  static final String WRONG_EXCEPTION = "GWML904";

  /** The code of the rule about exceptions that nothing needs. */
  static final String IDLE_EXCEPTION = "GWML905";

  private static final String FLAG = "alter table orders add column gift boolean;";

  static final List<Rule> ALL =
      List.of(
          Rule.error(
              "GWML901",
              "concurrent-after-others",
              "A statement that stands in no transaction comes after others in its file.",
              "When it fails, those before it are applied and the file is not: the next run"
                  + " continues there, but nothing undoes them.",
              "Put it at the beginning of the file, or into a file of its own.",
              Example.of(
                  FLAG + "\ncreate index concurrently orders_placed_at_idx on orders (placed_at);",
                  FLAG,
                  "create index concurrently orders_placed_at_idx on orders (placed_at);"),
              (step, _) -> when(step.alone() && step.afterOthers(), words(step))),
          Rule.error(
              "GWML902",
              "statement-on-the-server",
              "A statement is about the whole server.",
              "Databases, tablespaces and settings of the server are not a project's own, and such"
                  + " a statement is not undone when the file fails. It was not tried.",
              "Do it by hand, where the server is looked after.",
              Example.of("alter system set work_mem = '64MB';", "set local work_mem = '64MB';"),
              (step, _) -> when(step.skipped(), words(step))),
          Rule.warning(
              "GWML903",
              "transaction-in-the-middle",
              "A file ends its transaction itself.",
              "Each file is one transaction; one that ends it is applied in parts.",
              "Leave the statement out, or split the file there.",
              Example.of(FLAG + "\ncommit;\nselect 1;", FLAG, "select 1;"),
              (step, _) -> when(step.statement().endsTransaction(), words(step))),
          Rule.error(
              WRONG_EXCEPTION,
              "wrong-exception",
              "An exception names no known rule or gives no reason.",
              "Who reads it later has to know why it was right here.",
              "Write: -- groundwork: allow GWML001 the table is empty in production",
              Example.of("-- groundwork: allow GWML001\n" + FLAG, FLAG),
              (_, _) -> Stream.empty()),
          Rule.warning(
              IDLE_EXCEPTION,
              "idle-exception",
              "An exception allows what the statement does not do.",
              "It would hide the next mistake.",
              "Take it out.",
              Example.of("-- groundwork: allow GWML001 the table is empty\n" + FLAG, FLAG),
              (_, _) -> Stream.empty()));

  private FileRules() {}

  private static Stream<String> when(boolean holds, String subject) {
    return holds ? Stream.of(subject) : Stream.empty();
  }

  private static String words(Step step) {
    return String.join(" ", step.statement().words());
  }
}
