package dev.groundwork.service.auth.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** A person, as the row of {@code auth.users} has it. */
public record User(Row row) {

  /** A UUID. */
  public String id() {
    return row.text("id");
  }

  /** The pool of people that the person belongs to, a UUID. */
  public String pool() {
    return row.text("instance_id");
  }

  /** In lower case. */
  public Optional<String> email() {
    return row.find("email");
  }

  /** In E.164 without the plus. */
  public Optional<String> phone() {
    return row.find("phone");
  }

  /** The database role of the person's requests. */
  public String role() {
    return row.find("role").orElse("authenticated");
  }

  public String audience() {
    return row.find("aud").orElse("authenticated");
  }

  /** The hash of the password, when there is one. */
  public Optional<String> passwordHash() {
    return row.find("encrypted_password");
  }

  public boolean isEmailConfirmed() {
    return row.time("email_confirmed_at").isPresent();
  }

  public boolean isPhoneConfirmed() {
    return row.time("phone_confirmed_at").isPresent();
  }

  /** Whether the person has a name by which others know them. */
  public boolean isConfirmed() {
    return isEmailConfirmed() || isPhoneConfirmed();
  }

  public boolean isAnonymous() {
    return row.flag("is_anonymous");
  }

  /** Whether the person comes from an organisation's own sign-in. */
  public boolean isSso() {
    return row.flag("is_sso_user");
  }

  public boolean isBanned(Instant now) {
    return row.time("banned_until").filter(now::isBefore).isPresent();
  }

  public ObjectNode appMetadata() {
    return row.object("raw_app_meta_data");
  }

  public ObjectNode userMetadata() {
    return row.object("raw_user_meta_data");
  }

  /** The time of a column. */
  public Optional<Instant> time(String column) {
    return row.time(column);
  }
}
