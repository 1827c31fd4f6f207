package dev.groundwork.cli;

import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.expand.Change;
import dev.groundwork.service.migrations.expand.Expansions;
import dev.groundwork.service.migrations.expand.Expansions.Table;
import dev.groundwork.service.migrations.expand.Expansions.Waiting;
import java.util.List;
import java.util.function.Function;

/** {@code migrate expand}: makes a second version of something, beside the first. */
final class ExpandCommand {
  private static final List<String> ABOUT =
      List.of(
          "Makes a second version of a column or table, and keeps both in step.",
          "Old and new versions of an application then run side by side. One that was cut short is"
              + " continued by the same command.");
  private static final Option USING =
      Option.value(
          "using", "EXPR", "Makes a new value of an old one, which has the column's name.");
  private static final Option BACK =
      Option.value("back", "EXPR", "Makes an old value of a new one, which has the column's name.");
  private static final Parameter TABLE =
      Parameter.required("TABLE", "The table, perhaps with its schema.");
  private static final Parameter COLUMN = Parameter.required("COLUMN", "The column.");
  private static final Parameter OLD = Parameter.required("OLD", "The column as it is called.");
  private static final Parameter NEW = Parameter.required("NEW", "How it shall be called.");
  private static final Parameter TYPE = Parameter.required("TYPE", "The new type.");
  private static final Parameter NAME =
      Parameter.optional("NAME", "The expansion; the only open one by default.");

  private final Program program;

  private ExpandCommand(Program program) {
    this.program = program;
  }

  /** Expanding, and what follows it. */
  static List<Command> commands(Program program) {
    ExpandCommand expand = new ExpandCommand(program);
    return List.of(
        new GroupCommand("expand", ABOUT, MigrateCommand.TARGET, expand.kinds()),
        MigrateCommand.command(
            "contract",
            List.of("Removes the old version, when no application needs it any more."),
            List.of(NAME),
            expand::contract),
        MigrateCommand.command(
            "rollback",
            List.of("Removes the new version; possible until the contraction."),
            List.of(NAME),
            expand::rollBack),
        MigrateCommand.command(
            "expansions",
            List.of("Lists the changes that are expanded and not contracted."),
            List.of(),
            expand::list));
  }

  private List<Command> kinds() {
    return List.of(
        MigrateCommand.command(
            "rename-column",
            List.of("Gives a column another name; both are there until the contraction."),
            List.of(TABLE, OLD, NEW),
            given ->
                expand(
                    given,
                    table ->
                        new Change.RenameColumn(
                            table.schema(), table.name(), word(given, 1), word(given, 2)))),
        MigrateCommand.command(
            "change-type",
            List.of(
                "Gives a column another type.",
                "Its new version is COLUMN_new until the contraction, and COLUMN from then on."),
            List.of(TABLE, COLUMN, TYPE),
            given ->
                expand(
                    given,
                    table ->
                        new Change.ChangeType(
                            table.schema(),
                            table.name(),
                            word(given, 1),
                            word(given, 2),
                            given.value(USING),
                            given.value(BACK))),
            USING,
            BACK),
        MigrateCommand.command(
            "rename-table",
            List.of("Gives a table another name; the old one is a view until the contraction."),
            List.of(TABLE, NEW),
            given ->
                expand(
                    given,
                    table -> new Change.RenameTable(table.schema(), table.name(), word(given, 1)))),
        MigrateCommand.command(
            "set-not-null",
            List.of("Makes a column take no null, without a long lock; nothing to contract."),
            List.of(TABLE, COLUMN),
            given ->
                expand(
                    given,
                    table -> new Change.SetNotNull(table.schema(), table.name(), word(given, 1)))));
  }

  private static String word(Arguments given, int place) {
    return given.parameter(place).orElse("");
  }

  private int expand(Arguments given, Function<Table, Change> change) {
    return on(
        given,
        expansions -> {
          program.terminal().line(expansions.expand(word(given, 0), change));
          return ExitCode.OK;
        });
  }

  private int contract(Arguments given) {
    return on(
        given,
        expansions -> {
          program.terminal().line(expansions.contract(given.parameter(0)) + "  contracted");
          return ExitCode.OK;
        });
  }

  private int rollBack(Arguments given) {
    return on(
        given,
        expansions -> {
          program.terminal().line(expansions.rollBack(given.parameter(0)) + "  rolled back");
          return ExitCode.OK;
        });
  }

  private int list(Arguments given) {
    return MigrateCommand.on(
        program,
        given,
        workbench -> {
          tell(program, workbench);
          return ExitCode.OK.code();
        });
  }

  /** Says which changes in two steps are under way. */
  static void tell(Program program, Workbench workbench) {
    for (Waiting each : Expansions.waiting(workbench.target())) {
      String phase = program.terminal().bold(each.phase().label());
      program.terminal().line(each.name() + "  " + phase);
    }
  }

  private int on(Arguments given, Function<Expansions, ExitCode> work) {
    return MigrateCommand.on(
        program,
        given,
        workbench -> {
          try (Expansions expansions = Expansions.open(workbench)) {
            return work.apply(expansions).code();
          }
        });
  }
}
