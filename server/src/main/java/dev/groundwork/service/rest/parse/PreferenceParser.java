package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.Preferences.Spelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code Prefer} headers. The first of several contradicting preferences counts. */
final class PreferenceParser {
  private static final String TIMEZONE = "timezone=";
  private static final String MAX_AFFECTED = "max-affected=";

  private final List<String> given = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();

  PreferenceParser(List<String> headers) {
    for (String header : headers) {
      for (String preference : header.split(",", -1)) {
        if (!preference.isBlank()) {
          given.add(preference.strip());
        }
      }
    }
    unknown.addAll(given);
    unknown.removeIf(
        preference -> preference.startsWith(TIMEZONE) || preference.startsWith(MAX_AFFECTED));
  }

  Preferences preferences() {
    if (given.isEmpty()) {
      return Preferences.NONE;
    }
    return new Preferences(
        first(Preferences.Resolution.values()),
        first(Preferences.Return.values()),
        first(Preferences.Count.values()),
        first(Preferences.Transaction.values()),
        first(Preferences.Missing.values()),
        first(Preferences.Handling.values()),
        timezone().isPresent(),
        maxAffected().isPresent());
  }

  Optional<String> timezone() {
    return value(TIMEZONE);
  }

  Optional<Long> maxAffected() {
    return value(MAX_AFFECTED).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
  }

  /** Preferences that are none of the above; complete after {@link #preferences}. */
  List<String> unknown() {
    return unknown;
  }

  private Optional<String> value(String prefix) {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    return given.stream()
        .filter(preference -> preference.startsWith(prefix))
        .map(preference -> preference.substring(prefix.length()))
        .findFirst();
  }

  private <P extends Spelled> Optional<P> first(P[] known) {
    Optional<P> found = Optional.empty();
    for (String preference : given) {
      for (P candidate : known) {
        if (candidate.spelling().equals(preference)) {
          unknown.remove(preference);
          found = Optional.of(found.orElse(candidate));
        }
      }
    }
    return found;
  }
}
