package dev.groundwork.base.config;

import dev.groundwork.base.config.Parsed.Bad;
import dev.groundwork.base.config.Parsed.Good;
import dev.groundwork.base.config.Raw.Scalar;
import dev.groundwork.base.text.NearestName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Turns what was given into effective settings: later layers win over earlier ones, and all faults
 * of all layers are told at once.
 */
public final class SettingsReader {
  private final Mode mode;
  private final Path base;
  private final Map<String, Setting<?>> byName = new LinkedHashMap<>();
  private final Map<String, Given> values = new HashMap<>();
  private final Map<String, Integer> ranks = new HashMap<>();
  private final Map<String, Given> appSettings = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();

  private SettingsReader(Mode mode, Path base) {
    this.mode = mode;
    this.base = base;
    for (Setting<?> setting : SettingTable.all()) {
      setting.names().forEach(name -> byName.put(name, setting));
    }
  }

  /**
   * Reads settings.
   *
   * @param base folder that {@code @path} values are relative to
   * @param layers the weakest first
   * @throws dev.groundwork.base.problem.ProblemException with {@link ConfigProblem.InvalidSettings}
   */
  public static Settings read(Mode mode, Path base, List<List<Given>> layers) {
    SettingsReader reader = new SettingsReader(mode, base);
    reader.addDefaults();
    return reader.finish(layers);
  }

  /** The setting of a key of {@code groundwork.toml}, whether it has a line there or not. */
  public static Optional<Setting<?>> known(String key) {
    return SettingTable.all().stream()
        .<Setting<?>>map(each -> each)
        .filter(each -> each.key().equals(key))
        .findFirst()
        .or(() -> CallerSettings.find(key))
        .or(() -> AuthFamilies.find(key));
  }

  /**
   * Settings with a further layer, which wins over all before.
   *
   * @throws dev.groundwork.base.problem.ProblemException with {@link ConfigProblem.InvalidSettings}
   */
  public static Settings over(Settings settings, List<Given> layer) {
    SettingsReader reader = new SettingsReader(settings.mode(), Path.of(""));
    reader.values.putAll(settings.values());
    reader.appSettings.putAll(settings.appSettings());
    return reader.finish(List.of(layer));
  }

  private Settings finish(List<List<Given>> layers) {
    layers.forEach(this::addLayer);
    Settings settings = new Settings(mode, values, appSettings);
    checkTogether(settings);
    if (!faults.isEmpty()) {
      throw new ConfigProblem.InvalidSettings(faults).raise();
    }
    return settings;
  }

  private void addDefaults() {
    for (Setting<?> setting : SettingTable.all()) {
      setting
          .standard(mode)
          .ifPresent(
              value -> put(setting, new Given(setting.key(), new Scalar(value), Origin.DEFAULT)));
    }
  }

  private void addLayer(List<Given> layer) {
    ranks.clear();
    for (Given given : layer) {
      Optional<String> appSetting = appSettingName(given.name());
      Optional<Setting<?>> setting = setting(given.name());
      if (appSetting.isPresent()) {
        appSettings.put(appSetting.get(), given);
      } else if (setting.isPresent()) {
        add(setting.get(), given);
      } else if (!SettingTable.isRemoved(given.name())) {
        faults.add(unknown(given));
      }
    }
  }

  private Optional<Setting<?>> setting(String name) {
    return Optional.<Setting<?>>ofNullable(byName.get(name))
        .or(() -> CallerSettings.find(name))
        .or(() -> AuthFamilies.find(name));
  }

  /** Within a layer, a setting's own name wins over its older ones, whatever their order. */
  private void add(Setting<?> setting, Given given) {
    int rank = setting.names().toList().indexOf(given.name());
    boolean unset = given.raw().isEmpty() && !setting.kind().takesEmpty();
    if (unset || ranks.getOrDefault(setting.key(), Integer.MAX_VALUE) < rank) {
      return;
    }
    ranks.put(setting.key(), rank);
    fromFile(setting, given)
        .ifPresent(actual -> {
          switch (setting.kind().read(actual.raw())) {
            case Good<?> _ -> put(setting, actual);
            case Bad<?>(String reason) -> fault(given, reason);
          }
        });
  }

  private void put(Setting<?> setting, Given given) {
    values.put(setting.key(), given);
  }

  /** The value itself, or what stands in the file that it names. */
  private Optional<Given> fromFile(Setting<?> setting, Given given) {
    String text = given.raw().line();
    if (!setting.fromFile() || !text.startsWith("@")) {
      return Optional.of(given);
    }
    Path file = base.resolve(text.substring(1));
    try {
      String content = Files.readString(file).strip();
      return Optional.of(new Given(given.name(), new Scalar(content), given.origin()));
    } catch (IOException | java.io.UncheckedIOException _) {
      fault(given, "names the file " + file + ", which cannot be read");
      return Optional.empty();
    }
  }

  /** Checks that look at more than one setting. */
  private void checkTogether(Settings settings) {
    Optional<Long> adminPort = settings.find(SettingTable.ADMIN_PORT).filter(port -> port != 0);
    if (adminPort.equals(settings.find(SettingTable.HTTP_PORT))) {
      fault(SettingTable.ADMIN_PORT, "must differ from the port of the API");
    }
    boolean base64 = settings.value(SettingTable.JWT_SECRET_BASE64);
    settings
        .find(SettingTable.JWT_SECRET)
        .flatMap(secret -> Complaints.secret(secret, base64))
        .ifPresent(complaint -> fault(SettingTable.JWT_SECRET, complaint));
  }

  private void fault(Setting<?> setting, String reason) {
    Given given = values.get(setting.key());
    if (given != null) {
      fault(given, reason);
    }
  }

  private void fault(Given given, String reason) {
    faults.add(new Fault(given.origin(), given.name() + " " + reason));
  }

  private Fault unknown(Given given) {
    String hint =
        NearestName.to(given.name(), sameStyle(given.name()))
            .map(near -> "; did you mean " + near + "?")
            .orElse("");
    return new Fault(given.origin(), "unknown setting " + given.name() + hint);
  }

  /** The known names that look like the one used: variables for a variable, keys for a key. */
  private Collection<String> sameStyle(String name) {
    int underscore = name.indexOf('_');
    boolean variable = underscore > 0 && name.equals(name.toUpperCase(Locale.ROOT));
    String prefix = variable ? name.substring(0, underscore + 1) : "";
    return byName.keySet().stream()
        .filter(known -> variable ? known.startsWith(prefix) : isKey(known))
        .toList();
  }

  private boolean isKey(String known) {
    boolean dotted = known.indexOf('.') >= 0;
    return known.equals(known.toLowerCase(Locale.ROOT)) && dotted == (mode == Mode.SERVER);
  }

  /** The full name of a project's own setting: GUC names are in lower case. */
  private static Optional<String> appSettingName(String name) {
    for (String prefix :
        List.of(SettingTable.APP_SETTINGS, "PGRST_APP_SETTINGS_", "GROUNDWORK_APP_SETTINGS_")) {
      if (name.startsWith(prefix) && name.length() > prefix.length()) {
        String own = name.substring(prefix.length()).toLowerCase(Locale.ROOT);
        return Optional.of(SettingTable.APP_SETTINGS + own);
      }
    }
    return Optional.empty();
  }
}
