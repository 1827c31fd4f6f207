package dev.groundwork.service.rest.parse;

import dev.groundwork.service.rest.parse.Preferences.Spelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code Prefer} headers. The first of several contradicting preferences counts. */
final class PreferenceParser {
  private static final String TIMEZONE = "timezone=";
  private static final String TAG = "etag";
  private static final String MAX_AFFECTED = "max-affected=";

  private static final Map<String, Spelled> KNOWN =
      Stream.<Spelled[]>of(
              Preferences.Resolution.values(),
              Preferences.Return.values(),
              Preferences.Count.values(),
              Preferences.Transaction.values(),
              Preferences.Missing.values(),
              Preferences.Handling.values())
          .flatMap(Stream::of)
          .collect(Collectors.toUnmodifiableMap(Spelled::spelling, Function.identity()));

  private final List<String> unknown = new ArrayList<>();
  private Optional<Preferences.Resolution> resolution = Optional.empty();
  private Optional<Preferences.Return> returned = Optional.empty();
  private Optional<Preferences.Count> count = Optional.empty();
  private Optional<Preferences.Transaction> transaction = Optional.empty();
  private Optional<Preferences.Missing> missing = Optional.empty();
  private Optional<Preferences.Handling> handling = Optional.empty();
  private Optional<String> timezone = Optional.empty();
  private Optional<String> maxAffected = Optional.empty();
  private boolean given;
  private boolean tagged;

  PreferenceParser(List<String> headers) {
    for (String header : headers) {
      for (String preference : header.split(",", -1)) {
        if (!preference.isBlank()) {
          read(preference.strip());
        }
      }
    }
  }

  private void read(String preference) {
    given = true;
    switch (KNOWN.get(preference)) {
      case Preferences.Resolution first -> resolution = Optional.of(resolution.orElse(first));
      case Preferences.Return first -> returned = Optional.of(returned.orElse(first));
      case Preferences.Count first -> count = Optional.of(count.orElse(first));
      case Preferences.Transaction first -> transaction = Optional.of(transaction.orElse(first));
      case Preferences.Missing first -> missing = Optional.of(missing.orElse(first));
      case Preferences.Handling first -> handling = Optional.of(handling.orElse(first));
      case null -> readValue(preference);
    }
  }

  private void readValue(String preference) {
    if (preference.startsWith(TIMEZONE)) {
      String zone = preference.substring(TIMEZONE.length());
      timezone = Optional.of(timezone.orElse(zone));
    } else if (preference.startsWith(MAX_AFFECTED)) {
      String most = preference.substring(MAX_AFFECTED.length());
      maxAffected = Optional.of(maxAffected.orElse(most));
    } else if (preference.equals(TAG)) {
      tagged = true;
    } else {
      unknown.add(preference);
    }
  }

  Preferences preferences() {
    if (!given) {
      return Preferences.NONE;
    }
    return new Preferences(
        resolution,
        returned,
        count,
        transaction,
        missing,
        handling,
        timezone.isPresent(),
        maxAffected().isPresent());
  }

  /** Whether the answer shall have a tag. */
  boolean tagged() {
    return tagged;
  }

  Optional<String> timezone() {
    return timezone;
  }

  Optional<Long> maxAffected() {
    return maxAffected.filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf);
  }

  /** Preferences that are none of the above. */
  List<String> unknown() {
    return unknown;
  }
}
