package dev.groundwork.base.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One thing that can be set.
 *
 * @param key its name in {@code groundwork.toml}, such as {@code rest.max-rows}
 * @param kind what its value may be
 * @param description one sentence for the reference
 * @param standard the default, as it would be written; empty when nothing is set by default
 * @param postgrest the setting of PostgREST that means the same
 * @param secret whether its value is never shown
 * @param fromFile whether {@code @path} names a file that holds the value
 * @param inDatabase whether it may stand in the database as well, under PostgREST's name
 */
public record Setting<T>(
    String key,
    Kind<T> kind,
    String description,
    Optional<String> standard,
    Optional<Postgrest> postgrest,
    boolean secret,
    boolean fromFile,
    boolean inDatabase) {

  private static final String SERVER_PREFIX = "GROUNDWORK_";
  private static final String POSTGREST_PREFIX = "PGRST_";

  /**
   * A setting's names and default in PostgREST.
   *
   * @param names the first is today's, the others are older ones that still work
   */
  public record Postgrest(List<String> names, Optional<String> standard) {
    public Postgrest {
      names = List.copyOf(names);
    }

    public String name() {
      return names.getFirst();
    }
  }

  /** A setting without a default that PostgREST does not have. */
  public static <T> Setting<T> of(String key, Kind<T> kind, String description) {
    return new Setting<>(
        key, kind, description, Optional.empty(), Optional.empty(), false, false, false);
  }

  /** This setting under another key. */
  Setting<T> keyed(String other) {
    return new Setting<>(
        other, kind, description, standard, postgrest, secret, fromFile, inDatabase);
  }

  /** The setting of that name that one role or key has. */
  public Setting<T> of(String prefix, String name) {
    return keyed(prefix + name + "." + key);
  }

  /** This setting with a default. */
  public Setting<T> standard(String value) {
    return new Setting<>(
        key, kind, description, Optional.of(value), postgrest, secret, fromFile, inDatabase);
  }

  /** This setting under its name in PostgREST, with the same default there. */
  public Setting<T> postgrest(String... names) {
    return postgrest(new Postgrest(List.of(names), standard));
  }

  /** This setting under its name in PostgREST. */
  public Setting<T> postgrest(Postgrest other) {
    return new Setting<>(
        key, kind, description, standard, Optional.of(other), secret, fromFile, inDatabase);
  }

  /** This setting, with a value that is never shown and that may stand in a file of its own. */
  public Setting<T> asSecret() {
    return new Setting<>(key, kind, description, standard, postgrest, true, true, inDatabase);
  }

  /** This setting, which may also stand in the database. */
  public Setting<T> alsoInDatabase() {
    return new Setting<>(key, kind, description, standard, postgrest, secret, fromFile, true);
  }

  /** The default in a mode. */
  public Optional<String> standard(Mode mode) {
    return mode == Mode.REST && postgrest.isPresent() ? postgrest.get().standard() : standard;
  }

  /** The environment variable that sets it. */
  public String variable() {
    return variable(SERVER_PREFIX, key);
  }

  /** PostgREST's environment variables for it, today's first. */
  public List<String> postgrestVariables() {
    return postgrest.stream()
        .flatMap(other -> other.names().stream())
        .map(name -> variable(POSTGREST_PREFIX, name))
        .toList();
  }

  /** All names that it has anywhere. */
  Stream<String> names() {
    return Stream.of(
            Stream.of(key, variable()),
            postgrest.stream().flatMap(other -> other.names().stream()),
            postgrestVariables().stream())
        .flatMap(each -> each);
  }

  private static String variable(String prefix, String name) {
    return prefix + name.replace('-', '_').replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
