package dev.groundwork.cli;

import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** {@code groundwork start}: serves a project folder. */
final class StartCommand implements Command {
  private static final Option DB_URL =
      Option.value("db-url", "URL", "Use this PostgreSQL (14 to 18) instead of an embedded one.");
  private static final Option HOST = Option.value("host", "HOST", "Address to listen on.");
  private static final Option PORT =
      Option.value("port", "PORT", "Port of the API; 8000 by default.");
  private static final Option ADMIN_PORT =
      Option.value("admin-port", "PORT", "Port of health checks and metrics; 8001 by default.");
  private static final Option ROWS =
      Option.value(
          "rows", "N", "Fill the database with about N rows, by the project's fill.sql, once.");

  private final Program program;

  StartCommand(Program program) {
    this.program = program;
  }

  @Override
  public String name() {
    return "start";
  }

  @Override
  public List<String> description() {
    return List.of(
        "Serves a project: PostgreSQL, migrations, REST API and page.",
        "The folder may hold groundwork.toml, migrations/*.sql, seed.sql, fill.sql and web/."
            + " Without a database URL an embedded PostgreSQL keeps its data in .groundwork/"
            + " there.");
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(Parameter.FOLDER);
  }

  @Override
  public List<Option> options() {
    return List.of(DB_URL, HOST, PORT, ADMIN_PORT, ROWS);
  }

  @Override
  public List<String> footer() {
    return List.of(
        "SIGTERM and Ctrl-C finish the requests in hand and stop PostgreSQL cleanly.",
        "SIGUSR1 loads the schema anew.");
  }

  @Override
  public int run(Arguments given) {
    OptionalLong fill = given.number(ROWS).map(OptionalLong::of).orElse(OptionalLong.empty());
    ProjectFolder project = ProjectFolder.open(given.folder());
    Settings settings = program.settings().server(project, settings(given));
    return program.serve(
        () -> program.backend().start(project, settings, fill),
        running -> {
          Keys keys = program.backend().keys(project, settings);
          program.terminal().block(new Welcome(program.terminal(), running, keys).text());
        });
  }

  private static List<Given> settings(Arguments given) {
    return Stream.of(
            given(given, SettingTable.DB_URL, DB_URL),
            given(given, SettingTable.HTTP_HOST, HOST),
            given(given, SettingTable.HTTP_PORT, PORT),
            given(given, SettingTable.ADMIN_PORT, ADMIN_PORT))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<Given> given(Arguments given, Setting<?> setting, Option option) {
    return given
        .value(option)
        .map(value -> SettingsSource.option(setting.key(), option.word(), value));
  }
}
