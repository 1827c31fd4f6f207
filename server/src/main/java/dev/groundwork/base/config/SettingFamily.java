package dev.groundwork.base.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Settings that each of many named things has, with the name within theirs: {@code
 * limits.roles.anon.max-rows}.
 *
 * @param prefix with the dot at its end
 * @param members keyed by what follows the name
 */
record SettingFamily(String prefix, List<Setting<?>> members) {
  private static final String VARIABLES = "GROUNDWORK_";

  SettingFamily {
    members = List.copyOf(members);
  }

  /** The setting that a key of a file, or a variable, means. */
  Optional<Setting<?>> find(String name) {
    for (Setting<?> member : members) {
      Optional<String> own =
          between(name, prefix, "." + member.key())
              .or(() ->
                  between(name, VARIABLES + constant(prefix), "_" + constant(member.key()))
                      .map(each -> each.toLowerCase(Locale.ROOT)));
      if (own.isPresent()) {
        return Optional.of(member.of(prefix, own.get()));
      }
    }
    return Optional.empty();
  }

  /** The names that have any of the settings. */
  Iterable<String> names(Settings settings) {
    TreeSet<String> names = new TreeSet<>();
    for (String key : settings.values().keySet()) {
      members.forEach(member -> between(key, prefix, "." + member.key()).ifPresent(names::add));
    }
    return names;
  }

  /** What the reference shows: the settings of a thing whose name is {@code NAME}. */
  List<Setting<?>> samples() {
    return members.stream().<Setting<?>>map(member -> member.of(prefix, "NAME")).toList();
  }

  private static Optional<String> between(String name, String start, String end) {
    boolean fits =
        name.startsWith(start)
            && name.endsWith(end)
            && name.length() > start.length() + end.length();
    return fits
        ? Optional.of(name.substring(start.length(), name.length() - end.length()))
        : Optional.empty();
  }

  private static String constant(String key) {
    return key.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
