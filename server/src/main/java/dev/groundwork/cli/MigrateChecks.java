package dev.groundwork.cli;

import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.pg.setup.SqlFile;
import dev.groundwork.service.migrations.Workbench;
import dev.groundwork.service.migrations.report.LintText;
import dev.groundwork.service.migrations.report.PlanText;
import dev.groundwork.service.migrations.report.ReportJson;
import dev.groundwork.service.migrations.report.Style;
import dev.groundwork.service.migrations.review.Sizes;
import dev.groundwork.service.migrations.rules.Checkup;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code migrate plan} and {@code migrate lint}: what files would do, before they do it. */
final class MigrateChecks {
  private static final Option JSON = Option.flag("json", "Write JSON, for programs.");
  private static final Option ALL =
      Option.flag("all", "Check all migrations, as if each came to a database in use.");
  private static final Option STRICT =
      Option.flag("strict", "Exit with 1 when a statement is refused or a client may break.");
  private static final Option NO_TIMEOUT =
      Option.flag(
          "no-lock-timeout",
          "The files are applied by something that sets no lock timeout: they have to.");
  private static final Parameter FILES =
      Parameter.any("FILE", "Files to look at; by default what the target still lacks.");

  private final Program program;

  private MigrateChecks(Program program) {
    this.program = program;
  }

  static List<Command> commands(Program program) {
    MigrateChecks checks = new MigrateChecks(program);
    return List.of(checks.planCommand(), checks.lintCommand());
  }

  private Command planCommand() {
    return MigrateCommand.command(
        "plan",
        List.of(
            "Shows what pending migrations would do: locks, work, who waits, what breaks.",
            "Runs them on a scratch database and watches; the target is only asked for sizes."),
        List.of(FILES),
        this::plan,
        JSON,
        STRICT);
  }

  private Command lintCommand() {
    return MigrateCommand.command(
        "lint",
        List.of(
            "Refuses unsafe migrations, with a code, a reason and the safe way.",
            "Exits with 1 when a statement is refused. A comment before a statement allows it: --"
                + " groundwork: allow CODE REASON"),
        List.of(FILES),
        this::lint,
        JSON,
        ALL,
        NO_TIMEOUT);
  }

  private int plan(Arguments given) {
    return MigrateCommand.on(program, given, bench -> plan(bench, given));
  }

  private int plan(Workbench bench, Arguments given) {
    Checkup checkup = checkup(bench, given, false);
    Sizes sizes = Sizes.of(bench);
    if (given.has(JSON)) {
      program.terminal().line(ReportJson.plan(checkup, sizes));
    } else {
      program.terminal().block(PlanText.of(checkup, sizes, style()));
    }
    boolean bad = checkup.isRefused() || checkup.breaksClients();
    return (given.has(STRICT) && bad ? ExitCode.FAILURE : ExitCode.OK).code();
  }

  private int lint(Arguments given) {
    if (given.has(ALL) && !given.parameters().isEmpty()) {
      throw given.wrong("--all and files exclude each other");
    }
    return MigrateCommand.on(program, given, bench -> lint(bench, given));
  }

  private int lint(Workbench bench, Arguments given) {
    Checkup checkup = checkup(bench, given, given.has(ALL));
    if (given.has(JSON)) {
      program.terminal().line(ReportJson.lint(checkup));
    } else {
      program.terminal().block(LintText.of(checkup, style()));
    }
    return (checkup.isRefused() ? ExitCode.FAILURE : ExitCode.OK).code();
  }

  private Checkup checkup(Workbench bench, Arguments given, boolean all) {
    Set<String> exposed =
        new HashSet<>(MigrateCommand.settings(program, given).value(SettingTable.SCHEMAS));
    return Checkup.of(
        bench, new Checkup.Order(files(bench, given, all), exposed, all, !given.has(NO_TIMEOUT)));
  }

  private static List<SqlFile> files(Workbench bench, Arguments given, boolean all) {
    if (!given.parameters().isEmpty()) {
      return given.parameters().stream().map(Path::of).map(SqlFile::read).toList();
    }
    List<SqlFile> known = SqlFile.in(bench.migrations());
    if (all) {
      return known;
    }
    Set<String> pending = new HashSet<>(bench.pending());
    return known.stream().filter(file -> pending.contains(file.name())).toList();
  }

  private Style style() {
    Terminal terminal = program.terminal();
    return new Style() {
      @Override
      public String bold(String text) {
        return terminal.bold(text);
      }

      @Override
      public String faint(String text) {
        return terminal.faint(text);
      }

      @Override
      public String bad(String text) {
        return terminal.bad(text);
      }

      @Override
      public String good(String text) {
        return terminal.good(text);
      }
    };
  }
}
