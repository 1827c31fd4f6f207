package dev.groundwork.cli;

import dev.groundwork.base.config.Environment;
import dev.groundwork.base.config.Given;
import dev.groundwork.base.config.Mode;
import dev.groundwork.base.config.Origin;
import dev.groundwork.base.config.PostgrestFile;
import dev.groundwork.base.config.ProjectFolder;
import dev.groundwork.base.config.Raw;
import dev.groundwork.base.config.Settings;
import dev.groundwork.base.config.SettingsReader;
import dev.groundwork.base.config.TomlFile;
import dev.groundwork.base.config.supabase.SupabaseConfig;
import dev.groundwork.base.config.supabase.SupabaseFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where the commands' settings come from. Later layers win. */
public final class SettingsSource {
  private static final String SERVER_PREFIX = "GROUNDWORK_";
  private static final String POSTGREST_PREFIX = "PGRST_";

  private final Map<String, String> environment;

  public SettingsSource(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * For the whole server: a Supabase project's {@code config.toml}, then {@code groundwork.toml},
   * then the environment, then options.
   */
  Settings server(ProjectFolder project, List<Given> options) {
    return SettingsReader.read(
        Mode.SERVER,
        project.root(),
        List.of(
            SupabaseFolder.of(project)
                .map(folder -> SupabaseConfig.read(folder, environment).settings())
                .orElse(List.of()),
            TomlFile.read(project.settings(), project.settings().getFileName()),
            Environment.read(environment, SERVER_PREFIX),
            options));
  }

  /** For the PostgREST API alone: PostgREST's configuration file, then the environment. */
  Settings rest(Optional<Path> file) {
    return SettingsReader.read(
        Mode.REST,
        Path.of(""),
        List.of(
            file.map(each -> PostgrestFile.read(each, environment)).orElse(List.of()),
            Environment.read(environment, SERVER_PREFIX),
            Environment.read(environment, POSTGREST_PREFIX)));
  }

  /** A value that an option of the command line gives. */
  static Given option(String key, String option, Object value) {
    return new Given(key, new Raw.Scalar(value.toString()), Origin.option(option));
  }
}
