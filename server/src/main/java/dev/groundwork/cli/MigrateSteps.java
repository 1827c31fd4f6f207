package dev.groundwork.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.base.pg.setup.Migrations;
import dev.groundwork.base.pg.setup.Migrations.Applied;
import dev.groundwork.base.pg.setup.Migrations.Order;
import dev.groundwork.base.pg.setup.Migrations.Standing;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.apply.DryRun;
import java.util.List;
import java.util.Locale;

/** {@code migrate up}, {@code status} and {@code down}: a project's files and a database. */
final class MigrateSteps {
  static final Option JSON = Option.flag("json", "Print the result as JSON.");
  private static final Option TO =
      Option.value("to", "NAME", "The last migration to apply; all that are pending without it.");
  private static final Option DOWN_TO =
      Option.value(
          "to", "NAME", "The last migration that stays; without it only the very last is undone.");
  private static final Option DRY_RUN =
      Option.flag(
          "dry-run", "Apply them to an empty clone of the schema; the database is only read.");
  private static final Option OUT_OF_ORDER =
      Option.flag("out-of-order", "Also apply files that sort before ones that are applied.");
  private static final Option CHECK =
      Option.flag("check", "End with 1 when something is pending or not as it should be.");

  private final Program program;

  private MigrateSteps(Program program) {
    this.program = program;
  }

  static List<Command> commands(Program program) {
    MigrateSteps steps = new MigrateSteps(program);
    return List.of(
        MigrateCommand.command(
            "up",
            List.of(
                "Applies the migrations that are pending.",
                "Waits for locks no longer than migrations.lock-timeout, undoes the step that got"
                    + " none and tries it again. What was cut short is continued by the next run."),
            List.of(),
            steps::up,
            TO,
            DRY_RUN,
            OUT_OF_ORDER,
            JSON),
        MigrateCommand.command(
            "status",
            List.of(
                "Lists the migrations and what became of them in the database.",
                "Changes in two steps that are not contracted follow."),
            List.of(),
            steps::status,
            CHECK,
            JSON),
        MigrateCommand.command(
            "down",
            List.of(
                "Undoes the last migration by what it says of its way back.",
                "That stands in NAME.down.sql beside NAME.sql, or below a line"
                    + " \"-- groundwork: down\" in the file itself."),
            List.of(),
            steps::down,
            DOWN_TO,
            JSON));
  }

  private int up(Arguments given) {
    Order order = new Order(given.value(TO), given.has(OUT_OF_ORDER), name -> true);
    return MigrateCommand.on(
        program,
        given,
        workbench ->
            given.has(DRY_RUN)
                ? told(given, "would be applied", DryRun.of(workbench, order))
                : told(given, "applied", up(workbench, order)));
  }

  private static List<Applied> up(Workbench workbench, Order order) {
    workbench.prepareTarget();
    return workbench.migrationsOn(workbench.target()).up(order);
  }

  private int down(Arguments given) {
    return MigrateCommand.on(
        program,
        given,
        workbench ->
            told(
                given,
                "undone",
                workbench.migrationsOn(workbench.target()).down(given.value(DOWN_TO))));
  }

  private int status(Arguments given) {
    return MigrateCommand.on(program, given, workbench -> status(given, workbench));
  }

  private int status(Arguments given, Workbench workbench) {
    List<Standing> all = workbench.migrationsOn(workbench.target()).status();
    if (given.has(JSON)) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      all.forEach(each -> list.add(json(each)));
      program.terminal().line(list.toString());
    } else {
      int width = all.stream().mapToInt(each -> each.name().length()).max().orElse(0);
      all.forEach(each -> program.terminal().line(line(each, width)));
      ExpandCommand.tell(program, workbench);
    }
    boolean open = all.stream().anyMatch(Standing::isOpen);
    return (given.has(CHECK) && open ? ExitCode.FAILURE : ExitCode.OK).code();
  }

  private int told(Arguments given, String what, List<Applied> files) {
    if (given.has(JSON)) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      files.forEach(each -> list.add(json(each)));
      program.terminal().line(list.toString());
    } else if (files.isEmpty()) {
      program.terminal().line("nothing to do");
    } else {
      files.forEach(
          each -> program.terminal().line(each.name() + "  " + what + "  " + millis(each.took())));
    }
    return ExitCode.OK.code();
  }

  private static ObjectNode json(Applied each) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", each.name())
        .put("milliseconds", each.took().toMillis());
  }

  private static ObjectNode json(Standing each) {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", each.name())
            .put("state", word(each.state()).replace(' ', '-'))
            .put("way_back", each.wayBack());
    each.at().ifPresent(at -> node.put("applied_at", at));
    each.took().ifPresent(took -> node.put("milliseconds", took.toMillis()));
    each.steps().ifPresent(steps -> node.put("steps", steps));
    return node;
  }

  private String line(Standing each, int width) {
    String state = word(each.state());
    String shown =
        each.state() == Migrations.State.APPLIED
            ? program.terminal().good(state)
            : program.terminal().bold(state);
    StringBuilder line = new StringBuilder(each.name());
    line.repeat(' ', width - each.name().length() + 2).append(shown);
    each.steps().ifPresent(steps -> line.append(", step ").append(steps));
    each.at().ifPresent(at -> line.append("  ").append(at.replaceFirst("\\.[0-9]+", "")));
    each.took().ifPresent(took -> line.append("  ").append(millis(took)));
    return line.toString();
  }

  private static String millis(java.time.Duration took) {
    return took.toMillis() + " ms";
  }

  private static String word(Migrations.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
