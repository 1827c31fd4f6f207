package dev.groundwork.base.config;

import dev.groundwork.base.config.Raw.Scalar;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Settings in environment variables. */
public final class Environment {
  /** Variables of the launcher, which are no settings of the server. */
  private static final Set<String> LAUNCHER = Set.of("GROUNDWORK_JAVA_OPTIONS");

  private Environment() {}

  /** The variables with a prefix, such as {@code GROUNDWORK_}, in the order of their names. */
  public static List<Given> read(Map<String, String> environment, String prefix) {
    return environment.entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(prefix))
        .filter(entry -> !LAUNCHER.contains(entry.getKey()))
        .map(entry ->
            new Given(
                entry.getKey(), new Scalar(entry.getValue()), Origin.environment(entry.getKey())))
        .sorted(Comparator.comparing(Given::name))
        .toList();
  }
}
