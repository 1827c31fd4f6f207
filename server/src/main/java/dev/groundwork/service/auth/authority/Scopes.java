package dev.groundwork.service.auth.authority;

import dev.groundwork.service.auth.problem.OAuthProblem;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What an application may know of a person. */
record Scopes(Set<String> names) {
  static final List<String> KNOWN = List.of("openid", "profile", "email", "phone");
  private static final Scopes STANDARD = new Scopes(Set.of("email"));

  /** Those of a parameter; {@code email} where there are none. */
  static Scopes of(String text) {
    if (text.isBlank()) {
      return STANDARD;
    }
    Set<String> names = new LinkedHashSet<>(Arrays.asList(text.strip().split(" +", -1)));
    names.remove("offline_access");
    for (String name : names) {
      if (!KNOWN.contains(name)) {
        throw OAuthProblem.of("invalid_scope", "Unknown scope; known are " + KNOWN).raise();
      }
    }
    return new Scopes(names);
  }

  boolean has(String name) {
    return names.contains(name);
  }

  boolean covers(Scopes others) {
    return names.containsAll(others.names);
  }

  /** As tokens have them. */
  String text() {
    return String.join(" ", names);
  }
}
