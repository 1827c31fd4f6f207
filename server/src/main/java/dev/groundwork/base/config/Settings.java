package dev.groundwork.base.config;

import dev.groundwork.base.config.Parsed.Bad;
import dev.groundwork.base.config.Parsed.Good;
import dev.groundwork.base.config.Raw.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The effective settings: for each one its value, if it has one, and where that comes from. Every
 * value in it has been read once without fault.
 *
 * @param values by the setting's key; defaults are among them
 * @param appSettings what a project hands to its SQL, by full name such as {@code app.settings.x}
 */
public record Settings(Mode mode, Map<String, Given> values, Map<String, Given> appSettings) {

  private static final String MASK = "********";

  public Settings {
    values = Map.copyOf(values);
    appSettings = Map.copyOf(appSettings);
  }

  /**
   * A line of the list of effective settings.
   *
   * @param value masked when it is a secret; empty when nothing is set
   */
  public record Entry(String key, Optional<String> value, Origin origin) {}

  /** The value of a setting that may be unset. */
  public <T> Optional<T> find(Setting<T> setting) {
    return Optional.ofNullable(values.get(setting.key())).map(given -> read(setting, given));
  }

  /** The value of a setting that has a default. */
  public <T> T value(Setting<T> setting) {
    return find(setting)
        .orElseThrow(() -> new IllegalStateException(setting.key() + " has no default"));
  }

  /** Where a setting's value comes from. */
  public Origin origin(Setting<?> setting) {
    Given given = values.get(setting.key());
    return given == null ? Origin.DEFAULT : given.origin();
  }

  /** The values of {@code app.settings.x}, by full name. */
  public Map<String, String> appSettingValues() {
    Map<String, String> texts = new TreeMap<>();
    appSettings.forEach((name, given) -> texts.put(name, given.raw().line()));
    return texts;
  }

  /**
   * All settings in the table's order, limits of callers, the project's own; secrets are masked.
   */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Setting<?> setting : SettingTable.all()) {
      Optional<String> value =
          Optional.ofNullable(values.get(setting.key())).map(given -> given.raw().line());
      entries.add(
          new Entry(
              setting.key(), setting.secret() ? value.map(_ -> MASK) : value, origin(setting)));
    }
    new TreeMap<>(values)
        .forEach((key, given) ->
            CallerSettings.find(key)
                .or(() -> AuthFamilies.find(key))
                .ifPresent(setting -> entries.add(entry(setting, given))));
    new TreeMap<>(appSettings)
        .forEach((name, given) -> entries.add(new Entry(name, Optional.of(MASK), given.origin())));
    return entries;
  }

  private static Entry entry(Setting<?> setting, Given given) {
    String value = setting.secret() ? MASK : given.raw().line();
    return new Entry(setting.key(), Optional.of(value), given.origin());
  }

  /** These settings with another value for one of them, such as one that was generated. */
  public Settings with(Setting<?> setting, String value, Origin origin) {
    Map<String, Given> changed = new TreeMap<>(values);
    changed.put(setting.key(), new Given(setting.key(), new Scalar(value), origin));
    return new Settings(mode, changed, appSettings);
  }

  private static <T> T read(Setting<T> setting, Given given) {
    return switch (setting.kind().read(given.raw())) {
      case Good<T>(T value) -> value;
      case Bad<T>(String reason) -> throw new IllegalStateException(setting.key() + " " + reason);
    };
  }
}
