package dev.groundwork.cli;

import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Setting;
import dev.groundwork.base.config.SettingTable;
import dev.groundwork.base.config.Settings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groundwork start}: serves a project folder. */
@Command(
    name = "start",
    description = {
      "Serves a project: PostgreSQL, migrations, REST API and page.",
      "",
      "The folder may hold groundwork.toml, migrations/*.sql, seed.sql, fill.sql and web/."
          + " Without a database URL an embedded PostgreSQL keeps its data in .groundwork/ there.",
      ""
    },
    footer = {
      "",
      "SIGTERM and Ctrl-C finish the requests in hand and stop PostgreSQL cleanly.",
      "SIGUSR1 loads the schema anew."
    })
final class StartCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "The project's folder; by default the current one.")
  private Path folder = Path.of(".");

  @Option(
      names = "--db-url",
      paramLabel = "URL",
      description = "Use this PostgreSQL (14 to 18) instead of an embedded one.")
  private @Nullable String databaseUrl;

  @Option(names = "--host", paramLabel = "HOST", description = "Address to listen on.")
  private @Nullable String host;

  @Option(names = "--port", paramLabel = "PORT", description = "Port of the API; 8000 by default.")
  private @Nullable String port;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      description = "Port of health checks and metrics; 8001 by default.")
  private @Nullable String adminPort;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Fill the database with about N rows, by the project's fill.sql, once.")
  private @Nullable Long rows;

  private final Program program;

  StartCommand(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    ProjectFolder project = ProjectFolder.open(folder);
    Settings settings = program.settings().server(project, options());
    OptionalLong fill = rows == null ? OptionalLong.empty() : OptionalLong.of(rows);
    return program.serve(
        () -> program.backend().start(project, settings, fill),
        running -> {
          Keys keys = program.backend().keys(project, settings);
          program.terminal().block(new Welcome(program.terminal(), running, keys).text());
        });
  }

  private List<Given> options() {
    List<Given> options = new ArrayList<>();
    add(options, SettingTable.DB_URL, "--db-url", databaseUrl);
    add(options, SettingTable.HTTP_HOST, "--host", host);
    add(options, SettingTable.HTTP_PORT, "--port", port);
    add(options, SettingTable.ADMIN_PORT, "--admin-port", adminPort);
    return options;
  }

  private static void add(
      List<Given> options, Setting<?> setting, String option, @Nullable String value) {
    if (value != null) {
      options.add(SettingsSource.option(setting.key(), option, value));
    }
  }
}
