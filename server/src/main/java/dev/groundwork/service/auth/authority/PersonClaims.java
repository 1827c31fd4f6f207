package dev.groundwork.service.auth.authority;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Json;
import dev.groundwork.service.auth.store.User;
import java.util.List;

/** What an application learns of a person, by what it was let in for. */
final class PersonClaims {
  private static final List<String> PROFILE = List.of("name", "picture", "preferred_username");

  private PersonClaims() {}

  static ObjectNode of(User user, Scopes scopes) {
    ObjectNode claims = Json.object();
    claims.put("sub", user.id());
    if (scopes.has("email") && user.email().isPresent()) {
      claims.put("email", user.email().get());
      claims.put("email_verified", user.isEmailConfirmed());
    }
    if (scopes.has("phone") && user.phone().isPresent()) {
      claims.put("phone_number", "+" + user.phone().get());
      claims.put("phone_number_verified", user.isPhoneConfirmed());
    }
    if (scopes.has("profile")) {
      for (String name : PROFILE) {
        String value = user.userMetadata().path(name).asText("");
        if (!value.isEmpty()) {
          claims.put(name, value);
        }
      }
      user.time("updated_at").ifPresent(at -> claims.put("updated_at", at.getEpochSecond()));
    }
    return claims;
  }
}
