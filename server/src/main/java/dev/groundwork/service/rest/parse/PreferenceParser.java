package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.Preferences.Spelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code Prefer} headers. The first of several contradicting preferences counts. */
final class PreferenceParser {
  private static final String TIMEZONE = "timezone=";
  private static final String MAX_AFFECTED = "max-affected=";

  private static final List<Preferences.Resolution> RESOLUTIONS =
      List.of(Preferences.Resolution.values());
  private static final List<Preferences.Return> RETURNS = List.of(Preferences.Return.values());
  private static final List<Preferences.Count> COUNTS = List.of(Preferences.Count.values());
  private static final List<Preferences.Transaction> ENDS =
      List.of(Preferences.Transaction.values());
  private static final List<Preferences.Missing> MISSING = List.of(Preferences.Missing.values());
  private static final List<Preferences.Handling> HANDLING = List.of(Preferences.Handling.values());
  private static final Set<String> KNOWN = spellings();

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
    for (String preference : given) {
      if (!KNOWN.contains(preference)
          && !preference.startsWith(TIMEZONE)
          && !preference.startsWith(MAX_AFFECTED)) {
        unknown.add(preference);
      }
    }
  }

  private static Set<String> spellings() {
    return Stream.of(RESOLUTIONS, RETURNS, COUNTS, ENDS, MISSING, HANDLING)
        .flatMap(List::stream)
        .map(Spelled::spelling)
        .collect(Collectors.toUnmodifiableSet());
  }

  Preferences preferences() {
    if (given.isEmpty()) {
      return Preferences.NONE;
    }
    return new Preferences(
        first(RESOLUTIONS),
        first(RETURNS),
        first(COUNTS),
        first(ENDS),
        first(MISSING),
        first(HANDLING),
        timezone().isPresent(),
        maxAffected().isPresent());
  }

  Optional<String> timezone() {
    return value(TIMEZONE);
  }

  Optional<Long> maxAffected() {
    return value(MAX_AFFECTED).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
  }

  /** Preferences that are none of the above. */
  List<String> unknown() {
    return unknown;
  }

  private Optional<String> value(String prefix) {
    for (String preference : given) {
      if (preference.startsWith(prefix)) {
        return Optional.of(preference.substring(prefix.length()));
      }
    }
    return Optional.empty();
  }

  private <P extends Spelled> Optional<P> first(List<P> known) {
    for (String preference : given) {
      for (P candidate : known) {
        if (candidate.spelling().equals(preference)) {
          return Optional.of(candidate);
        }
      }
    }
    return Optional.empty();
  }
}
