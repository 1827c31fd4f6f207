package dev.groundwork.service.auth.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.groundwork.service.auth.store.Json;
import java.util.Locale;
import java.util.Optional;

/**
 * Whom a provider says that a person is.
 *
 * @param subject the provider's own id of the person, which never changes
 * @param data what is known of the person, by the names that applications expect
 */
record Profile(String subject, ObjectNode data) {

  /** Somebody of whom nothing but an id is known. */
  static Profile of(String subject, String issuer) {
    ObjectNode data = Json.object();
    data.put("sub", subject).put("provider_id", subject).put("iss", issuer);
    data.put("email_verified", false).put("phone_verified", false);
    return new Profile(subject, data);
  }

  /** The same with a mail address, which may be missing. */
  Profile mail(JsonNode email, boolean verified) {
    if (email.isTextual() && !email.textValue().isBlank()) {
      data.put("email", email.textValue().strip().toLowerCase(Locale.ROOT));
      data.put("email_verified", verified);
    }
    return this;
  }

  /** The same with a name to be shown. */
  Profile name(JsonNode name) {
    return put(name, "name", "full_name");
  }

  /** The same with a name within the provider. */
  Profile userName(JsonNode name) {
    return put(name, "user_name", "preferred_username");
  }

  /** The same with the address of a picture. */
  Profile picture(JsonNode address) {
    return put(address, "avatar_url", "picture");
  }

  /** The same with more of it, by the names that it has. */
  Profile also(JsonNode value, String... names) {
    return put(value, names);
  }

  private Profile put(JsonNode value, String... names) {
    if (value.isTextual() && !value.textValue().isBlank()) {
      for (String name : names) {
        data.put(name, value.textValue());
      }
    }
    return this;
  }

  Optional<String> email() {
    return Optional.of(data.path("email").asText("")).filter(text -> !text.isEmpty());
  }

  boolean isEmailVerified() {
    return email().isPresent() && data.path("email_verified").asBoolean();
  }

  /** The same without a mail address that is none. */
  Profile withoutMail() {
    ObjectNode rest = data.deepCopy();
    rest.remove("email");
    rest.put("email_verified", false);
    return new Profile(subject, rest);
  }
}
